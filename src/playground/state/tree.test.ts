import type { Plain } from 'pocketbeam';
import { expect, test } from 'vitest';
import { pathId } from './entries.ts';
import { afterKey, foundRows, pathOf, treeRows, type TreeRow } from './tree.ts';

const cache: Plain = { fruit: { apple: 3, pear: { ripe: 'Yes', count: 12 } }, name: 'Market', none: {} };
const untouched = new Map<string, boolean>();
const shape = (rows: readonly TreeRow[]): string[] =>
  rows.map((row) => `${'  '.repeat(row.level - 1)}${row.key}${row.open === undefined ? '' : row.open ? ' v' : ' >'}`);

test('small maps near the root are open, deeper ones are not', () => {
  const rows = treeRows(cache, untouched);
  expect(shape(rows)).toEqual(['fruit v', '  apple', '  pear >', 'name', 'none']);
  expect(rows.map(({ at, of }) => `${at}/${of}`)).toEqual(['1/3', '1/2', '2/2', '2/3', '3/3']);
  expect(pathOf(rows[2]!)).toEqual(['fruit', 'pear']);
  const large = { large: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])) };
  expect(shape(treeRows(large, untouched))).toEqual(['large >']);
});

test('what was opened or closed stays so when values change', () => {
  const expansion = new Map([
    [pathId(['fruit', 'pear']), true],
    [pathId(['gone']), true],
  ]);
  expect(shape(treeRows(cache, expansion))).toContain('    ripe');
  expect(shape(treeRows({ fruit: { pear: { ripe: 'No' } } }, expansion))).toEqual(['fruit v', '  pear v', '    ripe']);
  expect(shape(treeRows(cache, new Map([[pathId(['fruit']), false]])))).toEqual(['fruit >', 'name', 'none']);
});

test('a search finds keys and values in any case, and opens what they are in', () => {
  const byValue = foundRows(cache, untouched, 'yes');
  expect(shape(byValue.rows)).toEqual(['fruit v', '  pear v', '    ripe']);
  expect(byValue.found).toBe(1);
  expect(byValue.rows.map(({ of }) => of)).toEqual([1, 1, 1]);
  const byKey = foundRows(cache, untouched, 'PEAR');
  expect(shape(byKey.rows)).toEqual(['fruit v', '  pear >']);
  expect(shape(foundRows(cache, untouched, 'fruit').rows)).toEqual(['fruit v', '  apple', '  pear >']);
  expect(foundRows(cache, untouched, 'melon')).toEqual({ rows: [], found: 0 });
});

test('a hundred thousand keys are as many lines', () => {
  const many = { many: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i])) };
  const rows = treeRows(many, new Map([[pathId(['many']), true]]));
  expect(rows).toHaveLength(100_001);
  expect(rows.at(-1)).toMatchObject({ at: 100_000, of: 100_000, level: 2 });
  expect(foundRows(many, untouched, 'key99999').found).toBe(1);
});

test('the keys of a tree', () => {
  const rows = treeRows(cache, untouched);
  const keys = (key: string, at: number) => afterKey(key, rows, at, 3);
  expect(keys('ArrowDown', -1)).toEqual({ to: 0 });
  expect(keys('ArrowDown', 4)).toEqual({ to: 4 });
  expect(keys('ArrowUp', 3)).toEqual({ to: 2 });
  expect([keys('Home', 3), keys('End', 0), keys('PageDown', 0), keys('PageUp', 4)]).toEqual([
    { to: 0 },
    { to: 4 },
    { to: 3 },
    { to: 1 },
  ]);
  expect(keys('ArrowRight', 0)).toEqual({ to: 1 });
  expect(keys('ArrowRight', 2)).toEqual({ toggle: rows[2] });
  expect(keys('ArrowRight', 1)).toBeUndefined();
  expect(keys('ArrowLeft', 0)).toEqual({ toggle: rows[0] });
  expect(keys('ArrowLeft', 2)).toEqual({ to: 0 });
  expect(keys('ArrowLeft', 3)).toBeUndefined();
  expect(keys('Enter', 0)).toEqual({ toggle: rows[0] });
  expect(keys(' ', 3)).toBeUndefined();
  expect(keys('x', 0)).toBeUndefined();
  expect(afterKey('ArrowDown', [], -1, 3)).toBeUndefined();
});
