/** The key-value store of the browser: IndexedDB through idb-keyval. */
import { promisifyRequest } from 'idb-keyval';
import { openDatabase, type Database } from './database.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { storageError } from './storage-errors.ts';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';

/** Arrays sort behind all strings and numbers, so `[...prefix, []]` closes the range of a prefix. */
const rangeUnder = (prefix: Key): IDBKeyRange =>
  IDBKeyRange.bound([...prefix], [...prefix, []] as IDBValidKey, true, true);

export class IndexedDbKeyValue implements KeyValue {
  readonly #db: Database;

  /** @param onDeleted called when somebody deletes the database while it is open here. */
  constructor(name: string, onDeleted?: () => void) {
    this.#db = openDatabase(name, onDeleted);
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#db.use('readonly', (store) => work(transactionOn(store, [])));
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#db.use('readwrite', async (store) => {
      const { transaction } = store;
      // Listened to from the start: with a full disk the transaction aborts while requests never settle.
      const done = promisifyRequest(transaction);
      const aborted = done.then(
        () => new Promise<never>(() => undefined),
        (error: unknown) => Promise.reject(error instanceof Error ? error : new Error('aborted')),
      );
      const writes: (() => void)[] = [];
      try {
        const result = await Promise.race([work(transactionOn(store, writes)), aborted]);
        for (const write of writes) write();
        // Else the browser waits until it has told of each write.
        transaction.commit();
        await done;
        return result;
      } catch (error) {
        abort(transaction);
        await done.catch(() => undefined);
        throw storageError(transaction.error ?? error) ?? error;
      }
    });
  }

  clear(): Promise<void> {
    return this.#db.clear();
  }

  close(): Promise<void> {
    return this.#db.close();
  }
}

function transactionOn(store: IDBObjectStore, writes: (() => void)[]): Transaction {
  return {
    get: async <T>(key: Key) => fromCloneable(await promisifyRequest(store.get([...key]))) as T | undefined,
    async under<T>(prefix: Key) {
      const range = rangeUnder(prefix);
      const [keys, values] = await Promise.all([
        promisifyRequest(store.getAllKeys(range)),
        promisifyRequest(store.getAll(range)),
      ]);
      return keys.map((key, i): [Key, T] => [(key as Key).slice(prefix.length), fromCloneable(values[i]) as T]);
    },
    async between<T>(prefix: Key, from: number, to: number, limit?: number) {
      const range = IDBKeyRange.bound([...prefix, from], [...prefix, to]);
      const values = await promisifyRequest(store.getAll(range, limit));
      return values.map((value) => fromCloneable(value) as T);
    },
    put: (key, value) => void writes.push(() => store.put(toCloneable(value), [...key])),
    remove: (key) => void writes.push(() => store.delete([...key])),
    removeUnder: (prefix) => void writes.push(() => store.delete(rangeUnder(prefix))),
  };
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Already finished or aborted: nothing to undo.
  }
}
