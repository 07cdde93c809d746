import { expect, test } from 'vitest';
import { childId, entryOf, keysOf, pathId, sizeOf } from './entries.ts';

test('keys are sorted as people count', () => {
  expect(keysOf({ key10: 1, key9: 2, a: 3 })).toEqual(['a', 'key9', 'key10']);
});

test('very many keys are sorted too: numbers by their value, texts after them', () => {
  const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [i % 2 ? `k${i}` : String(6_000 - i), i]));
  const keys = keysOf(many);
  expect(keys).toHaveLength(6_000);
  const numbers = keys.filter((key) => /^\d+$/.test(key));
  expect(numbers.slice(0, 3)).toEqual(['2', '4', '6']);
  expect(keys.slice(0, numbers.length)).toEqual(numbers);
  expect(keys.slice(numbers.length)).toEqual(keys.slice(numbers.length).toSorted());
});

test('a list counts from 1, a leaf has no entries', () => {
  expect(keysOf(['x', 'y'])).toEqual(['1', '2']);
  expect(entryOf(['x', 'y'], '2')).toBe('y');
  expect(entryOf({ a: 1 }, 'constructor')).toBeUndefined();
  for (const leaf of ['text', 7, null, undefined]) expect(keysOf(leaf)).toEqual([]);
  expect([sizeOf(['x', 'y']), sizeOf({ a: 1 })]).toEqual([2, 1]);
});

test('no two paths have one id', () => {
  expect(pathId(['a', 'b'])).toBe(childId(pathId(['a']), 'b'));
  expect(pathId(['a', 'b'])).not.toBe(pathId(['a1:b']));
  expect(pathId(['', ''])).not.toBe(pathId(['']));
});
