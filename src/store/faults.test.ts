import { IDBDatabase as FakeDatabase, IDBFactory, IDBKeyRange, IDBObjectStore as FakeStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../core/ports/store.ts';
import type { MapValue } from '../core/value.ts';
import { IndexedDbKeyValue } from './indexeddb.ts';
import type { Key, KeyValue } from './key-value.ts';
import { probe } from './probe.ts';
import { createStore } from './process-store.ts';
import { addSlot, assignment, commitOf, map, PID } from './testing.ts';

const NAME = 'pocketbeam-faults';
const OTHER = 'q'.repeat(43);

let kv: KeyValue;
let store: Store;
let state: MapValue;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  kv = new IndexedDbKeyValue(NAME);
  store = createStore(kv);
  state = new Map();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await store.close();
  vi.unstubAllGlobals();
});

const addCount = (slot: number, process = PID): Promise<void> =>
  addSlot(store, commitOf(slot, state, map({ cache: map({ count: slot }) })), process);

/** Opens a database without Pocketbeam. */
function openRaw(version?: number, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
}

describe('a full disk', () => {
  /** Every database refuses to grow, each in its own way: on the request, or with the transaction. */
  const ways: Record<string, () => void> = {
    'at once': () =>
      vi.spyOn(IDBObjectStorePrototype(), 'put').mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError');
      }),
    'when the transaction ends': () => {
      const { put } = IDBObjectStorePrototype();
      const aborting = new Set<IDBTransaction>();
      vi.spyOn(IDBObjectStorePrototype(), 'put').mockImplementation(function (
        this: IDBObjectStore,
        ...given
      ): IDBRequest {
        const { transaction } = this;
        if (!aborting.has(transaction)) {
          Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
          Object.defineProperty(transaction, 'commit', { value: () => transaction.abort() });
        }
        aborting.add(transaction);
        return put.apply(this, given);
      });
    },
  };

  it.each(Object.keys(ways))(
    'refuses the commit %s, keeps what was there, and goes on when there is room',
    async (way) => {
      await addCount(0);
      await store.append(PID, assignment('m1'));
      ways[way]?.();
      const next = commitOf(1, state, map({ cache: map({ count: 1, more: 2 }) }));
      await expect(store.commit(PID, next)).rejects.toMatchObject({ code: 'storage-full', status: 507 });
      await expect(store.append(PID, assignment('m2'))).rejects.toMatchObject({ code: 'storage-full' });
      expect(await store.head(PID)).toMatchObject({ slot: 1, computed: 0 });
      expect((await store.read(PID, ['cache']))?.value).toEqual(map({ count: 0 }));
      vi.restoreAllMocks();
      await store.commit(PID, next);
      expect((await store.read(PID, ['cache']))?.value).toEqual(map({ count: 1, more: 2 }));
      expect((await store.read(PID, ['cache'], 0))?.value).toEqual(map({ count: 0 }));
    },
  );
});

