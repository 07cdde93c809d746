/**
 * What all values of one machine share: the memory account, the undo journal of an open transaction (design §5) and the
 * addresses that `tostring` shows.
 *
 * The journal is cheap by stamps: every table, upvalue and coroutine carries the epoch up to which its old state is
 * saved (or in which it was made). A write looks at one number; only the first write to an old object in a transaction
 * saves anything. Outside transactions `epoch` is 0 and no stamp is ever below it.
 */

import type { LuaValue } from './value.ts';

/** One saved piece of old state. Undone in reverse order, so each sees the heap exactly as its write left it. */
export interface Undo {
  undo(): void;
}

/** What the journal saves, by kind (design §5). */
export type Journaled = 'table' | 'metatable' | 'upvalue' | 'coroutine';

/** The newest epoch of any heap in this realm. Objects made now carry it: no open transaction has to save them. */
export const epochs = { last: 0 };

/** An address and the transaction that gave it (0: none). A journal entry for each would keep its object alive. */
interface Address {
  readonly id: number;
  readonly epoch: number;
}

/** An open transaction; transactions nest and must end in the reverse order of their beginning. */
export interface Transaction {
  /** Keeps what was written (an outer transaction can still undo it). */
  commit(): void;
  /** Restores every table, metatable, upvalue and coroutine to its state at the beginning. */
  rollback(): void;
}

export class Heap {
  /** Epoch of the innermost open transaction, 0 without one. */
  epoch = 0;
  /** Another number after each change of a table that is watched ({@link LuaTable.watch}). */
  version = 0;
  /** Bytes charged since the last {@link measure}, plus what was alive then. An estimate, the same on every run. */
  bytes = 0;
  journal: Undo[] = [];
  /** A hook for tests: kinds that are not saved. A rollback leaves their changes behind, which a test has to notice. */
  readonly unsaved = new Set<Journaled>();
  private ids = new WeakMap<object, Address>();
  /** The last number that {@link identify} gave. */
  lastId = 0;
  /** Epochs [from, to] whose addresses a rollback took back, ascending. */
  private readonly takenBack: [from: number, to: number][] = [];
  private readonly open: Transaction[] = [];

  /**
   * @param limit ceiling in bytes
   * @param measure counts the bytes that are reachable now (JavaScript does not tell), from `held` too
   * @param outOfMemory makes the error to throw when even the measured heap is too large
   */
  constructor(
    readonly limit: number,
    private readonly measure: (held: readonly LuaValue[]) => number,
    private readonly outOfMemory: () => Error,
  ) {}

  /**
   * Charges `bytes`; throws a catchable "not enough memory" when the reachable heap would pass the ceiling.
   * @param held what is about to be stored, and perhaps nowhere else yet
   */
  charge(bytes: number, held?: LuaValue): void {
    if ((this.bytes += bytes) > this.limit) this.collect(bytes, [held]);
  }

  /** Replaces the running estimate by the size of what is reachable, as a garbage collection would. */
  collect(incoming = 0, held: readonly LuaValue[] = []): void {
    // A single request beyond the ceiling needs no walk through the heap to be refused.
    const alive = incoming > this.limit ? this.bytes - incoming : this.measure(held);
    this.bytes = alive;
    if (incoming === 0) return;
    // The margin keeps the next walk from following at once, which would make every allocation cost the whole heap.
    if (alive + incoming > this.limit * 0.95) throw this.outOfMemory();
    this.bytes = alive + incoming;
  }

  /** Starts a transaction. Cost follows what is written in it, not the size of the heap. */
  begin(): Transaction {
    const transaction = new HeapTransaction(this, this.epoch);
    this.epoch = ++epochs.last;
    this.open.push(transaction);
    return transaction;
  }

  /** Adds saved old state to the journal. Only called inside a transaction. */
  save(kind: Journaled, undo: Undo): void {
    if (!this.unsaved.has(kind)) this.journal.push(undo);
  }

  /** Ends a transaction; with the outermost one the journal is done with. */
  commit(transaction: Transaction, parent: number): void {
    this.end(transaction, parent);
    if (parent === 0) this.journal = [];
  }

  /** Ends a transaction and undoes the journal down to `mark`: addresses and memory are as they were, too. */
  rollback(transaction: Transaction, parent: number, mark: number, lastId: number, bytes: number): void {
    const { epoch } = this;
    this.end(transaction, parent);
    while (this.journal.length > mark) this.journal.pop()?.undo();
    if (this.lastId !== lastId) this.takenBack.push([epoch, epochs.last]);
    this.lastId = lastId;
    this.bytes = bytes;
  }

  private end(transaction: Transaction, parent: number): void {
    if (this.open.at(-1) !== transaction) throw new Error('A heap transaction must end before those around it');
    this.open.pop();
    this.epoch = parent;
  }

  /** The number behind `table: 0x…`: counted in the order of asking, so the same on every run. */
  identify(object: object): number {
    let id = this.idOf(object);
    if (id === 0) {
      id = ++this.lastId;
      this.ids.set(object, { id, epoch: this.epoch });
    }
    return id;
  }

  /** Addresses already given, for snapshots: the id of `object` or 0. */
  idOf(object: object): number {
    const address = this.ids.get(object);
    return address === undefined || this.isTakenBack(address.epoch) ? 0 : address.id;
  }

  /** Restores an address from a snapshot, which restores {@link lastId} too. */
  restoreId(object: object, id: number): void {
    this.ids.set(object, { id, epoch: 0 });
  }

  private isTakenBack(epoch: number): boolean {
    for (let i = this.takenBack.length - 1; i >= 0; i--) {
      const [from, to] = this.takenBack[i] as [number, number];
      if (epoch > to) return false;
      if (epoch >= from) return true;
    }
    return false;
  }
}

class HeapTransaction implements Transaction {
  private readonly mark: number;
  private readonly lastId: number;
  private readonly bytes: number;

  /** @param parent epoch around it */
  constructor(
    private readonly heap: Heap,
    private readonly parent: number,
  ) {
    this.mark = heap.journal.length;
    this.lastId = heap.lastId;
    this.bytes = heap.bytes;
  }

  commit(): void {
    this.heap.commit(this, this.parent);
  }

  rollback(): void {
    const { heap, parent, mark, lastId, bytes } = this;
    heap.rollback(this, parent, mark, lastId, bytes);
  }
}
