import 'fake-indexeddb/auto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../core/ports/store.ts';
import { dig, snapshot } from '../core/state.ts';
import { Atom, equal, Float, type MapValue, type Value } from '../core/value.ts';
import { openFileKeyValue } from './file.ts';
import { hashChain } from './hash-chain.ts';
import { IndexedDbKeyValue } from './indexeddb.ts';
import { MemoryKeyValue } from './memory.ts';
import type { KeyValue, Transaction } from './key-value.ts';
import { createStore } from './process-store.ts';
import { assignment, commitOf, map, PID } from './testing.ts';

const folders: string[] = [];
let databases = 0;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pocketbeam-store-'));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const adapters: Record<string, () => Promise<Store>> = {
  memory: () => Promise.resolve(createStore(new MemoryKeyValue())),
  indexeddb: () => Promise.resolve(createStore(new IndexedDbKeyValue(`test-${++databases}`))),
  file: async () => createStore(await openFileKeyValue(await newFolder())),
};

describe.each(Object.keys(adapters))('store: %s', (name) => {
  let store: Store;
  beforeEach(async () => {
    store = await adapters[name]!();
  });
  afterEach(() => store.close());

  it('finds a message by its id, wherever it was scheduled, until the process is gone', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const { message } = assignment('sent');
    await store.append(PID, { ...assignment('sent'), id: 'some-id' });
    await store.append(PID, { ...assignment('other'), id: 'other-id' });
    expect(await store.message('some-id')).toEqual(message);
    await store.putMessage('some-id', new Map([['kept', 'apart']]));
    expect(await store.message('some-id')).toEqual(new Map([['kept', 'apart']]));
    await store.remove(PID);
    expect(await store.message('other-id')).toBeUndefined();
    expect(await store.message('some-id')).toEqual(new Map([['kept', 'apart']]));
  });
  it('takes gapless slots, and the same slot for the same anchor', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const taken = await Promise.all(['a', 'b', 'a', 'c'].map((anchor) => store.append(PID, assignment(anchor))));
    expect(taken.map(({ slot }) => slot).sort()).toEqual([1, 1, 2, 3]);
    expect((await store.head(PID))?.slot).toBe(3);
    expect(taken.filter(({ known }) => known)).toHaveLength(1);
  });

  it('takes slots for many at once in as many turns', async () => {
    await store.create(PID, 'name', assignment('spawn'));
    const anchors = Array.from({ length: 60 }, (_, i) => `at once ${i}`);
    const taken = await Promise.all(anchors.map((anchor) => store.append(PID, assignment(anchor))));
    expect(taken.map(({ slot }) => slot).sort((a, b) => a - b)).toEqual(anchors.map((_, i) => i + 1));
  });

  it('finds a message that was scheduled twice as long as one of the two processes is there', async () => {
    const other = 'q'.repeat(43);
    for (const process of [PID, other]) {
      await store.create(process, 'name', { ...assignment('spawn'), id: process });
      await store.append(process, assignment('twice'));
    }
    await store.remove(PID);
    expect(await store.message('id-twice')).toEqual(map({ action: 'twice' }));
  });

  it('gives the messages of some slots, those that there are', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    for (let n = 1; n <= 11; n++) await store.append(PID, assignment(`m${n}`));
    const anchors = async (from: number, to: number): Promise<string[]> =>
      (await store.assignments(PID, from, to)).map(({ anchor }) => anchor);
    expect(await anchors(0, 2)).toEqual(['spawn', 'm1', 'm2']);
    expect(await anchors(8, 99)).toEqual(['m8', 'm9', 'm10', 'm11']);
    expect([await anchors(12, 99), await anchors(5, 4)]).toEqual([[], []]);
    expect(await store.assignments('q'.repeat(43), 0, 5)).toEqual([]);
  });

  it('refuses a second process of the same id, but not a retry', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    await store.create(PID, 'x', assignment('spawn'));
    await expect(store.create(PID, 'x', assignment('other'))).rejects.toMatchObject({ code: 'process-exists' });
    await expect(store.append('q'.repeat(43), assignment('a'))).rejects.toMatchObject({ code: 'unknown-process' });
  });

  it('commits whole or not at all, in order', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const state: MapValue = new Map();
    await store.commit(PID, commitOf(0, state, map({ cache: map({ a: 1 }) })));
    await store.append(PID, assignment('a'));
    await expect(store.commit(PID, commitOf(2, state, map({ cache: map({ a: 9 }) })))).rejects.toMatchObject({
      code: 'fenced',
    });
    await expect(store.commit(PID, commitOf(0, state, map({})))).rejects.toMatchObject({ code: 'fenced' });
    expect((await store.read(PID, ['cache', 'a']))?.value).toBe(1);
  });

  it('refuses what was computed of a message that has made room for another', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const { chain } = (await store.assignment(PID, 0))!;
    const commit = { ...commitOf(0, new Map(), map({ cache: map({ a: 1 }) })), chain: chain! };
    await store.remove(PID);
    await store.create(PID, 'x', { ...assignment('again'), id: 'id-spawn' });
    await expect(store.commit(PID, commit)).rejects.toMatchObject({ code: 'fenced' });
    expect(await store.head(PID)).toMatchObject({ computed: -1 });
    await store.commit(PID, { ...commit, chain: (await store.assignment(PID, 0))!.chain! });
  });

  it('keeps every kind of value, and reads at every depth', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const id = 'AbC4567890123456789012345678901234567890123';
    const cache = map({
      text: '\xe9\x00',
      empty: '',
      two: 2,
      twoPoint: new Float(2),
      half: 0.5,
      big: 2n ** 70n,
      yes: true,
      atom: new Atom('ok'),
      list: [1, new Float(3), map({ title: 'milk' })],
      none: [],
      bare: new Map(),
      [id]: map({ '10': 'b', '9': 'a' }),
      __proto__: 1,
    });
    const state: MapValue = new Map();
    await store.commit(PID, commitOf(0, state, map({ cache })));
    expect(equal((await store.read(PID, ['cache']))?.value, state.get('cache'))).toBe(true);
    expect((await store.read(PID, ['cache', id, '9']))?.value).toBe('a');
    expect((await store.read(PID, ['cache', id.toLowerCase()]))?.value).toBeUndefined();
    expect((await store.read(PID, ['cache', 'list', '3', 'title']))?.value).toBe('milk');
    expect((await store.read(PID, ['cache', 'list', '4']))?.value).toBeUndefined();
    expect((await store.read(PID, ['cache', 'text', 'deeper']))?.value).toBeUndefined();
    expect((await store.read(PID, ['results', 'data']))?.value).toBe('slot 0');
    expect((await store.read(PID, ['at-slot']))?.value).toBe(0);
    expect((await store.read(PID, ['process', 'action']))?.value).toBe('spawn');
    const whole = (await store.read(PID, []))?.value as MapValue;
    expect([...whole.keys()].sort()).toEqual(['at-slot', 'cache', 'process', 'results']);
    expect(await store.read('q'.repeat(43), ['cache'])).toBeUndefined();
  });

  it('fills a map that was empty', async () => {
    await store.create(PID, 'x', assignment('spawn'));
    const state: MapValue = new Map();
    await store.commit(PID, commitOf(0, state, map({ cache: map({ a: new Map() }) })));
    await store.append(PID, assignment('a'));
    await store.commit(PID, commitOf(1, state, map({ cache: map({ a: map({ b: 1 }) }) })));
    expect((await store.read(PID, ['cache', 'a']))?.value).toEqual(map({ b: 1 }));
    expect((await store.read(PID, ['cache', 'a'], 0))?.value).toEqual(new Map());
  });

  it('removes one process and leaves the others', async () => {
    const other = 'o'.repeat(43);
    for (const pid of [PID, other]) {
      await store.create(pid, 'x', assignment('spawn'));
      await store.commit(pid, commitOf(0, new Map(), map({ cache: map({ a: 1 }) })));
    }
    await store.remove(PID);
    expect(await store.read(PID, ['cache'])).toBeUndefined();
    expect((await store.heads()).map(({ process }) => process)).toEqual([other]);
    await store.create(PID, 'x', assignment('again'));
    expect((await store.read(PID, ['cache', 'a']))?.value).toBeUndefined();
    await store.clear();
    expect(await store.heads()).toEqual([]);
  });

  it('reads any past slot as it was', async () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const tree = fc.letrec<{ value: Value; map: MapValue }>((tie) => ({
      value: fc.oneof(fc.integer(), fc.constant<Value>([]), fc.constant<Value>([1, map({ a: 2 })]), tie('map')),
      map: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
    })).map;
    await fc.assert(
      fc.asyncProperty(
        fc.array(tree, { minLength: 2, maxLength: 6 }),
        fc.array(key, { maxLength: 3 }),
        async (patches, path) => {
          const fresh = await adapters[name]!();
          await fresh.create(PID, 'x', assignment('spawn'));
          const state: MapValue = new Map();
          const states: Value[] = [];
          for (const [slot, patch] of patches.entries()) {
            if (slot) await fresh.append(PID, assignment(`m${slot}`));
            await fresh.commit(PID, commitOf(slot, state, patch));
            states.push(snapshot(state));
          }
          for (const [slot, then] of states.entries()) {
            const found = (await fresh.read(PID, ['a', ...path], slot))?.value;
            expect(equal(found, dig(then, ['a', ...path]))).toBe(true);
          }
          await fresh.close();
        },
      ),
      { numRuns: name === 'memory' ? 500 : 60 },
    );
  });
});