describe('opening', () => {
  it('says that there is no database, also when it is asked whether there is', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(store.heads()).rejects.toMatchObject({ code: 'no-storage', status: 503 });
    await expect(probe(kv)).rejects.toMatchObject({ code: 'no-storage' });
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    await expect(probe(kv)).rejects.toMatchObject({
      code: 'no-storage',
      message: expect.stringContaining('SecurityError'),
    });
  });

  it('probes by writing, and leaves nothing behind', async () => {
    await probe(kv);
    expect(await kv.read((tx) => tx.get(['probe']))).toBeUndefined();
    vi.spyOn(IDBObjectStorePrototype(), 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(probe(kv)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('leaves a database alone that a later version has written', async () => {
    await addCount(0);
    await store.close();
    await kv.write((tx) => Promise.resolve(tx.put(['schema'], 99)));
    await store.close();
    await expect(store.read(PID, ['cache'])).rejects.toMatchObject({ code: 'database-newer', status: 503 });
    await expect(store.append(PID, assignment('m1'))).rejects.toMatchObject({ code: 'database-newer' });
    const db = await openRaw();
    db.transaction('pocketbeam', 'readwrite').objectStore('pocketbeam').put(2, ['schema']);
    db.close();
    expect((await store.head(PID))?.slot).toBe(0);
  });

  it('knows its own form again after everything was removed', async () => {
    await addCount(0);
    await store.clear();
    expect(await kv.read((tx) => tx.get(['schema']))).toBe(2);
    expect(await store.heads()).toEqual([]);
  });

  it('gives up in three seconds on a database that an older page holds, and opens it once that has gone', async () => {
    const old = await openRaw(1);
    const began = Date.now();
    await expect(store.heads()).rejects.toMatchObject({ code: 'database-blocked', status: 503 });
    expect(Date.now() - began).toBeLessThan(10_000);
    old.close();
    await vi.waitFor(async () => expect(await store.heads()).toEqual([]));
  });
});

describe('a database that goes away', () => {
  it('is opened again when the browser has closed the connection', async () => {
    await addCount(0);
    const transaction = vi.spyOn(IDBDatabasePrototype(), 'transaction');
    transaction.mockImplementationOnce(() => {
      throw new DOMException('closing', 'InvalidStateError');
    });
    expect((await store.read(PID, ['cache', 'count']))?.value).toBe(0);
    transaction.mockImplementation(() => {
      throw new DOMException('closing', 'InvalidStateError');
    });
    await expect(store.read(PID, ['cache', 'count'])).rejects.toThrow();
    // Once more, and once to see which form it has: no storm of retries.
    expect(transaction.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('was deleted: its processes are unknown, new ones can be made', async () => {
    await addCount(0);
    await store.append(PID, assignment('m1'));
    await new Promise((resolve) => (indexedDB.deleteDatabase(NAME).onsuccess = resolve));
    await expect(store.append(PID, assignment('m2'))).rejects.toMatchObject({ code: 'unknown-process', status: 404 });
    expect(await store.read(PID, ['cache'])).toBeUndefined();
    const late = commitOf(1, state, map({ cache: map({ count: 1 }) }));
    await expect(store.commit(PID, late)).rejects.toMatchObject({ code: 'unknown-process' });
    state = new Map();
    await addCount(0);
    expect((await store.read(PID, ['cache', 'count']))?.value).toBe(0);
  });
});

describe('a damaged record', () => {
  const SLOTS = 20;
  const damage = (key: Key, value?: unknown): Promise<void> =>
    kv.write((tx) => Promise.resolve(value === undefined ? tx.remove(key) : tx.put(key, value)));

  beforeEach(async () => {
    for (let slot = 0; slot < SLOTS; slot++) await addCount(slot);
    state = new Map();
    await addCount(0, OTHER);
  });

  const cases: [string, Key, (own: Store) => Promise<unknown>][] = [
    ['head', ['head', PID], (own) => own.read(PID, ['cache', 'count'])],
    ['head', ['head', PID], (own) => own.append(PID, assignment('next'))],
    ['message', [PID, 'message', 3], (own) => own.assignment(PID, 3)],
    ['message', [PID, 'message', 3], (own) => own.assignments(PID, 0, 9)],
    ['message', [PID, 'message', 0], (own) => own.read(PID, ['process', 'action'])],
    ['record', [PID, 'record', 3], (own) => own.record(PID, 3)],
    ['record', [PID, 'record', 3], (own) => own.read(PID, ['results'], 3)],
    ['undo', [PID, 'back', 1, 16], (own) => own.read(PID, [], 2)],
    ['undo', [PID, 'undo', 18], (own) => own.read(PID, [], 2)],
    ['now', [PID, 'now', 'cache', 'count'], (own) => own.read(PID, ['cache', 'count'])],
    ['now', [PID, 'now', 'cache', 'count'], (own) => own.read(PID, ['cache'])],
    ['was', [PID, 'was', 'cache', 'count', 7], (own) => own.read(PID, ['cache', 'count'], 6)],
  ];

  it.each(cases)('%s of the wrong form (%j) is told, and concerns no other process', async (part, key, ask) => {
    for (const wrong of [null, { nonsense: true }, new Date(0)]) {
      await damage(key, wrong);
      // Anew: a context may know the end of the schedule already.
      const failed = ask(createStore(kv));
      await expect(failed).rejects.toMatchObject({ code: 'corrupt-record', details: { process: PID } });
      await expect(failed).rejects.toThrow(part);
    }
    expect((await store.heads()).map(({ process }) => process)).toContain(OTHER);
    expect((await store.read(OTHER, ['cache', 'count']))?.value).toBe(0);
  });

  it.each(cases.filter(([part]) => !['head', 'now', 'was'].includes(part)))(
    'missing: %s (%j) is told as well',
    async (_, key, ask) => {
      await damage(key);
      await expect(ask(createStore(kv))).rejects.toMatchObject({ code: 'corrupt-record' });
    },
  );
});

const IDBObjectStorePrototype = (): IDBObjectStore => FakeStore.prototype;
const IDBDatabasePrototype = (): IDBDatabase => FakeDatabase.prototype;
