import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Coroutine } from './interpreter/coroutine.ts';
import { LuaClosure } from './interpreter/closure.ts';
import type { Journaled } from './heap.ts';
import { createMachine, type Machine } from './machine.ts';
import { LuaTable } from './table.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** `LONG=1` (npm run test:long) runs ten times as many. */
const RUNS = process.env['LONG'] ? 1500 : 150;

function run(machine: Machine, source: string): readonly LuaValue[] {
  return machine.call(machine.load(source, '=test'));
}

/** Everything reachable from the globals, as text: contents, order, metatables, upvalues, coroutine stacks. */
function dump(machine: Machine): string {
  const numbers = new Map<object, number>();
  const lines: string[] = [];
  const show = (value: LuaValue): string => {
    if (typeof value === 'string') return JSON.stringify(value);
    if (value instanceof LuaFloat) return `f${value.n}`;
    if (typeof value !== 'object') return String(value);
    const known = numbers.get(value);
    if (known !== undefined) return `#${known}`;
    const number = numbers.size;
    numbers.set(value, number);
    let text = 'native';
    if (value instanceof LuaTable) {
      const entries = [...value.entries()].map(([k, v]) => `${show(k)}=${show(v)}`);
      text = `{${entries.join(',')}|${value.nodes.length}|${value.array.length}|${show(value.metatable)}}`;
    } else if (value instanceof LuaClosure) {
      text = `closure(${value.upvalues.map((upvalue) => show(upvalue.stack[upvalue.index])).join(',')})`;
    } else if (value instanceof Coroutine) {
      const frames = value.frames
        .slice(0, value.depth)
        .map((frame) => `${frame.kind}:${frame.pc}:${frame.base}:${frame.func}`);
      text = `coroutine(${value.status},${frames.join(' ')},${value.stack.slice(0, value.extent()).map(show).join(',')})`;
    }
    lines.push(`#${number} ${text}`);
    return `#${number}`;
  };
  show(machine.globals);
  return lines.join('\n');
}

const SETUP = `
small = { a = 1, b = 2, 10, 20, 30 }
large = {} for i = 1, 100 do large['k' .. i] = i end
array = {} for i = 1, 200 do array[i] = i end
mixed = { 1, 2, 3, [5] = 5, [6] = 6, x = 'x', [1.5] = true }
object = setmetatable({ n = 0 }, { __index = function(t, k) return k end })
local counter = 0
function count() counter = counter + 1 return counter end
function read() return counter end
co = coroutine.create(function(a) local t, n = {}, 0
  local function bump() n = n + 1 t[n] = a return n end escaped = bump
  while true do a = coroutine.yield(bump()) end end)
coroutine.resume(co, 'start')
fresh = coroutine.create(function() coroutine.yield(1) return 2 end)
wrapped = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
`;

/** Statements over that state; N is any small number. */
const STATEMENTS = [
  'small.a = N',
  'small.c = N',
  'small.b = nil',
  'small[#small + 1] = N',
  'small[2] = nil',
  'large["k" .. N] = nil',
  'large["k" .. N] = "new"',
  'large["new" .. N] = N',
  'large[0] = N',
  'large[-N] = N large[N + 0.5] = N',
  'large[1] = N large[2] = N',
  'for i = 1, 60 do large["k" .. i] = nil end for i = 1, 80 do large["m" .. i] = i end',
  'for k in pairs(large) do large[k] = nil end',
  'array[N] = nil',
  'array[#array + 1] = N',
  'array[N + 200] = N',
  'for i = 1, #array // 2 + 20 do array[i] = nil end for i = 1, 100 do array[200 + i] = i end',
  'table.remove(array, 1)',
  'table.insert(small, 1, N)',
  'table.sort(array, function(a, b) return a > b end)',
  'mixed[4] = 4',
  'mixed[7] = N mixed[4] = nil',
  'mixed[1.5] = nil mixed.y = N',
  'setmetatable(object, nil)',
  'setmetatable(small, { __index = object })',
  'getmetatable(object).__len = function() return N end',
  'object.n = object.n + N',
  'count() count()',
  'global' + 'N = N',
  'coroutine.resume(co, N)',
  'escaped()',
  'coroutine.resume(fresh)',
  'pcall(wrapped)',
  'co = coroutine.create(print)',
  'newtable = { {}, { x = small } } newtable[1].y = N',
  'small, mixed = mixed, small',
  'local f = load("return N") f() print(tostring({}), tostring(small))',
  'error("N")',
  'rawset(small, N, { N })',
];

