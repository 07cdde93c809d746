import { expect, test } from 'vitest';
import { examples } from './examples.ts';
import { actionsIn, parseProgram } from './program.ts';

test('title and about come from the leading comment', () => {
  const source = '-- title:  My token \n-- about: It moves.\n\nx = 1\n-- title: too late\n';
  expect(parseProgram('../examples/my.lua', source)).toEqual({
    id: 'my',
    title: 'My token',
    about: 'It moves.',
    source,
  });
});

test('a program without a header is called by its file', () => {
  expect(parseProgram('a/b.lua', 'x = 1')).toMatchObject({ id: 'b', title: 'b', about: '' });
  expect(parseProgram('a/b.lua', '-- title:\r\n-- other: y')).toMatchObject({ title: 'b', about: '' });
});

test('actions are the names of handlers, each once', () => {
  const source = `Handlers.add('A', x)\nHandlers.add( "B-2", x)\nHandlers.add('A', y) Handlers.add(name, z)`;
  expect(actionsIn(source)).toEqual(['A', 'B-2']);
});

test('our examples have a header, lower-case cache keys and something to send', () => {
  expect(examples.map(({ id }) => id)).toEqual(expect.arrayContaining(['counter', 'token', 'publish']));
  for (const { id, title, about, source } of examples) {
    expect(title, id).not.toBe(id);
    expect(about, id).not.toBe('');
    expect(actionsIn(source), id).not.toEqual([]);
    for (const [, key] of source.matchAll(/cache = \{ (\w+) =/g)) expect(key).toBe(key?.toLowerCase());
  }
});
