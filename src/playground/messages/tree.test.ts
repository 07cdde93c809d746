import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hop } from './trace.ts';
import { layOut } from './tree.ts';

const hop = (from: number, to: number | undefined): Hop => ({
  ...{ kind: 'message', label: 'x' },
  from: { process: 'p', slot: from },
  to: to === undefined ? { process: 'address' } : { process: 'p', slot: to },
});

test('a place stands beside what it leads to, half-way down', () => {
  const { nodes, columns, rows } = layOut([hop(0, 1), hop(0, 2), hop(2, 3), hop(2, undefined), hop(2, undefined)]);
  expect([columns, rows]).toEqual([3, 4]);
  expect(nodes.map(({ place, column, row }) => [place.slot, column, row])).toEqual([
    [0, 0, 1],
    [1, 1, 0],
    [2, 1, 2],
    [3, 2, 1],
    [undefined, 2, 2],
    [undefined, 2, 3],
  ]);
});

test('of nothing there is nothing to draw', () => {
  expect(layOut([])).toEqual({ nodes: [], columns: 0, rows: 0 });
});

test('no two places stand on each other, and each stands after what leads to it', () => {
  const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(parents, (picks) => {
      const hops = picks.map((pick, i) => hop(pick % (i + 1), i + 1));
      const { nodes, rows } = layOut(hops);
      expect(nodes).toHaveLength(hops.length + 1);
      expect(new Set(nodes.map(({ column, row }) => `${column} ${row}`)).size).toBe(nodes.length);
      for (const { row, column, parent, hop: led } of nodes) {
        expect(row).toBeGreaterThanOrEqual(0);
        expect(row).toBeLessThanOrEqual(rows - 1);
        expect(column).toBe(parent ? parent.column + 1 : 0);
        expect(led?.from).toEqual(parent?.place);
      }
    }),
  );
});
