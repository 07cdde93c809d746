import { expect, test } from 'vitest';
import { checkLua } from './check.ts';

/** What is underlined, with the code. */
const found = (text: string, reported?: Parameters<typeof checkLua>[1]): string[] =>
  checkLua(text, reported).map(({ from, to, code }) => `${text.slice(from, to)}: ${code}`);

const patch = (cache: string): string => `Send({ Target = ao.id, device = 'patch@1.0', cache = ${cache} })`;

test('Lua 5.3 is Lua', () => {
  for (const text of ['', 'return 7 // 2, 1 << 3 ~ 5 & 2', 'goto done ::done::', "x = '\\u{48}\\z  \\x41'", '-- only'])
    expect(found(text)).toEqual([]);
});

test('a syntax error is marked where the text stops to be Lua', () => {
  expect(found('local a = 1\nlocal b = = 2')).toEqual(['=: lua-syntax']);
  expect(found('print("x')).toEqual(['print("x: lua-syntax']);
  const [mark] = checkLua('if x then\n');
  expect(mark?.message).toMatch(/end.*expected/i);
  expect(mark?.message).not.toContain('[');
});

test('marks what a real node does not take in a patch', () => {
  expect(found(patch('{ open = true }'))).toEqual(['true: boolean-leaf']);
  expect(found(patch('{ a = { b = 1000000000000000, c = -1000000000000000, d = 999999999999999 } }'))).toEqual([
    '1000000000000000: large-integer',
    '-1000000000000000: large-integer',
  ]);
  expect(found(patch('{ keys = 1, ["priv"] = 2 }'))).toEqual(['keys: reserved-key', '"priv": reserved-key']);
  expect(found(patch("{ ['a'] = { device = 'x' }, b = { device = 'json@1.0' } }"))).toEqual(['device: reserved-key']);
  expect(found(patch("{ [''] = 1 }"))).toEqual(["'': empty-key"]);
});

test('tells how a key with capitals is read, and which are the same', () => {
  expect(found(patch('{ TotalSupply = 1 }'))).toEqual(['TotalSupply: mixed-case-key']);
  expect(found(patch('{ name = 1, Name = 2 }'))).toContain('Name: case-collision');
});

test('looks only into patches, in all their forms', () => {
  expect(found("Send({ Target = 'x', Data = { open = true } })")).toEqual([]);
  expect(found("Send{ device = 'patch@1.0', flags = { open = true } }")).toEqual(['true: boolean-leaf']);
  expect(found("ao.send({ method = 'PATCH', cache = { list = { true, 2 } } })")).toEqual(['true: boolean-leaf']);
  expect(found(patch('{ n = count(), [who] = balance, t = f(true) }'))).toEqual([]);
});

test('a run tells what the text does not show', () => {
  const text = `Total = 10 ^ 15 | 0\n${patch('{ total = Total }')}`;
  expect(found(text, { error: undefined, diagnostics: ['large-integer'] })).toEqual(['{: large-integer']);
  expect(found(patch('{ x = true }'), { error: undefined, diagnostics: ['boolean-leaf'] })).toHaveLength(1);
  const error = { message: 'boom', code: 'lua-error', line: 2 };
  expect(found('a = 1\n  error("boom")', { error, diagnostics: [] })).toEqual(['error("boom"): lua-error']);
});
