import type { Plain } from 'pocketbeam';
import { expect, test } from 'vitest';
import { differences, touchedIds } from './differences.ts';
import { pathId } from './entries.ts';

const told = (before: Plain | undefined, after: Plain | undefined): string[] =>
  differences(before, after, 100).list.map(({ kind, path }) => `${kind} ${path.join('/')}`);

test('what was added, removed and changed, by path', () => {
  const before = { a: 1, b: { x: 'same', y: 2 }, c: ['p', 'q'] };
  const after = { b: { x: 'same', y: 3, z: null }, c: ['p', 'r', 's'], d: {} };
  expect(told(before, after)).toEqual(['changed b/y', 'added b/z', 'changed c/2', 'added c/3', 'added d', 'removed a']);
  expect(told(after, before)).toContain('removed c/3');
  expect(differences(before, after, 100).list[0]).toEqual({ kind: 'changed', path: ['b', 'y'], before: 2, after: 3 });
});

test('equal values have none, whatever they are', () => {
  const values: (Plain | undefined)[] = [undefined, null, 'x', 5, 10n ** 20n, {}, [], { a: [{ b: 10n ** 20n }] }];
  for (const value of values) expect(told(value, structuredClone(value))).toEqual([]);
});

test('another kind is a change of the whole', () => {
  expect(told({ a: {} }, { a: [] })).toEqual(['changed a']);
  expect(told({ a: { b: 1 } }, { a: 'b' })).toEqual(['changed a']);
  expect(told(undefined, { a: 1 })).toEqual(['added ']);
  expect(told({ a: 1 }, undefined)).toEqual(['removed ']);
});

test('names of what every object inherits are keys like any', () => {
  expect(told({}, { constructor: 1 })).toEqual(['added constructor']);
  expect(told({ toString: 1 }, {})).toEqual(['removed toString']);
});

test('more than are listed are counted', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i]));
  const { list, counts } = differences({}, many, 10);
  expect(list).toHaveLength(10);
  expect(counts).toEqual({ added: 50, removed: 0, changed: 0 });
});

test('a change touches all that it is in', () => {
  const touched = touchedIds(differences({ a: { b: { c: 1 }, d: 1 } }, { a: { b: { c: 2 }, d: 1 } }, 10));
  expect([...touched]).toEqual([pathId(['a']), pathId(['a', 'b']), pathId(['a', 'b', 'c'])]);
});
