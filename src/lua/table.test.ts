import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LuaError } from './errors.ts';
import { Heap } from './heap.ts';
import { LuaTable } from './table.ts';
import { LuaFloat, type LuaValue } from './value.ts';

function newTable(): LuaTable {
  return new LuaTable(
    new Heap(
      1 << 30,
      () => 0,
      () => new LuaError('not enough memory'),
    ),
  );
}

const key = fc.oneof(
  fc.integer({ min: -2, max: 90 }),
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom('a', 'b', 'constructor', '__proto__', '1'),
  fc.integer({ min: 0, max: 60 }).map((n) => `k${n}`),
  fc.constantFrom<LuaValue>(true, false, 1.5, -0.5, 2n ** 60n, Infinity),
);

describe('LuaTable', () => {
  it('shares nothing with other new tables', () => {
    for (let round = 0; round < 2; round++) {
      const tables = [newTable(), newTable(), newTable(), newTable()];
      const [named, appended, listed, pulled] = tables as [LuaTable, LuaTable, LuaTable, LuaTable];
      named.setString('a', 1);
      appended.append(2);
      listed.setList(1, [3, 4], 0, 2);
      for (const key of [3, 2, 1]) pulled.setInteger(key, key);
      expect(tables.map((table) => [...table.entries()])).toEqual([
        [['a', 1]],
        [[1, 2]],
        [
          [1, 3],
          [2, 4],
        ],
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      ]);
      expect([...newTable().entries()]).toEqual([]);
    }
  });

  it('holds what a Map would hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, fc.option(fc.integer(), { nil: undefined })), { maxLength: 300 }),
        (writes) => {
          const table = newTable();
          const model = new Map<LuaValue, LuaValue>();
          for (const [k, v] of writes) {
            table.set(k, v);
            if (v === undefined) model.delete(k);
            else model.set(k, v);
          }
          expect(new Map(table.entries())).toEqual(model);
          for (const k of model.keys()) expect(table.get(k)).toBe(model.get(k));
          const n = table.length();
          expect(n === 0 || model.has(n)).toBe(true);
          expect(model.has(n + 1)).toBe(false);
          expect(table.find(table.array.length + 1)).toBe(-1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('treats integral floats as integers', () => {
    const table = newTable();
    table.set(new LuaFloat(1), 'one');
    table.set(new LuaFloat(2 ** 60), 'big');
    table.set(new LuaFloat(2 ** 70), 'huge');
    table.set(new LuaFloat(-0), 'zero');
    expect([table.get(1), table.get(2n ** 60n), table.get(new LuaFloat(2 ** 70)), table.get(0)]).toEqual([
      'one',
      'big',
      'huge',
      'zero',
    ]);
    expect([...table.entries()].map(([k]) => k)).toEqual([1, 2n ** 60n, new LuaFloat(2 ** 70), 0]);
  });

  it('can be cleared and changed while it is traversed', () => {
    const table = newTable();
    for (let i = 1; i <= 50; i++) {
      table.set(i, i);
      table.set(`k${i}`, i);
    }
    let seen = 0;
    for (let at = table.nextPosition(undefined); at >= 0; seen++) {
      const key = table.keyAt(at);
      table.set(key, seen % 2 === 0 ? undefined : 'changed');
      at = table.nextPosition(key);
    }
    expect(seen).toBe(100);
    expect([...table.entries()]).toHaveLength(50);
    expect(table.nextPosition('none')).toBe(-2);
  });

  it('keeps memory for queues bounded', () => {
    const table = newTable();
    for (let i = 1; i <= 100_000; i++) {
      table.set(i, i);
      if (i > 10) table.set(i - 10, undefined);
    }
    expect(table.array.length + table.nodes.length).toBeLessThan(500);
    expect([...table.entries()]).toHaveLength(10);
  });
});
