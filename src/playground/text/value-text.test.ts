import { expect, test } from 'vitest';
import { jsonText, kindOf, shorten, valueText } from './value-text.ts';

test('text stands for itself, the rest is JSON', () => {
  expect(valueText('a "b"')).toBe('a "b"');
  expect(valueText(1984)).toBe('1984');
  expect(valueText(true)).toBe('true');
  expect(valueText(null)).toBe('null');
  expect(valueText({ a: [1, 'x'], b: {} })).toBe('{"a":[1,"x"],"b":{}}');
});

test('large integers keep their digits', () => {
  expect(jsonText({ n: 9007199254740993n })).toBe('{"n":9007199254740993}');
});

test('indented JSON is what JSON.stringify writes', () => {
  const value = { a: [1, { b: 'x' }], c: [], d: {}, e: null };
  expect(jsonText(value, { indent: 2 })).toBe(JSON.stringify(value, null, 2));
});

test('the limit holds, for wide, deep and long values', () => {
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
  for (const value of [wide, { deep: wide }, 'x'.repeat(1e6), ['x'.repeat(1e6)], [[wide]]]) {
    const text = valueText(value, { limit: 50 });
    expect(text).toHaveLength(50);
    expect(text.endsWith('…')).toBe(true);
  }
  expect(valueText({ a: 1 }, { limit: 7 })).toBe('{"a":1}');
  expect(valueText({ a: 1 }, { limit: 6 })).toBe('{"a":…');
});

test('shortening keeps characters whole', () => {
  expect(shorten('ab😀', 4)).toBe('ab😀');
  expect(shorten('ab😀c', 4)).toBe('ab…');
});

test('kinds in words', () => {
  expect([kindOf('x'), kindOf(1), kindOf(1n), kindOf(false), kindOf(null), kindOf([1]), kindOf({})]).toEqual([
    'text',
    'number',
    'number',
    'boolean',
    'null',
    'list of 1',
    'map of 0',
  ]);
});
