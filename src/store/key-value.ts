/**
 * The small port under every store: ordered keys, values, transactions. IndexedDB has exactly this shape; memory and
 * file follow it, so that the logic of store-on.ts is written once.
 */

/** Strings and numbers, as IndexedDB orders them. */
export type Key = readonly (string | number)[];

/**
 * One transaction. Writes are queued and land together when the work has ended without an error; a read sees the
 * state before the transaction's own writes, so read first. Await nothing but this transaction's own methods inside.
 */
export interface Transaction {
  get<T>(key: Key): Promise<T | undefined>;
  /** Everything strictly below `prefix`: the rest of each key, and its value. */
  under<T>(prefix: Key): Promise<[Key, T][]>;
  /** Values of `[...prefix, n]` for `from ≤ n ≤ to`, in order; of many, the first `limit`. */
  between<T>(prefix: Key, from: number, to: number, limit?: number): Promise<T[]>;
  put(key: Key, value: unknown): void;
  remove(key: Key): void;
  /** Removes everything strictly below `prefix`. */
  removeUnder(prefix: Key): void;
}

export interface KeyValue {
  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One writing transaction at a time; an error thrown by `work` leaves everything as it was. */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
