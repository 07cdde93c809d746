/** What an IndexedDB is asked to do, counted at the methods of fake-indexeddb that all of the product comes by. */
import { serialize } from 'node:v8';
import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';
import { vi } from 'vitest';

/** Between two looks. */
export interface DatabaseCosts {
  readonly: number;
  readwrite: number;
  /** Requests that read: a record, a range of them, keys. */
  reads: number;
  puts: number;
  deletes: number;
  /** Of the keys and values that were put, as they are serialized. */
  bytesPut: number;
  /** Of what requests that read have found, the same way. */
  bytesRead: number;
}

const READS = ['get', 'getAll', 'getAllKeys', 'getKey', 'count', 'openCursor', 'openKeyCursor'] as const;
const DELETES = ['delete', 'clear'] as const;
const PUTS = ['put', 'add'] as const;

const none = (): DatabaseCosts => ({
  ...{ readonly: 0, readwrite: 0, reads: 0, puts: 0, deletes: 0 },
  ...{ bytesPut: 0, bytesRead: 0 },
});

export interface DatabaseMeter {
  /** What was asked since the last time. */
  take(): DatabaseCosts;
}

/** Counts until `vi.restoreAllMocks()`. */
export function meterDatabase(): DatabaseMeter {
  let costs = none();
  const store = IDBObjectStore.prototype;
  watch(IDBDatabase.prototype, 'transaction', ([, mode]) => {
    costs[mode === 'readwrite' ? 'readwrite' : 'readonly']++;
  });
  for (const name of READS)
    watch(store, name, (_args, made) => {
      costs.reads++;
      const request = made as IDBRequest;
      request.addEventListener('success', () => (costs.bytesRead += serialize(request.result).length));
    });
  for (const name of DELETES) watch(store, name, () => void costs.deletes++);
  for (const name of PUTS)
    watch(store, name, ([value, key]) => {
      costs.puts++;
      costs.bytesPut += serialize(value).length + serialize(key).length;
    });
  return {
    take() {
      const taken = costs;
      costs = none();
      return taken;
    },
  };
}

/** Has `note` told of each call of a method, with what it returned. */
function watch<Name extends string>(
  owner: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  note: (args: unknown[], returned: unknown) => void,
): void {
  const original = owner[name];
  vi.spyOn(owner, name as never).mockImplementation(function (this: unknown, ...args: unknown[]) {
    const returned = original.apply(this, args as never[]);
    note(args, returned);
    return returned;
  } as never);
}
