import { expect, test } from 'vitest';
import { asOneSource, evaluations } from './evaluations.ts';

const file = (path: string, text: string): { path: string; text: string } => ({ path, text });

test('modules come before what requires them, the source comes last', () => {
  const files = [
    file('main.lua', "require('a')"),
    file('a.lua', "return require('lib.b')"),
    file('lib/b.lua', 'return 1'),
  ];
  expect(evaluations(files).map(({ path }) => path)).toEqual(['lib/b.lua', 'a.lua', 'main.lua']);
  expect(evaluations(files).at(-1)?.code).toBe("require('a')");
});

test('modules that require each other come once', () => {
  const files = [file('main.lua', ''), file('x.lua', "require('y')"), file('y.lua', "require('x')")];
  expect(evaluations(files)).toHaveLength(3);
});

test('any text stays itself between its brackets', () => {
  const [module] = evaluations([file('m.lua', "return ']]' .. [=[x]=]"), file('main.lua', '')]);
  expect(module?.code).toBe(
    'package.loaded["m"] = assert(load([==[\nreturn \']]\' .. [=[x]=]]==], "@m.lua"))("m", "m.lua") or true',
  );
  const [odd] = evaluations([file('m.lua', 'return t[t[1]]'), file('main.lua', '')]);
  expect(odd?.code).toContain('[=[\nreturn t[t[1]]]=]');
});

test('as one source, the program comes behind what it requires', () => {
  expect(asOneSource([file('main.lua', 'x = 1')])).toBe('x = 1');
  const source = asOneSource([file('main.lua', "require('lib.b')"), file('lib/b.lua', 'return 1')]);
  expect(source).toBe(
    `package.loaded["lib.b"] = assert(load([[\nreturn 1]], "@lib/b.lua"))("lib.b", "lib/b.lua") or true\nrequire('lib.b')`,
  );
});
