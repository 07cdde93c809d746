/** A context that dies at a write: of that transaction nothing is kept, or all of it and nobody hears. */
import type { KeyValue, Transaction } from '../../src/store/key-value.ts';

export class Crash extends Error {
  constructor() {
    super('the context is gone');
  }
}

export class CrashingKeyValue implements KeyValue {
  readonly #kv: KeyValue;
  #left = Infinity;
  #keeps = false;
  dead = false;

  constructor(kv: KeyValue) {
    this.#kv = kv;
  }

  /** Dies after so many more writes; with `keeps` once the transaction that they are in has ended. */
  arm(writes: number, keeps: boolean): void {
    this.#left = writes;
    this.#keeps = keeps;
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.dead ? Promise.reject(new Crash()) : this.#kv.read(work);
  }

  async write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.dead) throw new Crash();
    const result = await this.#kv.write((tx) =>
      work({
        ...tx,
        put: (key, value) => this.#count(() => tx.put(key, value)),
        remove: (key) => this.#count(() => tx.remove(key)),
        removeUnder: (prefix) => this.#count(() => tx.removeUnder(prefix)),
      }),
    );
    if (this.#left < 0) this.#die();
    return result;
  }

  clear(): Promise<void> {
    return this.#kv.clear();
  }

  close(): Promise<void> {
    return this.#kv.close();
  }

  #count(write: () => void): void {
    if (--this.#left < 0 && !this.#keeps) this.#die();
    write();
  }

  #die(): never {
    this.dead = true;
    throw new Crash();
  }
}
