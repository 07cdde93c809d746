/** Lazy tables behave as converted ones, cost what is touched, and give back what went in where nothing changed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, snapshot } from '../core/state.ts';
import { Atom, Float, isMap, type MapValue, type Value } from '../core/value.ts';
import { toLua } from './border.ts';
import { changesOf, present, takeBack } from './lazy-border.ts';
import type { LazyTable } from './lazy-table.ts';
import { createMachine, type Machine } from './machine.ts';
import type { LuaValue } from './value.ts';

const RUNS = process.env['LONG'] ? 5000 : 500;

/** A machine whose global `base` is the value. */
function machineWith(value: Value, how: typeof present): { machine: Machine; base: LuaValue } {
  const machine = createMachine();
  const base = how(value, machine.runtime);
  machine.globals.setString('base', base);
  return { machine, base };
}

function run(machine: Machine, source: string): readonly LuaValue[] {
  return machine.call(machine.load(source, '=test'));
}

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

/** As the eager border presents it: maps with the keys 1 … n are arrays. */
function asArrays(value: Value): Value {
  if (Array.isArray(value)) return value.map(asArrays);
  if (!isMap(value)) return value;
  const items = Array.from({ length: value.size }, (_, i) => value.get(String(i + 1)));
  if (items.length > 0 && items.every((item) => item !== undefined)) return items.map(asArrays);
  return new Map([...value].map(([key, item]) => [key, asArrays(item)]));
}

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom<Value>('', 'text', true, false, 0.5, new Float(2), 2n ** 62n, new Atom('ok')),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'list', '1', '2', '3'), tie('value')), {
        selector: ([key]) => key,
        maxLength: 6,
      })
      .map((entries) => new Map(entries)),
  ),
}));
const root = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'list', '1', '2'), value), {
    selector: ([key]) => key,
    maxLength: 6,
  })
  .map((entries): MapValue => new Map(entries));

const place = fc.constantFrom(
  ...[
    'base',
    'base.a',
    'base.b',
    'base.c',
    'base.list',
    'base.a.b',
    'base.b.a',
    'base.list[1]',
    'base.a.list',
    'base[1]',
  ],
);
const key = fc.constantFrom(
  '.a',
  '.b',
  '.c',
  '.new',
  '["1"]',
  '["2"]',
  '[1]',
  '[2]',
  '[3]',
  '[#p + 1]',
  '[#p]',
  '[2^53]',
);
const item = fc.constantFrom(
  '1',
  '"x"',
  'nil',
  'nil',
  '2.0',
  '{}',
  '{ 1, 2 }',
  '{ k = 1 }',
  'base.b',
  'base.list',
  'p.a',
  'print',
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(place, key, item).map(([p, k, v]) => `local p = ${p} p${k} = ${v}`) },
  fc.tuple(place, key).map(([p, k]) => `local p = ${p} show(p${k})`),
  place.map((p) => `local p = ${p} for k, v in pairs(p) do show(k, v) end`),
  place.map((p) => `local p = ${p} for i, v in ipairs(p) do show(i, v) end`),
  place.map((p) => `local p = ${p} show(#p, next(p), rawlen(p), select('#', table.unpack(p)))`),
  place.map((p) => `table.insert(${p}, 1, 'first')`),
  place.map((p) => `show(table.remove(${p}))`),
  place.map((p) => `local p = ${p} for k in pairs(p) do p[k] = nil end`),
  place.map((p) => `local p = ${p} for i = 1, 20 do p['k' .. i] = i end for i = 1, 20 do p['k' .. i] = nil end`),
  place.map((p) => `setmetatable(${p}, { __index = function(_, k) return type(k) == 'string' and k or nil end })`),
  fc.tuple(place, place).map(([p, q]) => `show(rawequal(${p}, ${q}))`),
);
const steps = fc.array(step, { maxLength: 6 });

const PRELUDE = `
seen = {}
function show(...)
  for i = 1, select('#', ...) do
    local v = select(i, ...)
    seen[#seen + 1] = type(v) == 'table' and 'table' or type(v) == 'function' and 'function' or tostring(v)
  end
end`;

