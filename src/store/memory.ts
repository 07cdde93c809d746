/** A key-value store in memory: for Node, tests, and pages without IndexedDB. */
import type { Key, KeyValue, Transaction } from './key-value.ts';

interface Node {
  value?: unknown;
  children?: Map<string | number, Node>;
}

/** A write as it is queued, and as the file store logs it. */
export type Write = ['put', Key, unknown] | ['remove', Key] | ['removeUnder', Key];

export interface MemoryOptions {
  /** Called with the writes of a transaction before they are applied; an error refuses them. */
  beforeApply?: (writes: readonly Write[]) => Promise<void>;
}

export class MemoryKeyValue implements KeyValue {
  #root: Node = {};
  #last: Promise<unknown> = Promise.resolve();
  readonly #beforeApply: MemoryOptions['beforeApply'];

  constructor({ beforeApply }: MemoryOptions = {}) {
    this.#beforeApply = beforeApply;
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(this.#transaction([]));
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      const writes: Write[] = [];
      const result = await work(this.#transaction(writes));
      await this.#beforeApply?.(writes);
      this.apply(writes);
      return result;
    });
    this.#last = run.catch(() => undefined);
    return run;
  }

  apply(writes: readonly Write[]): void {
    for (const [kind, key, value] of writes) {
      if (kind === 'put') this.#make(key).value = value;
      else if (kind === 'remove') delete this.#find(key)?.value;
      else delete this.#find(key)?.children;
    }
  }

  clear(): Promise<void> {
    return this.write((tx) => {
      tx.removeUnder([]);
      return Promise.resolve();
    });
  }

  close(): Promise<void> {
    return this.#last.then(() => undefined);
  }

  #transaction(writes: Write[]): Transaction {
    return {
      get: <T>(key: Key) => Promise.resolve(this.#find(key)?.value as T | undefined),
      under: <T>(prefix: Key) => {
        const found: [Key, T][] = [];
        const node = this.#find(prefix);
        if (node) collect(node, [], found);
        return Promise.resolve(found);
      },
      between: <T>(prefix: Key, from: number, to: number, limit = Infinity) => {
        const found: T[] = [];
        const children = this.#find(prefix)?.children;
        for (let n = from; children && n <= to && found.length < limit; n++) {
          const value = children.get(n)?.value;
          if (value !== undefined) found.push(value as T);
        }
        return Promise.resolve(found);
      },
      put: (key, value) => void writes.push(['put', key, value]),
      remove: (key) => void writes.push(['remove', key]),
      removeUnder: (prefix) => void writes.push(['removeUnder', prefix]),
    };
  }

  #find(key: Key): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of key) node = node?.children?.get(part);
    return node;
  }

  #make(key: Key): Node {
    let node = this.#root;
    for (const part of key) {
      node.children ??= new Map();
      let child = node.children.get(part);
      if (!child) node.children.set(part, (child = {}));
      node = child;
    }
    return node;
  }
}

function collect<T>(node: Node, key: Key, found: [Key, T][]): void {
  for (const [part, child] of node.children ?? []) {
    const childKey = [...key, part];
    if (child.value !== undefined) found.push([childKey, child.value as T]);
    collect(child, childKey, found);
  }
}
