import { PocketbeamError } from 'pocketbeam';
import { expect, test } from 'vitest';
import { errorWords, oneLine, slotErrorWords } from './error-words.ts';

test('an error of ours keeps its words and its code', () => {
  const error = new PocketbeamError('unknown-process', 'There is no X.', {
    cause: 'Nobody made it.',
    next: 'Spawn it.',
  });
  expect(errorWords(error)).toEqual({
    message: 'There is no X.',
    cause: 'Nobody made it.',
    next: 'Spawn it.',
    code: 'unknown-process',
  });
  expect(oneLine(errorWords(error))).toBe('There is no X. Nobody made it. Spawn it. [unknown-process]');
});

test('anything else thrown has words too', () => {
  expect(errorWords(new TypeError('Failed to fetch'))).toEqual({ message: 'Failed to fetch', code: 'TypeError' });
  expect(errorWords('oops')).toEqual({ message: 'oops', code: 'error' });
  expect(errorWords(undefined)).toEqual({ message: 'undefined', code: 'error' });
});

test('an error of a slot says where it was', () => {
  const words = slotErrorWords({ code: 'lua-error', message: 'boom', line: 3, handler: 'A' });
  expect(words).toEqual({ code: 'lua-error', message: 'boom', line: 3, where: 'line 3, handler A' });
  expect(oneLine(words)).toBe('boom [line 3, handler A, lua-error]');
  expect(slotErrorWords({ code: 'x', message: 'y' })).toEqual({ code: 'x', message: 'y' });
  expect(slotErrorWords({ code: 'gas-exhausted', message: 'y' }).next).toContain('a loop that does not end');
});

test('the position is told once, handlers of aos itself not at all', () => {
  const message = '[string "aos"]:22: By is no number';
  const told = { code: 'lua-error', message: 'By is no number', line: 22, where: 'line 22' };
  expect(slotErrorWords({ code: 'lua-error', message, line: 22, handler: '_boot' })).toEqual(told);
  expect(slotErrorWords({ code: 'lua-error', message, line: 7 }).message).toBe(message);
  expect(slotErrorWords({ code: 'lua-error', message }).message).toBe(message);
});

test('an error in a file of the program says which', () => {
  const words = slotErrorWords({ code: 'lua-error', message: 'lib/utils.lua:2: no', handler: '_boot' });
  expect(words).toEqual({
    code: 'lua-error',
    message: 'no',
    line: 2,
    file: 'lib/utils.lua',
    where: 'lib/utils.lua line 2',
  });
});
