/** Processes of Lua modules of their own: what they hold of states they were given survives as it was, touched or not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine, HeapSnapshot, LuaAnswer } from '../../core/ports/engine.ts';
import { Atom, Float, type Message, type Value } from '../../core/value.ts';
import { createLuaEngine } from '../engine.ts';

const PROCESS = 'modules'.padEnd(43, '-');
const LIMITS = { gas: 500_000, memory: 16 * 1024 * 1024 };

const MODULE = `
  kept, steps = {}, 0
  function compute(base, req)
    steps = steps + 1
    local what = req.what
    if what == 'keep' then kept[#kept + 1] = base elseif what == 'keep part' then kept[#kept + 1] = base.deep
    elseif what == 'touch' then local one = kept[1] or base touched = one.name if one.deep then touched = one.deep.float end
    elseif what == 'change' then local one = kept[#kept] or base one.added = steps one.name = nil
    elseif what == 'walk' then local names = {} for k in pairs(kept[1] or base) do names[#names + 1] = tostring(k) end base.names = table.concat(names, ' ')
    elseif what == 'count' then base.count = #(base.list) + #(kept[1] and kept[1].list or {})
    elseif what == 'fail' then steps = -1 error('no') elseif what == 'loop' then while true do end
    elseif what == 'nothing' then return nil elseif what == 'ask' then base.answer = ao.resolve('a/b') end
    return { given = base, kept = kept, steps = steps, touched = touched }
  end`;

const WHATS = ['keep', 'keep part', 'touch', 'change', 'walk', 'count', 'fail', 'loop', 'nothing', 'ask', 'other'];

/** A state with all that Lua does not tell apart. */
function base(step: number): Message {
  const shared: Value = new Map<string, Value>([['x', step]]);
  const entries: [string, Value][] = [
    ['name', `state ${step}`],
    ['none', new Map()],
    ['atom', new Atom('undefined')],
    ['big', 2n ** 60n],
    ['list', [1, new Float(2), 'three', shared, []]],
    ['numbered', new Map<string, Value>([...'12'].map((key) => [key, key]))],
    [
      'deep',
      new Map<string, Value>([
        ...(['a', 'b'] as const).map((key): [string, Value] => [key, shared]),
        ['float', new Float(7)],
      ]),
    ],
  ];
  return new Map(entries);
}

const call = (engine: Engine, slot: number, what: string): Promise<LuaAnswer> =>
  engine.call(PROCESS, slot, {
    ...{ modules: [{ name: 'mine.lua', source: MODULE }], sandbox: [{ path: ['os', 'getenv'], value: 'sandboxed' }] },
    ...{ function: 'compute', parameters: [base(slot), new Map([['what', what]]), new Map()], timestamp: slot },
    resolved: [{ status: 'ok', value: base(100) }],
  });

async function snapshotOf(engine: Engine): Promise<HeapSnapshot> {
  const snapshot = await engine.snapshot(PROCESS);
  if (!snapshot) throw new Error('no heap');
  return snapshot;
}

describe('the heap of Lua modules', () => {
  it('does from a snapshot what it would have done', { timeout: 60_000 }, async () => {
    const whats = fc.array(fc.constantFrom(...WHATS), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(whats, whats, async (before, after) => {
        const [engine, other] = [createLuaEngine(LIMITS), createLuaEngine(LIMITS)];
        let slot = 0;
        for (const what of before) await call(engine, slot++, what);
        await other.restore(PROCESS, await snapshotOf(engine));
        expect(await other.position(PROCESS)).toBe(slot - 1);
        for (const what of after) {
          expect(await call(other, slot, what)).toStrictEqual(await call(engine, slot, what));
          slot++;
        }
        expect(Buffer.compare((await snapshotOf(engine)).bytes, (await snapshotOf(other)).bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('has none before its first slot, and none after it was refused', async () => {
    const engine = createLuaEngine(LIMITS);
    expect(await engine.snapshot(PROCESS)).toBeUndefined();
    await call(engine, 0, 'keep');
    const { bytes } = await snapshotOf(engine);
    await expect(engine.restore(PROCESS, { slot: 0, bytes: bytes.slice(1) })).rejects.toMatchObject({
      code: 'bad-snapshot',
    });
    expect(await engine.position(PROCESS)).toBe(-1);
    await engine.restore(PROCESS, { slot: 0, bytes });
    expect(await engine.position(PROCESS)).toBe(0);
  });
});
