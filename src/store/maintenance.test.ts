import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../core/ports/store.ts';
import { dig, snapshot } from '../core/state.ts';
import type { MapValue, Value } from '../core/value.ts';
import { IndexedDbKeyValue } from './indexeddb.ts';
import type { Key, KeyValue } from './key-value.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { createSnapshotStore } from './snapshots.ts';
import { addSlot, assignment, commitOf, map, PID } from './testing.ts';

const OTHER = 'q'.repeat(43);

const adapters: Record<string, () => KeyValue> = {
  memory: () => new MemoryKeyValue(),
  indexeddb: () => new IndexedDbKeyValue(`maintenance-${Math.random()}`),
};

/** What slot `slot` of the process of these tests sets: a counter, one of some keys, now and then a whole map. */
function patchOf(slot: number): MapValue {
  const cache = map({ count: slot, [`key-${slot % 5}`]: slot });
  if (slot % 16 === 3) cache.set('table', slot % 32 === 3 ? map({ a: slot, b: [slot] }) : []);
  return map({ cache });
}

/** Commits the slots `from` to `to`, and adds the state after each to `states`. */
async function run(store: Store, states: Value[], from: number, to: number): Promise<void> {
  const state = snapshot(states.at(-1) ?? new Map<string, Value>()) as MapValue;
  for (let slot = from; slot <= to; slot++) {
    await addSlot(store, commitOf(slot, state, patchOf(slot)));
    states.push(snapshot(state));
  }
}

async function expectFrom(store: Store, states: readonly Value[], kept: number): Promise<void> {
  for (const [slot, then] of states.entries())
    for (const path of [['cache'], ['cache', 'count'], ['cache', 'table'], ['cache', 'key-1']]) {
      const read = store.read(PID, path, slot);
      if (slot >= kept) expect((await read)?.value).toEqual(dig(then, path));
      else await expect(read).rejects.toMatchObject({ code: 'slot-pruned', status: 410, details: { slot, kept } });
    }
}

const keysUnder = (kv: KeyValue, prefix: Key): Promise<Key[]> =>
  kv.read(async (tx) => (await tx.under(prefix)).map(([key]) => key));

