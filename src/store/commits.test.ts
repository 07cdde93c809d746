/** What a commit leaves in the records of its process, and what it knows of where its messages go. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../core/ports/store.ts';
import { mergeInto, noChange, undoOf } from '../core/state.ts';
import type { MapValue } from '../core/value.ts';
import type { Key } from './key-value.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { addSlot, assignment, commitOf, map, PID, record } from './testing.ts';

let kv: MemoryKeyValue;
let store: Store;
let state: MapValue;
beforeEach(() => {
  kv = new MemoryKeyValue();
  [store, state] = [createStore(kv), new Map()];
});

describe('what changes', () => {
  const records = async (): Promise<Key[]> => {
    const found = await kv.read((tx) => tx.under([PID, 'now']));
    return found.map(([key]) => key);
  };

  it('leaves no leaf of what stood there, whatever takes the place of what', async () => {
    const shapes: MapValue[] = [
      map({ a: 1 }),
      map({ a: 2 }),
      map({ a: map({ b: 1, c: map({ d: 1 }) }) }),
      map({ a: [1] }),
      map({ a: new Map() }),
      map({ a: map({ b: 2 }) }),
      map({ a: 'leaf' }),
    ];
    for (const [slot, shape] of shapes.entries()) await addSlot(store, commitOf(slot, state, shape));
    expect(await records()).toEqual([['a']]);
    await addSlot(store, commitOf(shapes.length, state, map({ a: map({ e: 1 }) })));
    expect(await records()).toEqual([['a', 'e']]);
    for (const [slot, shape] of shapes.slice(0, 3).entries())
      expect((await store.read(PID, ['a'], slot))?.value).toEqual(shape.get('a'));
  });

  it('leaves none either when one slot changes a place several times', async () => {
    await addSlot(store, commitOf(0, state, map({ a: 1 })));
    const merge = noChange();
    for (const a of [map({ b: 1, c: 2 }), map({ b: 3 }), 4, map({ d: 5 }), 6]) mergeInto(state, map({ a }), merge);
    await addSlot(store, { slot: 1, changes: merge.changes, undo: undoOf(merge), record: record() });
    expect([await records(), (await store.read(PID, ['a']))?.value]).toEqual([[['a']], 6]);
    expect((await store.read(PID, ['a'], 0))?.value).toBe(1);
  });
});

describe('where the next slot stands', () => {
  it('is told in one read, with the chain up to it', async () => {
    expect(await store.next(PID)).toBeUndefined();
    await addSlot(store, commitOf(0, state, map({ a: 1 })));
    expect(await store.next(PID)).toMatchObject({ head: { slot: 0, computed: 0 }, assignment: undefined });
    const { taken } = await store.append(PID, assignment('m1'));
    const next = await store.next(PID);
    expect(next).toMatchObject({ head: { slot: 1, computed: 0 }, ...taken });
    expect(taken?.assignment).toEqual(await store.assignment(PID, 1));
    expect((await store.append(PID, assignment('m1'))).taken).toBeUndefined();
  });
});

describe('commits that come while another one is written', () => {
  const SLOTS = 80;
  const commits = () => {
    const before: MapValue = new Map();
    return Array.from({ length: SLOTS }, (_, slot) =>
      commitOf(slot, before, map({ [`k${slot % 7}`]: slot, nested: map({ deep: map({ [`k${slot % 3}`]: slot }) }) })),
    );
  };
  const scheduled = async (): Promise<[MemoryKeyValue, Store]> => {
    const records = new MemoryKeyValue();
    const made = createStore(records);
    await made.create(PID, 'name', assignment('spawn'));
    for (let slot = 1; slot < SLOTS; slot++) await made.append(PID, assignment(`m${slot}`));
    return [records, made];
  };
  const all = async (records: MemoryKeyValue): Promise<unknown[]> => {
    const found = await records.read((tx) => tx.under<object>([]));
    return found.map(([key, value]) => [key, key[0] === 'head' ? { ...value, era: 'any' } : value]);
  };

  it('share transactions, and leave what they leave one by one', async () => {
    const [[one, single], [two, together]] = [await scheduled(), await scheduled()];
    for (const commit of commits()) await single.commit(PID, commit);
    const writes = vi.spyOn(two, 'write');
    const waits = await Promise.all(commits().map((commit) => together.commit(PID, commit)));
    expect(waits).toEqual(Array.from({ length: SLOTS }, () => false));
    expect(writes).toHaveBeenCalledTimes(SLOTS / 8);
    expect(await all(two)).toEqual(await all(one));
  });

  it('are refused from the first on that does not follow', async () => {
    const [, made] = await scheduled();
    const some = commits();
    const order = [0, 1, 3, 2].map((slot) => some[slot]!);
    const ends = await Promise.allSettled(order.map((commit) => made.commit(PID, commit)));
    expect(ends).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'fenced' } })));
    expect((await made.head(PID))?.computed).toBe(-1);
  });
});

describe('messages to others', () => {
  const OTHER = 'o'.repeat(43);
  const sending = (targets?: string[]) => ({
    ...{ ...commitOf(0, state, map({ a: 1 })), push: 3 },
    ...(targets ? { targets } : {}),
  });
  const waiting = [{ process: PID, slot: 0, hops: 3 }];

  it('wait for nobody when all are for somebody else', async () => {
    await store.create(PID, 'name', assignment('spawn'));
    expect(await store.commit(PID, sending(['a wallet', OTHER]))).toBe(false);
    expect(await store.pendingPushes()).toEqual([]);
    expect(await store.deliveries(PID, 0)).toEqual([
      { kind: 'message', target: 'a wallet' },
      { kind: 'message', target: OTHER },
    ]);
  });

  it('wait when one is for a process that is here, or there is more than messages', async () => {
    await store.create(OTHER, 'name', assignment('other'));
    await store.create(PID, 'name', assignment('spawn'));
    expect(await store.commit(PID, sending(['a wallet', OTHER]))).toBe(true);
    expect([await store.pendingPushes(), await store.deliveries(PID, 0)]).toEqual([waiting, undefined]);
    await store.rebuild(PID);
    expect(await store.commit(PID, sending())).toBe(true);
    expect(await store.pendingPushes()).toEqual(waiting);
  });

  it('went where they went: computed again they do not go once more', async () => {
    await store.create(PID, 'name', assignment('spawn'));
    await store.commit(PID, sending(['a wallet']));
    await store.rebuild(PID);
    await store.create(OTHER, 'name', assignment('other'));
    expect(await store.commit(PID, sending([OTHER]))).toBe(false);
    expect(await store.deliveries(PID, 0)).toEqual([{ kind: 'message', target: 'a wallet' }]);
  });
});