/** What the steps show, with the errors they end in; and a whole traversal at last when asked for. */
function play(machine: Machine, all: readonly string[]): string {
  run(machine, PRELUDE);
  for (const source of all) {
    run(machine, `local ok, e = pcall(function() ${source} end) if not ok then show(e) end`);
  }
  return String(run(machine, "return table.concat(seen, ' ')")[0]);
}

const TRAVERSE = `local done = {} local function walk(t, d) if done[t] or d > 6 then return end done[t] = true
  for k, v in pairs(t) do show(k, v) if type(v) == 'table' then walk(v, d + 1) end end end walk(base, 0)`;

function taken(value: LuaValue): Value | string {
  try {
    return takeBack(value);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('lazy tables', () => {
  it('show the same as converted ones and come back the same', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(root, steps, (origin, all) => {
        const lazy = machineWith(origin, present);
        const eager = machineWith(asArrays(origin), toLua);
        const before = snapshot(origin);
        expect(play(lazy.machine, all)).toBe(play(eager.machine, all));
        const [mine, reference] = [taken(lazy.base), taken(eager.base)];
        // Of several faults either may be met first.
        if (typeof mine === 'string' || typeof reference === 'string') expect(typeof mine).toBe(typeof reference);
        else {
          expect(comparable(mine)).toEqual(comparable(reference));
          const changes = changesOf(lazy.base, origin);
          if (changes) {
            const copy = snapshot(origin) as MapValue;
            expect(comparable(applyChanges(copy, changes))).toEqual(comparable(reference));
          } else expect(Array.isArray(mine)).toBe(true);
        }
        expect(play(lazy.machine, [TRAVERSE])).toBe(play(eager.machine, [TRAVERSE]));
        // Whatever Lua did, the value outside is as it was.
        expect(origin).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('are after a rollback as if nothing had been touched', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(root, steps, steps, steps, (origin, first, undone, kept) => {
        const [one, twin] = [machineWith(origin, present), machineWith(origin, present)];
        expect(play(one.machine, first)).toBe(play(twin.machine, first));
        const transaction = one.machine.begin();
        play(one.machine, undone);
        transaction.rollback();
        const commit = one.machine.begin();
        expect(play(one.machine, kept)).toBe(play(twin.machine, kept));
        commit.commit();
        expect(play(one.machine, [TRAVERSE])).toBe(play(twin.machine, [TRAVERSE]));
        expect(taken(one.base)).toEqual(taken(twin.base));
      }),
      { numRuns: RUNS },
    );
  });
});

/** What the way through Lua makes equal: atoms and their names, numbered maps and lists, empty maps and lists. */
function comparable(value: Value): unknown {
  if (value instanceof Atom) return value.name;
  if (Array.isArray(value) && value.length > 0) return value.map(comparable);
  if (isMap(value)) {
    const made = asArrays(value);
    return isMap(made) && made.size > 0
      ? new Map([...made].map(([name, item]) => [name, comparable(item)]))
      : isMap(made)
        ? []
        : comparable(made);
  }
  return value;
}

describe('the way back', () => {
  const balances = map({ ann: 1, bob: 2 });
  const list: Value = ['x', map({ y: 1 })];
  const settings = map({ deep: map({ er: map({ v: 1 }) }), atom: new Atom('ok'), whole: new Float(2), '1': 'one' });
  const origin = map({ balances, list, settings, n: 2n ** 62n });

  it('gives the same objects for what was only read', () => {
    const { machine, base } = machineWith(origin, present);
    run(
      machine,
      'for k, v in pairs(base) do if type(v) == "table" then for _ in pairs(v) do end end end return base.settings.deep.er.v',
    );
    expect(takeBack(base)).toBe(origin);
    expect(changesOf(base, origin)).toEqual([]);
  });

  it('gives the same objects beside what changed, and only the changes when asked', () => {
    const { machine, base } = machineWith(origin, present);
    run(
      machine,
      "base.balances.ann = 5 base.balances.bob = nil base.settings.deep.er.v = 1 base.copy = base.list base['new'] = { 1 }",
    );
    const back = takeBack(base) as MapValue;
    expect(back.get('balances')).toEqual(map({ ann: 5 }));
    expect(back.get('settings')).toBe(settings);
    expect(back.get('list')).toBe(list);
    expect(back.get('copy')).toBe(list);
    expect(origin.get('balances')).toEqual(map({ ann: 1, bob: 2 }));
    expect(changesOf(base, origin)).toEqual([
      { path: ['balances', 'ann'], value: 5, replaces: true },
      { path: ['balances', 'bob'], value: undefined, replaces: true },
      { path: ['copy'], value: list, replaces: false },
      { path: ['new'], value: [1], replaces: false },
    ]);
  });

  it('replaces lists whole, makes mixed tables maps and leaves functions out', () => {
    const { machine, base } = machineWith(origin, present);
    run(machine, "base.list[1] = 'z' base.balances[7] = true base.f = print base.n = function() end");
    expect(changesOf(base, origin)).toEqual([
      { path: ['list'], value: ['z', map({ y: 1 })], replaces: true },
      { path: ['balances', '7'], value: true, replaces: false },
      { path: ['n'], value: undefined, replaces: true },
    ]);
    expect(((takeBack(base) as MapValue).get('list') as Value[])[1]).toBe(list[1]);
    expect(takeBack(run(machine, 'return { 1, 2, x = 3, [10] = 4 }')[0])).toEqual(
      map({ '1': 1, '2': 2, x: 3, '10': 4 }),
    );
  });

  it('refuses what has no form outside, with its place', () => {
    const { machine, base } = machineWith(origin, present);
    run(machine, 'base.settings.deep.er.v = coroutine.create(print)');
    expect(() => takeBack(base)).toThrow('settings.deep.er.v: a thread cannot leave the process');
    run(machine, 'base.settings.deep.er.v = base');
    expect(() => changesOf(base, origin)).toThrow('settings.deep.er.v: circular reference');
    run(machine, 'base.settings.deep.er.v = 1 base.balances[1.5] = 1');
    expect(() => takeBack(base)).toThrow('balances: a number cannot be a key outside of the process');
  });
});

describe('what a change costs', () => {
  const FUNCTION = `
function compute(base, request)
  base.balances.holder3 = base.balances.holder3 + request.quantity
  base.count = (base.count or 0) + 1
  return base
end`;

  function stateOf(leaves: number): MapValue {
    const balances: MapValue = new Map();
    for (let i = 1; i <= leaves; i++) balances.set(`holder${i}`, i);
    return map({ balances, name: 'token' });
  }

  it('one leaf of 100,000 costs at most twice one of 10', { timeout: 60_000 }, () => {
    const sizes = [10, 100_000] as const;
    const states = sizes.map(stateOf);
    const machines = sizes.map(() => {
      const machine = createMachine();
      run(machine, FUNCTION);
      return machine;
    });
    const request = map({ quantity: 5 });
    const once = (at: number): number => {
      const machine = machines[at] as Machine;
      const state = states[at] as MapValue;
      const start = performance.now();
      const transaction = machine.begin();
      const [result] = machine.call(machine.globals.getString('compute'), [
        present(state, machine.runtime),
        present(request, machine.runtime),
      ]);
      const changes = changesOf(result, state);
      transaction.commit();
      applyChanges(state, changes ?? []);
      const took = performance.now() - start;
      expect(changes).toHaveLength(2);
      return took;
    };
    const times = sizes.map((): number[] => []);
    for (let round = 0; round < 2000; round++) sizes.forEach((_, at) => times[at]?.push(once(at)));
    const [small = 0, large = 0] = times.map(median);
    console.log(
      `one leaf changed, 100,000 leaves: ${(large * 1000).toFixed(1)} µs, 10 leaves: ${(small * 1000).toFixed(1)} µs, ratio ${(large / small).toFixed(2)}`,
    );
    expect(large / small).toBeLessThanOrEqual(2);
    expect((states[1]?.get('balances') as MapValue).get('holder3')).toBe(3 + 5 * 2000);
  });

  it('converts nothing that is not touched', () => {
    const state = stateOf(1000);
    const { machine, base } = machineWith(state, present);
    run(machine, 'base.balances.holder3 = 1');
    const balances = (base as LazyTable).getString('balances') as LazyTable;
    expect(balances.nodes).toEqual(['holder3', 1]);
    expect(balances.untouched).toBe(999);
    expect((base as LazyTable).untouched).toBe(1);
  });
});

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