describe('file store', () => {
  it('reads back what it committed, and cuts off a torn tail', async () => {
    const folder = await newFolder();
    let store = createStore(await openFileKeyValue(folder));
    await store.create(PID, 'x', assignment('spawn'));
    await store.commit(PID, commitOf(0, new Map(), map({ cache: map({ a: new Float(1) }) })));
    await store.close();
    await appendFile(join(folder, 'log'), Buffer.from([200, 0, 0, 0, 1, 2]));
    store = createStore(await openFileKeyValue(folder));
    expect((await store.read(PID, ['cache', 'a']))?.value).toEqual(new Float(1));
    await store.append(PID, assignment('a'));
    await store.close();
    store = createStore(await openFileKeyValue(folder));
    expect((await store.head(PID))?.slot).toBe(1);
    await store.close();
  });
});

describe('indexeddb', () => {
  it('repairs a database without its object store', async () => {
    const name = `test-${++databases}`;
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 3);
      request.onsuccess = () => {
        request.result.close();
        resolve(undefined);
      };
      request.onerror = () => reject(new Error('open failed'));
    });
    const store = createStore(new IndexedDbKeyValue(name));
    await store.create(PID, 'x', assignment('spawn'));
    expect((await store.head(PID))?.slot).toBe(0);
  });

  it('reopens after another context deleted the database', async () => {
    const name = `test-${++databases}`;
    const store = createStore(new IndexedDbKeyValue(name));
    await store.create(PID, 'x', assignment('spawn'));
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = resolve;
    });
    expect(await store.heads()).toEqual([]);
  });
});

