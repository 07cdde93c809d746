import { expect, test } from 'vitest';
import { checkedPath, MAIN, moduleName, readFiles, sameFiles } from './project-files.ts';

const main = { path: MAIN, text: 'return 1' };
const helper = { path: 'lib/helper.lua', text: 'return {}' };

test('a new file gets the ending and no leading slash', () => {
  expect(checkedPath(' utils ', [main])).toBe('utils.lua');
  expect(checkedPath('./lib/a-b_2.lua', [main])).toBe('lib/a-b_2.lua');
  expect(moduleName('lib/a-b_2.lua')).toBe('lib.a-b_2');
});

test('names that require() cannot find are refused in words', () => {
  for (const typed of ['', 'a b', '../x', 'a//b', 'a.b', 'ünlaut', '.lua'])
    expect(() => checkedPath(typed, [main]), typed).toThrow(/cannot be the name/);
  expect(() => checkedPath('Lib/Helper', [main, helper])).toThrow(/lib\/helper\.lua already/);
});

test('stored files are taken only whole', () => {
  expect(readFiles([main, helper])).toEqual([main, helper]);
  for (const bad of [undefined, null, {}, [], [helper, main], [main, main], [main, { path: 'x.lua' }], [main, null]])
    expect(readFiles(bad)).toBeUndefined();
});

test('the same files are those with the same paths and texts', () => {
  expect(sameFiles([main, helper], [{ ...main }, { ...helper }])).toBe(true);
  expect(sameFiles([main], [main, helper])).toBe(false);
  expect(sameFiles([main], [{ ...main, text: 'return 2' }])).toBe(false);
});
