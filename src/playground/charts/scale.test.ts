import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { lastSeconds, median, roundTop, shareWords, sizeWords } from './scale.ts';

describe('roundTop', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1.2, 2],
    [4, 5],
    [5, 5],
    [51, 100],
    [2_300, 5_000],
  ])('%d → %d', (most, top) => expect(roundTop(most)).toBe(top));
  it('is never below, nor more than two and a half times above', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e12, noNaN: true }), (most) => {
        expect(roundTop(most)).toBeGreaterThanOrEqual(most);
        expect(roundTop(most)).toBeLessThanOrEqual(most * 2.5 + 1e-6);
      }),
    );
  });
});

test('lastSeconds ends with the second that runs, and leaves out what is older', () => {
  const counts = new Map([
    [96, 9],
    [98, 1],
    [100, 4],
  ]);
  expect(lastSeconds(counts, 100_999, 4)).toEqual([0, 1, 0, 4]);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_400, '1.4 kB'],
  [52_300_000, '52 MB'],
  [10_737_418_240, '11 GB'],
])('%d bytes are %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words));

test.each([
  [0, 10, '0.0 %'],
  [1, 1e6, 'less than 0.1 %'],
  [1, 40, '2.5 %'],
  [3, 4, '75 %'],
  [5, 0, '0.0 %'],
])('%d of %d is %s', (part, whole, words) => expect(shareWords(part, whole)).toBe(words));

test('median', () => {
  expect(median([])).toBeUndefined();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