describe('appending', () => {
  /** A store whose transactions are counted, and which does not take a message of the id `id-refused`. */
  function watched(kv: KeyValue): { store: Store; count: () => number } {
    let transactions = 0;
    const refusing = (tx: Transaction): Transaction => ({
      ...{ get: (key) => tx.get(key), under: (key) => tx.under(key), remove: (key) => tx.remove(key) },
      ...{ removeUnder: (key) => tx.removeUnder(key) },
      between: (...given) => tx.between(...given),
      put(key, value) {
        if (key[1] === 'id-refused') throw new Error('no room');
        tx.put(key, value);
      },
    });
    const store = createStore({
      ...{ clear: () => kv.clear(), close: () => kv.close() },
      read: (work) => (transactions++, kv.read(work)),
      write: (work) => (transactions++, kv.write((tx) => work(refusing(tx)))),
    });
    return { store, count: () => transactions };
  }
  const chainIsWhole = async (store: Store, slots: number): Promise<void> => {
    const [first, ...rest] = await store.assignments(PID, 0, slots);
    let { chain = '' } = first!;
    for (const { id, chain: next } of rest) expect(next).toBe((chain = await hashChain(chain, id)));
    expect(rest).toHaveLength(slots);
  };

  it('writes many that come at once together', async () => {
    const { store, count } = watched(new MemoryKeyValue());
    await store.create(PID, 'name', assignment('spawn'));
    const before = count();
    const anchors = Array.from({ length: 65 }, (_, i) => String(i));
    const taken = await Promise.all(anchors.map((anchor) => store.append(PID, assignment(anchor))));
    // The end of the process is read once.
    expect(count() - before).toBeLessThanOrEqual(1 + 3);
    expect(taken.map(({ slot, id }) => `${slot} ${id}`)).toEqual(anchors.map((anchor, i) => `${i + 1} id-${anchor}`));
    await chainIsWhole(store, 65);
  });

  it('refuses one among many alone, and knows those that come twice among them', async () => {
    const { store } = watched(new MemoryKeyValue());
    await store.create(PID, 'name', assignment('spawn'));
    await store.append(PID, assignment('early'));
    const anchors = ['a', 'b', 'refused', 'a', 'early', 'c', 'refused', 'd'];
    const taken = await Promise.allSettled(anchors.map((anchor) => store.append(PID, assignment(anchor))));
    expect(taken.map((one) => (one.status === 'fulfilled' ? one.value.slot : String(one.reason)))).toEqual([
      ...[2, 3, 'Error: no room', 2, 1, 4, 'Error: no room', 5],
    ]);
    await chainIsWhole(store, 5);
    expect(await store.append(PID, assignment('e'))).toMatchObject({ slot: 6, known: false });
  });

  it('takes the slots of two contexts that append much at once one after the other', async () => {
    const kv = new IndexedDbKeyValue(`test-${++databases}`);
    const stores = [createStore(kv), createStore(new IndexedDbKeyValue(`test-${databases}`))];
    await stores[0]!.create(PID, 'name', assignment('spawn'));
    const sent = stores.flatMap((store, s) => anchorsOf(s).map((anchor) => store.append(PID, assignment(anchor))));
    const slots = (await Promise.all(sent)).map(({ slot }) => slot);
    expect([...slots].sort((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1));
    await chainIsWhole(stores[1]!, 160);
    for (const store of stores) await store.close();
  });
  const anchorsOf = (context: number): string[] => Array.from({ length: 80 }, (_, i) => `${context}-${i}`);

  it('goes on from where another context has appended, or made the process anew', async () => {
    const kv = new MemoryKeyValue();
    const [one, other] = [createStore(kv), createStore(kv)];
    const chain = async (slot: number): Promise<string | undefined> => (await one.assignment(PID, slot))?.chain;
    await one.create(PID, 'name', assignment('spawn'));
    await one.append(PID, assignment('a'));
    await other.append(PID, assignment('b'));
    await one.append(PID, assignment('c'));
    expect(await chain(3)).toBe(await hashChain((await chain(2)) ?? '', 'id-c'));
    await other.remove(PID);
    await other.create(PID, 'name', assignment('again'));
    for (const anchor of ['d', 'e', 'f']) await other.append(PID, assignment(anchor));
    await one.append(PID, assignment('g'));
    expect(await chain(4)).toBe(await hashChain((await chain(3)) ?? '', 'id-g'));
  });
});
