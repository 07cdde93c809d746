import { expect, test } from 'vitest';
import { entriesOf } from './entries.ts';

test('keys are sorted as people count', () => {
  expect(entriesOf({ key10: 1, key9: 2, a: 3 }).map(([key]) => key)).toEqual(['a', 'key9', 'key10']);
});

test('a list counts from 1, a leaf has no entries', () => {
  expect(entriesOf(['x', 'y'])).toEqual([
    ['1', 'x'],
    ['2', 'y'],
  ]);
  for (const leaf of ['text', 7, null, undefined]) expect(entriesOf(leaf)).toEqual([]);
});
