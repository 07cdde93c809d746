import { expect, test } from 'vitest';
import type { SlotResult } from 'pocketbeam';
import { brief, clockTime, didWords } from './slot-words.ts';

const patch = { device: 'patch@1.0', cache: { loaves: 1 } };
const gave = (more: Partial<SlotResult>): SlotResult => ({
  ...{ slot: 1, output: { data: '', prompt: '' }, messages: [], spawns: [], assignments: [] },
  ...more,
});

test.each([
  [{}, '–'],
  [{ messages: [patch] }, '1 patch'],
  [{ messages: [patch, { target: 'x' }, patch], spawns: [{}] }, '2 patches, 2 sent'],
  [{ assignments: [{}] }, '1 sent'],
  [{ error: { code: 'gas-exhausted', message: 'too long' } }, 'gas-exhausted'],
])('%j', (more, words) => expect(didWords(gave(more))).toBe(words));

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1.0k'],
  [99_940, '99.9k'],
  [99_999, '100.0k'],
  [412_345, '412k'],
  [999_499, '999k'],
  [999_500, '1.0M'],
  [300_000_000, '300M'],
])('%d is %s', (count, words) => expect(brief(count)).toBe(words));

test('clockTime has two digits each; what is no time stays a number', () => {
  expect(clockTime(new Date(2031, 4, 6, 7, 8, 9).getTime())).toBe('07:08:09');
  expect(clockTime(1e300)).toBe('1e+300');
});