describe.each(Object.keys(adapters))('pruning: %s', (name) => {
  it('drops what is before a slot and nothing else, whenever it is done', async () => {
    const times = fc.array(fc.record({ add: fc.integer({ min: 1, max: 90 }), back: fc.nat(100) }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(times, async (rounds) => {
        const store = createStore((adapters[name] ?? fail)());
        const states: Value[] = [];
        let kept = 0;
        for (const { add, back } of rounds) {
          await run(store, states, states.length, states.length + add);
          const before = Math.max(0, states.length - 1 - back);
          await store.prune(PID, before);
          kept = Math.max(kept, before);
          await expectFrom(store, states, kept);
        }
        await store.close();
      }),
      { numRuns: name === 'memory' ? 40 : 3 },
    );
  }, 60_000);

  it('leaves no record of the past behind, but all messages and their anchors', async () => {
    const kv = (adapters[name] ?? fail)();
    const store = createStore(kv);
    await run(store, [], 0, 600);
    const anchors = (await keysUnder(kv, [PID, 'anchor'])).length;
    await store.prune(PID, 600);
    for (const part of ['undo', 'back', 'was']) expect(await keysUnder(kv, [PID, part]), part).toEqual([]);
    expect((await store.assignments(PID, 0, 600)).length).toBe(601);
    expect(await keysUnder(kv, [PID, 'anchor'])).toHaveLength(anchors);
    expect(await store.append(PID, assignment('m17'))).toEqual({ slot: 17, id: 'id-m17', known: true });
    await store.close();
  });
});

const fail = (): never => {
  throw new Error('no such adapter');
};

describe('pruning', () => {
  it('keeps what a replay needs of a slot, and what still has to be sent', async () => {
    const kv = new MemoryKeyValue();
    const store = createStore(kv);
    const state: MapValue = new Map();
    for (let slot = 0; slot < 4; slot++) {
      const commit = commitOf(slot, state, patchOf(slot));
      const resolved = [{ status: 'ok' as const, value: slot }];
      const record = { ...commit.record, resolved, ...(slot === 1 ? { idle: true as const } : {}) };
      await addSlot(store, { ...commit, record, ...(slot === 2 ? { push: 0 } : {}) });
    }
    await store.prune(PID, 3);
    const record = await store.record(PID, 1);
    expect(record).toMatchObject({ idle: true, resolved: [{ status: 'ok', value: 1 }], output: { data: '' } });
    expect(record?.results.size).toBe(0);
    expect((await store.record(PID, 2))?.output.data).toBe('slot 2');
    expect((await store.record(PID, 3))?.output.data).toBe('slot 3');
  });

  it('refuses slots that are not computed, and does nothing by itself', async () => {
    const store = createStore(new MemoryKeyValue());
    const states: Value[] = [];
    await run(store, states, 0, 5);
    for (const before of [6, -1, 1.5, NaN])
      await expect(store.prune(PID, before)).rejects.toMatchObject({ code: 'bad-slot', status: 400 });
    await expect(store.prune(OTHER, 0)).rejects.toMatchObject({ code: 'unknown-process' });
    await expectFrom(store, states, 0);
  });
});

describe('rebuilding', () => {
  it('drops what is computed and keeps the messages, so that the same is computed again', async () => {
    const kv = new MemoryKeyValue();
    const store = createStore(kv);
    const states: Value[] = [];
    await run(store, states, 0, 70);
    await store.prune(PID, 50);
    const { chain } = (await store.assignment(PID, 70)) ?? {};
    await createSnapshotStore(kv).keep(PID, { slot: 70, chain: chain ?? '', bytes: new Uint8Array(1) });
    await store.rebuild(PID);
    expect(await store.head(PID)).toEqual({ process: PID, name: 'name', slot: 70, computed: -1, created: 1 });
    expect(await createSnapshotStore(kv).newest(PID)).toBeUndefined();
    expect((await store.read(PID, ['cache']))?.value).toBeUndefined();
    expect((await store.assignment(PID, 70))?.chain).toBe(chain);
    const state: MapValue = new Map();
    for (let slot = 0; slot <= 70; slot++) await store.commit(PID, commitOf(slot, state, patchOf(slot)));
    await expectFrom(store, states, 0);
  });

  it('does not send again what was sent', async () => {
    const store = createStore(new MemoryKeyValue());
    const commit = { ...commitOf(0, new Map(), patchOf(0)), push: 0 };
    await addSlot(store, commit);
    expect(await store.pendingPushes()).toHaveLength(1);
    await store.keepDeliveries(PID, 0, []);
    await store.rebuild(PID);
    await store.commit(PID, commit);
    expect(await store.pendingPushes()).toEqual([]);
  });

  it('makes a lost head again, unless a message is missing', async () => {
    const kv = new MemoryKeyValue();
    const store = createStore(kv);
    await run(store, [], 0, 12);
    const put = (key: Key, value: unknown): Promise<void> => kv.write((tx) => Promise.resolve(tx.put(key, value)));
    await put(['head', PID], 'nonsense');
    await expect(store.head(PID)).rejects.toMatchObject({ code: 'corrupt-record' });
    await store.rebuild(PID);
    expect(await store.head(PID)).toEqual({ process: PID, name: 'default', slot: 12, computed: -1, created: 1 });
    await put([PID, 'message', 5], undefined);
    await expect(store.rebuild(PID)).rejects.toMatchObject({
      code: 'corrupt-record',
      details: { key: ['message', 5] },
    });
    await expect(store.rebuild(OTHER)).rejects.toMatchObject({ code: 'unknown-process' });
  });
});

describe.each(Object.keys(adapters))('removing: %s', (name) => {
  it('takes a damaged process away whole', async () => {
    const kv = adapters[name]!();
    const store = createStore(kv);
    await run(store, [], 0, 3);
    await kv.write((tx) => {
      tx.put([PID, 'message', 1], 'damaged');
      tx.put([PID, 'message', 2], null);
      return Promise.resolve();
    });
    await store.remove(PID);
    expect(await kv.read((tx) => tx.under([PID]))).toEqual([]);
    expect(await kv.read((tx) => tx.under(['at']))).toHaveLength(2);
    expect(await store.heads()).toEqual([]);
  });
});
