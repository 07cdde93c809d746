import type { Plain } from 'pocketbeam';
import { expect, test } from 'vitest';
import { changedPaths, type ChangedSlot } from './changed-paths.ts';

const shown: Plain = { fruit: { apple: 3, pear: { ripe: 'Yes' } }, name: 'Market', list: ['a'] };
const slot = (keys: string[], ...caches: Plain[]): ChangedSlot => ({
  keys,
  result: { gas: 1, messages: caches.map((cache) => ({ device: 'patch@1.0', cache })) },
});
const paths = (...slots: ChangedSlot[]): string[] | undefined =>
  changedPaths(shown, slots)?.map((path) => path.join('/'));

test('below maps that stay maps, only what patches name', () => {
  expect(paths(slot(['fruit'], { fruit: { apple: 4 } }))).toEqual(['fruit/apple']);
  expect(paths(slot(['fruit'], { Fruit: { PEAR: { ripe: 'No', new: {} } } }))).toEqual([
    'fruit/pear/ripe',
    'fruit/pear/new',
  ]);
  expect(paths(slot(['fruit'], { fruit: { plum: { count: 2, ripe: 'No' } } }))).toEqual(['fruit/plum']);
  expect(paths(slot(['fruit'], { fruit: { apple: 4 } }), slot(['fruit'], { fruit: { apple: 5 } }))).toEqual([
    'fruit/apple',
  ]);
  expect(paths(slot([]))).toEqual([]);
});

test('a whole key where a map is emptied, replaced, or nothing tells what it became', () => {
  expect(paths(slot(['fruit'], { fruit: {} }))).toEqual(['fruit']);
  expect(paths(slot(['name'], { name: { first: 'M' } }))).toEqual(['name']);
  expect(paths(slot(['list'], { list: { '1': 'b' } }))).toEqual(['list']);
  expect(paths(slot(['fruit', 'name'], { name: 'Hall' }))).toEqual(['fruit', 'name']);
  const { keys, result } = slot(['fruit'], { fruit: { apple: 4 } });
  expect(paths({ keys, result: { messages: result.messages } }), 'no aos ran it').toEqual(['fruit']);
  expect(paths({ keys, result: { ...result, diagnostics: ['case-collision'] } })).toEqual(['fruit']);
});

test('nothing less than all where paths cannot name it, or are many', () => {
  expect(changedPaths(undefined, [])).toBeUndefined();
  expect(paths(slot(['fruit'], { fruit: { 'a/b': 1 } }))).toBeUndefined();
  expect(paths(slot(['fruit'], { fruit: { keys: 1 } })), 'a function of messages').toBeUndefined();
  expect(
    paths(slot(['fruit'], { fruit: { apple: 4 } }, { 'fruit/pear': 1 })),
    'two patches of one key',
  ).toBeUndefined();
  for (const none of [{}, []]) expect(paths(slot([], none)), 'in the place of all').toBeUndefined();
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
  expect(paths(slot(['fruit'], { fruit: many }))).toBeUndefined();
});
