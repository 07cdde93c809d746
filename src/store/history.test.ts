import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessHead, Store } from '../core/ports/store.ts';
import { dig, snapshot } from '../core/state.ts';
import { equal, isMap, type MapValue, type Value } from '../core/value.ts';
import type { KeyValue } from './key-value.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { addSlot, commitOf, counting, map, PID, replacing } from './testing.ts';

const OWN = ['at-slot', 'process', 'results'];

/** What a read of the whole state gives, without what the store adds to it. */
function bare(value: Value | undefined): Value | undefined {
  if (!isMap(value)) return value;
  const state: MapValue = new Map(value);
  for (const key of OWN) state.delete(key);
  return state;
}

/** Names that sort in odd ways, or look like something else. */
const key = fc.constantFrom('a', 'b', '10', '9', '', '\xff', '__proto__', 'undo');
const { tree } = fc.letrec<{ value: Value; tree: MapValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom<Value>([], [1, map({ a: 2 })], new Map()),
    tie('tree'),
  ),
  tree: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries): MapValue => new Map(entries)),
}));
const slots = fc.array(fc.record({ kind: fc.constantFrom('merge', 'merge', 'merge', 'replace'), tree }), {
  minLength: 2,
  maxLength: 150,
  size: 'max',
});

/** Commits the slots and gives the state after each. */
async function commitAll(
  store: Store,
  made: readonly { kind: string; tree: MapValue }[],
  before: (slot: number) => Promise<void> = () => Promise.resolve(),
): Promise<Value[]> {
  const state: MapValue = new Map();
  const states: Value[] = [];
  for (const [slot, { kind, tree: patch }] of made.entries()) {
    await before(slot);
    await addSlot(store, kind === 'merge' ? commitOf(slot, state, patch) : replacing(slot, state, patch));
    states.push(snapshot(state));
  }
  return states;
}

async function expectAll(store: Store, states: readonly Value[], path: readonly string[]): Promise<void> {
  for (const [slot, then] of states.entries()) {
    const found = bare((await store.read(PID, path, slot))?.value);
    if (!equal(found, dig(then, path))) expect(found, `slot ${slot} at ${path.join('/')}`).toEqual(dig(then, path));
  }
}

describe('time travel', () => {
  it('reads every slot of a long history as it was, at every depth', async () => {
    await fc.assert(
      fc.asyncProperty(slots, fc.array(key, { maxLength: 4 }), async (made, path) => {
        const store = createStore(new MemoryKeyValue());
        const states = await commitAll(store, made);
        for (let depth = 0; depth <= path.length; depth++) await expectAll(store, states, path.slice(0, depth));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('reads a database that was begun before there was an index', async () => {
    await fc.assert(
      fc.asyncProperty(
        slots,
        fc.array(key, { maxLength: 3 }),
        fc.integer({ min: 1, max: 100 }),
        async (made, path, until) => {
          const kv = new MemoryKeyValue();
          const store = createStore(kv);
          const states = await commitAll(store, made, (slot) =>
            slot === until ? withoutIndex(kv) : Promise.resolve(),
          );
          await expectAll(store, states, path);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('costs about the same from any of 10,000 slots, for a leaf and for a map', async () => {
    const kv = new MemoryKeyValue();
    const store = createStore(kv);
    const state: MapValue = new Map();
    for (let slot = 0; slot < 10_000; slot++)
      await addSlot(store, commitOf(slot, state, map({ cache: map({ [`key-${slot % 10}`]: slot, count: slot }) })));
    const reads = counting(kv);
    const counted = createStore(reads.kv);
    for (const slot of [0, 1, 777, 4095, 4096, 5000, 8191, 9990, 9998]) {
      expect((await counted.read(PID, ['cache', 'count'], slot))?.value).toBe(slot);
      expect(reads.take()).toBeLessThanOrEqual(8);
      const cache = (await counted.read(PID, ['cache'], slot))?.value;
      expect(cache).toEqual(dig(await stateAt(slot), ['cache']));
      expect(reads.take()).toBeLessThanOrEqual(80);
    }
  }, 60_000);
});

/** The state of the process of the last test at a slot. */
function stateAt(slot: number): Promise<MapValue> {
  const state: MapValue = new Map();
  for (let earlier = Math.max(0, slot - 9); earlier <= slot; earlier++)
    commitOf(earlier, state, map({ cache: map({ [`key-${earlier % 10}`]: earlier, count: earlier }) }));
  return Promise.resolve(state);
}

/** Leaves a process as it was before the store kept an index. */
function withoutIndex(kv: KeyValue): Promise<void> {
  return kv.write(async (tx) => {
    const { indexed, ...head } = (await tx.get<ProcessHead>(['head', PID])) ?? ({} as ProcessHead);
    expect(indexed).toBe(0);
    tx.put(['head', PID], head);
    tx.removeUnder([PID, 'was']);
    tx.removeUnder([PID, 'back']);
  });
}
