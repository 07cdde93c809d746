import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../../e2e/support/seed.ts';
import { LuaError } from '../errors.ts';
import { NativeFunction, type NativeBody } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { isTruthy } from './arguments.ts';
import { tableLibrary } from './table.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';
import { callOurs, callPuc, normalise, type Call } from './testing/puc.ts';

const { concat, insert, move, pack, remove, sort, unpack } = tableLibrary.functions;
const rt = new FakeRuntime();
const MAX = 2n ** 63n - 1n;

describe('table', () => {
  it('concatenates strings and numbers', () => {
    expect(rt.try(concat!, rt.list('a', 1, 2.5), '-')).toBe('a-1-2.5');
    expect(rt.try(concat!, rt.list(), '-')).toBe('');
    expect(rt.try(concat!, rt.list(1, rt.newTable()))).toBe(
      "error: invalid value (table) at index 2 in table for 'concat'",
    );
    const wide = rt.newTable();
    wide.set(MAX, 'last');
    expect(rt.try(concat!, wide, ',', MAX, MAX)).toBe('last');
  });
  it('inserts and removes', () => {
    const list = rt.list(1, 2, 3);
    rt.run(insert!, list, 4);
    rt.run(insert!, list, 1, 0);
    expect(rt.try(concat!, list, ' ')).toBe('0 1 2 3 4');
    expect(rt.try(remove!, list, 2)).toBe(1);
    expect(rt.try(remove!, list)).toBe(4);
    expect(rt.try(concat!, list, ' ')).toBe('0 2 3');
    expect(rt.try(remove!, rt.list())).toBe(undefined);
    expect(rt.try(insert!, list)).toBe("error: wrong number of arguments to 'insert'");
    expect(rt.try(insert!, list, 6, 1)).toBe("error: bad argument #2 to '?' (position out of bounds)");
    expect(rt.try(insert!, list, 0, 1)).toBe("error: bad argument #2 to '?' (position out of bounds)");
    expect(rt.try(remove!, list, 7)).toBe("error: bad argument #1 to '?' (position out of bounds)");
    expect(rt.run(insert!, list, 5)).toEqual([]);
  });
  it('moves, overlaps included', () => {
    const list = rt.list(1, 2, 3, 4);
    expect(rt.run(move!, list, 1, 3, 2)[0]).toBe(list);
    expect(rt.try(concat!, list, ' ')).toBe('1 1 2 3');
    expect(rt.try(concat!, rt.run(move!, list, 2, 4, 1, rt.list())[0], ' ')).toBe('1 2 3');
    expect(rt.try(move!, list, 1, MAX, 2)).toBe("error: bad argument #4 to '?' (destination wrap around)");
    expect(rt.try(move!, list, -1, MAX, 2)).toBe("error: bad argument #3 to '?' (too many elements to move)");
  });
  it('packs with holes and unpacks', () => {
    const packed = rt.run(pack!, 1, undefined, 3)[0]!;
    expect(rt.index(packed, 'n')).toBe(3);
    expect(rt.length(packed)).toBe(3);
    expect(rt.run(unpack!, packed)).toEqual([1, undefined, 3]);
    expect(rt.run(unpack!, packed, 2, 4)).toEqual([undefined, 3, undefined]);
    expect(rt.try(unpack!, rt.list(), 1, 1e8)).toBe('error: too many results to unpack');
    expect(rt.run(unpack!, rt.list(), MAX, MAX)).toEqual([undefined]);
  });
  it('honours metamethods', () => {
    const proxy = rt.newTable();
    const meta = rt.newTable();
    meta.setString('__index', new NativeFunction('i', (_rt, args) => args[1]));
    meta.setString('__len', new NativeFunction('l', () => 3));
    proxy.setMetatable(meta);
    expect(rt.try(concat!, proxy, '-')).toBe('1-2-3');
    meta.setString('__len', new NativeFunction('l', () => 'x'));
    expect(rt.try(concat!, proxy)).toBe('error: object length is not an integer');
    meta.setString('__len', new NativeFunction('l', () => MAX));
    expect(rt.try(sort!, proxy)).toBe("error: bad argument #1 to '?' (array too big)");
    expect(rt.try(concat!, 'x')).toBe("error: bad argument #1 to '?' (table expected, got string)");
  });
});

/** Lists as text, so that both sides get the same; the same comparators in Lua and here. */
const comparators: Record<string, (a: number, b: number) => boolean> = {
  nil: (a, b) => a < b,
  'function(a, b) return a % 7 < b % 7 end': (a, b) => ((a % 7) + 7) % 7 < ((b % 7) + 7) % 7,
  'function(a, b) return a > b end': (a, b) => a > b,
  'function(a, b) return a <= b end': (a, b) => a <= b,
  'function(a, b) return true end': () => true,
  'function(a, b) return false end': () => false,
};

function sorting(source: string): NativeBody {
  const less = comparators[source]!;
  return (inner, args) => {
    const list = rt.list(...(String(args[0]).match(/-?\d+/g) ?? []).map(Number));
    const comparator = new NativeFunction('less', (_rt, [a, b]) => less(a as number, b as number));
    const values: LuaValue[] = source === 'nil' ? [list] : [list, comparator];
    try {
      sort!(inner, values);
    } catch (error) {
      if (error instanceof LuaError) return `error ${concat!(inner, [list, ' ']) as string}`;
      throw error;
    }
    return concat!(inner, [list, ' ']);
  };
}

describe('table.sort', () => {
  it('orders as PUC Lua does, equal elements and senseless comparators included', () => {
    const lists = fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 90 }).map((list) => list.join(' '));
    const call = fc.tuple(lists, fc.constantFrom(...Object.keys(comparators))).map(([list, source]): Call => ({
      name: `(function(s) local t = {} for n in s:gmatch('%-?%d+') do t[#t + 1] = math.tointeger(tonumber(n)) end
          if pcall(table.sort, t, ${source}) then return table.concat(t, ' ') end
          return 'error ' .. table.concat(t, ' ') end)`.replace(/\n/g, ' '),
      body: sorting(source),
      args: [list],
    }));
    const calls = fc.sample(call, { numRuns: 300, seed: SEED });
    const expected = callPuc(calls);
    calls.forEach((one, at) => {
      expect(callOurs(rt, one), `POCKETBEAM_SEED=${SEED} ${one.name} ${String(one.args[0])}`).toBe(
        normalise(expected[at]!),
      );
    });
  });
  it('sorts large lists without deep recursion', () => {
    const values = Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 50_021);
    const list = rt.list(...values);
    rt.run(sort!, list);
    expect(rt.run(unpack!, list)).toEqual(values.toSorted((a, b) => a - b));
    rt.run(sort!, list);
    const strings = rt.list('b', 'a\0', 'a', '\xff', 'B');
    rt.run(sort!, strings);
    expect(rt.run(unpack!, strings)).toEqual(['B', 'a', 'a\0', 'b', '\xff']);
    expect(isTruthy(rt.try(sort!, rt.list(1, 'x')))).toBe(true);
  });
});