const statement = fc
  .tuple(fc.constantFrom(...STATEMENTS), fc.integer({ min: 1, max: 120 }))
  .map(([text, n]) => text.replaceAll('N', String(n)));

function attempt(machine: Machine, source: string): void {
  try {
    run(machine, source);
  } catch {
    // Statements may fail: their effects up to there count.
  }
}

const rounds = fc.array(
  fc.record({ undone: fc.array(statement, { maxLength: 6 }), kept: fc.array(statement, { maxLength: 4 }) }),
  { maxLength: 4 },
);

/** The heap equals that of a twin that never ran the undone work, whatever was undone and kept before. */
const likeTwin = (unsaved?: Journaled) =>
  fc.property(rounds, (all) => {
    const [machine, twin] = [createMachine(), createMachine()];
    for (const one of [machine, twin]) run(one, SETUP);
    if (unsaved) machine.heap.unsaved.add(unsaved);
    for (const { undone, kept } of all) {
      const transaction = machine.begin();
      for (const source of undone) attempt(machine, source);
      transaction.rollback();
      expect(dump(machine)).toBe(dump(twin));
      const commit = machine.begin();
      for (const one of [machine, twin]) for (const source of kept) attempt(one, source);
      commit.commit();
      expect(dump(machine)).toBe(dump(twin));
    }
  });

describe('heap transactions', () => {
  it('undo exactly: the heap equals that of a twin that never ran the undone work', { timeout: 300_000 }, () => {
    fc.assert(likeTwin(), { numRuns: RUNS });
    console.log(`twin property: held in ${RUNS} runs over tables, upvalues, metatables and coroutines`);
  });

  it.each<Journaled>(['table', 'metatable', 'upvalue', 'coroutine'])(
    'are noticed to be broken without the journal of each kind: %s',
    (kind) => {
      const { failed, numRuns } = fc.check(likeTwin(kind), { numRuns: RUNS, seed: 1, endOnFailure: true });
      expect(failed).toBe(true);
      console.log(`twin property without the journal of kind '${kind}': fails in run ${numRuns}`);
    },
  );

  it('nest: an outer rollback undoes what inner ones kept', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 4 }),
        fc.array(statement, { maxLength: 4 }),
        fc.boolean(),
        (a, b, keep) => {
          const [machine, twin] = [createMachine(), createMachine()];
          for (const one of [machine, twin]) run(one, SETUP);
          const outer = machine.begin();
          for (const source of a) attempt(machine, source);
          const inner = machine.begin();
          for (const source of b) attempt(machine, source);
          if (keep) inner.commit();
          else inner.rollback();
          for (const source of a) attempt(machine, source);
          outer.rollback();
          expect(dump(machine)).toBe(dump(twin));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keep on return, undo on throw', () => {
    const machine = createMachine();
    run(machine, 'x = 1');
    machine.transaction(() => run(machine, 'x = 2'));
    expect(run(machine, 'return x')).toEqual([2]);
    expect(() => machine.transaction(() => run(machine, 'x = 3 y = {} error("no")'))).toThrow('no');
    expect(run(machine, 'return x, y')).toEqual([2, undefined]);
    expect(() =>
      machine.transaction(() => machine.call(machine.load('x = 4 while true do end', '=t'), [], { gas: 1000 })),
    ).toThrow('gas');
    expect(run(machine, 'return x')).toEqual([2]);
  });

  it('cost what was written, not what is there', () => {
    const saved = (entries: number): number => {
      const machine = createMachine();
      run(machine, `t = {} for i = 1, ${entries} do t['k' .. i] = i end`);
      const transaction = machine.begin();
      run(machine, 't.k5 = 1 t.k6 = nil t.new = 1');
      const { length } = machine.heap.journal;
      transaction.rollback();
      return length;
    };
    expect(saved(100_000)).toBe(saved(100));
    expect(saved(100_000)).toBeLessThan(10);
  });
});
