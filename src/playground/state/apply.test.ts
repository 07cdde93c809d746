import { expect, test } from 'vitest';
import { applyValues } from './apply.ts';
import { keysOf, pathId, type PlainMap } from './entries.ts';
import { treeRows } from './tree.ts';

const market = (): PlainMap => ({ fruit: { apple: 3, pear: { ripe: 'Yes' } }, name: 'Market' });

test('a leaf becomes another in place, and lines that were made before show it', () => {
  const cache = market();
  const rows = treeRows(cache, new Map());
  const { touched, reshaped } = applyValues(cache, [{ path: ['fruit', 'apple'], value: 4 }], 10);
  expect(cache).toEqual({ ...market(), fruit: { apple: 4, pear: { ripe: 'Yes' } } });
  expect(reshaped).toBe(false);
  expect([...touched]).toEqual([pathId(['fruit']), pathId(['fruit', 'apple'])]);
  expect(rows.find(({ key }) => key === 'apple')?.value).toBe(4);
});

test('keys come, go, and become maps: the tree has other lines', () => {
  const cache = market();
  expect(keysOf(cache.fruit)).toEqual(['apple', 'pear']);
  expect(applyValues(cache, [{ path: ['fruit', 'plum'], value: 1 }], 10).reshaped).toBe(true);
  expect(keysOf(cache.fruit)).toEqual(['apple', 'pear', 'plum']);
  expect(applyValues(cache, [{ path: ['fruit', 'apple'], value: undefined }], 10).reshaped).toBe(true);
  expect(keysOf(cache.fruit)).toEqual(['pear', 'plum']);
  const { touched } = applyValues(cache, [{ path: ['name'], value: { first: 'M' } }], 10);
  expect(touched).toEqual(new Set([pathId(['name'])]));
  expect(cache.name).toEqual({ first: 'M' });
});

test('what was read below another that was read is in that', () => {
  const cache = market();
  const pear = { ripe: 'No', count: 2 };
  const values = [
    { path: ['fruit', 'pear', 'ripe'], value: 'No' },
    { path: ['fruit', 'pear'], value: pear },
    { path: ['name', 'first'], value: 'x' },
  ];
  const { touched } = applyValues(cache, values, 10);
  expect(cache).toEqual({ fruit: { apple: 3, pear }, name: 'Market' });
  expect([...touched]).toEqual(
    [['fruit'], ['fruit', 'pear'], ['fruit', 'pear', 'ripe'], ['fruit', 'pear', 'count']].map(pathId),
  );
});

test('what is the same touches nothing; no key is a name that objects inherit', () => {
  const cache = market();
  const { touched, reshaped } = applyValues(cache, [{ path: ['fruit', 'pear'], value: { ripe: 'Yes' } }], 10);
  expect([touched.size, reshaped]).toEqual([0, false]);
  applyValues(cache, [{ path: ['__proto__'], value: 'x' }], 10);
  expect(Object.keys(cache)).toContain('__proto__');
});
