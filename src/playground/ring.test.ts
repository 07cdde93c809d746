import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

test('keeps the newest', () => {
  const ring = new Ring<number>(3);
  ring.push(1, 2);
  expect(ring.items).toEqual([1, 2]);
  ring.push(3, 4);
  expect(ring.items).toEqual([2, 3, 4]);
  ring.push(5, 6, 7, 8);
  expect(ring.items).toEqual([6, 7, 8]);
  ring.clear();
  expect(ring.items).toEqual([]);
});
