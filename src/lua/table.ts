/**
 * Lua tables: an array part for 1..n and insertion-ordered nodes for all other keys (manual §2.1, §3.4.7, `next`).
 *
 * `nodes` holds key and value alternately. A key set to nil keeps its node (as in PUC Lua), so a traversal may clear
 * fields, and setting it again takes the old place. Dead nodes go when the nodes would grow and half of them are dead.
 * Both decisions follow from `nodes` and `array` alone: the order of `pairs` is the same after a replay, a rollback or a
 * snapshot.
 *
 * Invariant: `nodes` never holds the key `array.length + 1`.
 */
import { arrayOf } from './arrays.ts';
import { epochs, type Heap, type Undo } from './heap.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** Up to this many entries of `nodes` (two per key) a linear search costs less than a Map that has to be made first. */
const LINEAR = 64;
/** Nodes are looked through for dead ones when they grow to a power of two from here on. */
const TIDY = 16;
/** Tables up to this size are saved whole at their first write in a transaction. */
const SAVE_WHOLE = 16;

/** The stamp of a watched table: below every epoch, so each write comes through {@link LuaTable.save}. */
const WATCHED = -1;
/** A table that changed so often while it was watched is no class of objects. */
const MAX_CHANGES = 8;

/** Values of {@link LuaTable.border}: nobody asked since the array came from elsewhere; there are nils between values. */
const UNKNOWN = -1;
const HOLES = -2;

function borderOf(array: readonly LuaValue[]): number {
  const border = array.indexOf(undefined);
  if (border < 0) return array.length;
  for (let at = border; at < array.length; at++) if (array[at] !== undefined) return HOLES;
  return border;
}

/** What tables have in the place of an array that they do not need yet. Nothing is ever put into it. */
const NOTHING: LuaValue[] = arrayOf();

const TABLE_BYTES = 64;
export const NODE_BYTES = 48;
export const SLOT_BYTES = 16;

/** Estimated bytes of a table with that many array slots and nodes, for the measure of the reachable heap. */
export function tableBytes(arrayLength: number, nodesLength: number): number {
  return TABLE_BYTES + arrayLength * SLOT_BYTES + (nodesLength / 2) * NODE_BYTES;
}

/** The contents of a table. */
export interface TableState {
  array: LuaValue[];
  nodes: LuaValue[];
  mixed: boolean;
  stamp?: number;
}

export class LuaTable {
  /** Set by {@link setMetatable}. */
  readonly metatable: LuaTable | undefined = undefined;
  /** Values of the keys 1..n; holes are `undefined`. Write through the methods only. */
  array: LuaValue[];
  /** key, value, key, value … in insertion order. Write through the methods only. */
  nodes: LuaValue[];
  protected index: Map<LuaValue, number> | undefined = undefined;
  /**
   * The array's border where it has only one: all slots before it hold values and none from it on does. Follows from `array`
   * alone, as every write that gives a slot its value or takes it comes through the methods; {@link UNKNOWN}, {@link HOLES}.
   */
  private border: number;
  /** Whether `nodes` may hold positive integers, which an append can pull into the array. */
  private mixed = false;
  /** Bits of the metamethods this table is known not to have (see metamethods.ts); 0 after any new key. */
  absent = 0;
  /** Where `__index` was among the nodes when it was last read: only a hint. */
  indexSlot = 0;
  /** Saved for all transactions up to this epoch. */
  stamp = epochs.last;
  private metatableStamp = epochs.last;
  private changes = 0;
  private logged = 0;
  private loggedEpoch = 0;

  /**
   * Costs nothing beyond the list it is given, which it takes over.
   * @param nodes string keys that differ and their values, none of them nil: key, value, key, value …
   * @param array the values of 1..n, none of them nil
   */
  constructor(
    readonly heap: Heap,
    nodes: LuaValue[] = NOTHING,
    array: LuaValue[] = NOTHING,
  ) {
    heap.charge(tableBytes(array.length, nodes.length));
    this.nodes = nodes;
    this.array = array;
    this.border = array.length;
    if (nodes.length > LINEAR) this.buildIndex();
  }

  /** `rawget`. Float keys with an integral value find the integer key; nil and NaN find nothing. */
  get(key: LuaValue): LuaValue {
    switch (typeof key) {
      case 'string':
        return this.getString(key);
      case 'number':
        return this.getNumber(key);
      case 'undefined':
        return undefined;
      default: {
        const slot = this.find(key instanceof LuaFloat ? integralKey(key.n) : key);
        if (slot >= 0) return this.nodes[slot + 1];
        return key instanceof LuaFloat && Number.isSafeInteger(key.n) ? this.getNumber(key.n + 0) : undefined;
      }
    }
  }

  getString(key: string): LuaValue {
    const slot = this.find(key);
    return slot < 0 ? undefined : this.nodes[slot + 1];
  }

  /** A raw number: integer or non-integral float. */
  getNumber(key: number): LuaValue {
    if ((key | 0) === key && key > 0 && key <= this.array.length) return this.array[key - 1];
    if (this.nodes.length === 0) return undefined;
    const slot = this.find(key);
    return slot < 0 ? undefined : this.nodes[slot + 1];
  }

  getInteger(key: number): LuaValue {
    return this.getNumber(key);
  }

  /**
   * `rawset` for a valid key. The interpreter and `rawset` refuse nil and NaN before (`index is nil`, `index is NaN`);
   * here they throw a plain Error, because a native passed them.
   */
  set(key: LuaValue, value: LuaValue): void {
    if (typeof key === 'number') this.setNumber(key, value);
    else if (key instanceof LuaFloat) {
      const integral = integralKey(key.n);
      if (typeof integral === 'number' && Number.isSafeInteger(integral)) this.setNumber(integral, value);
      else this.setNode(integral, value);
    } else if (key === undefined) throw new Error('Lua table key is nil');
    else this.setNode(key, value);
  }

  /** Returns the position of the key in `nodes`, 0 when it has none: a hint for the next access. */
  setString(key: string, value: LuaValue): number {
    const slot = this.find(key);
    if (slot >= 0) {
      this.setSlot(slot, key, value);
      return slot;
    }
    if (value === undefined) return 0;
    this.insert(key, value);
    return this.nodes.length - 2;
  }

  /** As {@link setString} for a key that stands at this position in `nodes`. */
  setSlot(slot: number, key: string, value: LuaValue): void {
    if (this.stamp < this.heap.epoch) this.save(key, this.nodes[slot + 1]);
    this.absent = 0;
    this.nodes[slot + 1] = value;
  }

  setInteger(key: number, value: LuaValue): void {
    this.setNumber(key, value);
  }

  /** A raw number: integer or non-integral float. */
  setNumber(key: number, value: LuaValue): void {
    if ((key | 0) === key && key > 0) {
      const { array } = this;
      if (key <= array.length) {
        if (this.stamp < this.heap.epoch) this.save(key, array[key - 1]);
        if (value !== undefined) this.moveBorder(key);
        else if (key <= this.border) this.border = key === this.border ? key - 1 : HOLES;
        array[key - 1] = value;
        return;
      }
      if (key === array.length + 1) {
        if (value !== undefined) this.append(value);
        return;
      }
      if (value !== undefined) this.mixed = true;
    } else if (key !== key) throw new Error('Lua table key is NaN');
    this.setNode(key, value);
  }

  /** `array[length + 1] = value` for a value that is not nil. */
  append(value: LuaValue): void {
    this.heap.charge(SLOT_BYTES, value);
    if (this.stamp < this.heap.epoch) this.save(this.array.length + 1, undefined, true);
    const array = this.ownArray();
    array.push(value);
    const n = array.length;
    this.moveBorder(n);
    if (n >= 64 && (n & (n - 1)) === 0) this.leaveSparseArray();
    if (this.mixed && this.nodes.length > 0) this.pullIntoArray();
  }

  /** Stores `count` values of `stack` from `from` on under the keys `first`, `first + 1` … (table constructors). */
  setList(first: number, stack: readonly LuaValue[], from: number, count: number): void {
    if (this.mixed || this.stamp < this.heap.epoch || this.array.length !== first - 1) {
      for (let i = 0; i < count; i++) this.setNumber(first + i, stack[from + i]);
      return;
    }
    const { heap } = this;
    if ((heap.bytes += count * SLOT_BYTES) > heap.limit)
      heap.collect(count * SLOT_BYTES, stack.slice(from, from + count));
    const array = this.ownArray();
    this.border = UNKNOWN;
    for (let i = 0; i < count; i++) array.push(stack[from + i]);
  }

  /** After `n` got a value. */
  private moveBorder(n: number): void {
    if (n > this.border && this.border >= 0) this.border = n === this.border + 1 ? n : HOLES;
  }

  protected setArray(array: LuaValue[]): void {
    this.array = array;
    this.border = UNKNOWN;
  }

  /** The array part, to put more into it. */
  private ownArray(): LuaValue[] {
    if (this.array === NOTHING) this.array = arrayOf();
    return this.array;
  }

  /** Position of `key` in `nodes`, or −1. Keys are canonical: see {@link integralKey}. */
  find(key: LuaValue): number {
    if (this.index !== undefined) {
      const slot = this.index.get(key);
      return slot === undefined ? -1 : slot;
    }
    const { nodes } = this;
    for (let i = 0; i < nodes.length; i += 2) if (nodes[i] === key) return i;
    return -1;
  }

  protected setNode(key: LuaValue, value: LuaValue): void {
    const slot = this.find(key);
    if (slot >= 0) {
      if (this.stamp < this.heap.epoch) this.save(key, this.nodes[slot + 1]);
      this.absent = 0;
      this.nodes[slot + 1] = value;
    } else if (value !== undefined) this.insert(key, value);
  }

  private insert(key: LuaValue, value: LuaValue): void {
    const n = this.nodes.length;
    if (n >= TIDY && (n & (n - 1)) === 0) this.dropDeadNodes();
    // Before anything is saved or changed: it may throw.
    this.heap.charge(NODE_BYTES, value);
    if (this.stamp < this.heap.epoch) this.save(key, undefined, true);
    this.addNode(key, value);
  }

  /** A node for a key that has none. */
  protected addNode(key: LuaValue, value: LuaValue): void {
    if (this.nodes === NOTHING) this.nodes = arrayOf();
    const { nodes } = this;
    this.absent = 0;
    if (this.index !== undefined) this.index.set(key, nodes.length);
    nodes.push(key, value);
    if (nodes.length > LINEAR && this.index === undefined) this.buildIndex();
  }

  protected buildIndex(): void {
    const { nodes } = this;
    this.index = undefined;
    if (nodes.length <= LINEAR) return;
    const index = new Map<LuaValue, number>();
    for (let i = 0; i < nodes.length; i += 2) if (nodes[i] !== undefined) index.set(nodes[i], i);
    this.index = index;
  }

  protected dropDeadNodes(): void {
    const { nodes } = this;
    let live = 0;
    for (let i = 1; i < nodes.length; i += 2) if (nodes[i] !== undefined) live += 2;
    if (live * 2 > nodes.length) return;
    this.saveWhole();
    const kept: LuaValue[] = [];
    for (let i = 0; i < nodes.length; i += 2) if (nodes[i + 1] !== undefined) kept.push(nodes[i], nodes[i + 1]);
    this.nodes = kept;
    this.buildIndex();
  }

  /** A queue leaves its front behind: when most of the array is empty, what follows the first hole moves to the nodes. */
  private leaveSparseArray(): void {
    const { array } = this;
    let live = 0;
    for (const value of array) if (value !== undefined) live++;
    if (live * 2 > array.length) return;
    this.saveWhole();
    const border = array.indexOf(undefined);
    this.array = array.slice(0, border);
    this.border = border;
    this.mixed = true;
    for (let i = border; i < array.length; i++) if (array[i] !== undefined) this.insert(i + 1, array[i]);
  }

  private pullIntoArray(): void {
    for (;;) {
      const slot = this.find(this.array.length + 1);
      if (slot < 0) return;
      this.saveWhole();
      const value = this.nodes[slot + 1];
      this.index?.delete(this.nodes[slot]);
      this.nodes[slot] = undefined;
      this.nodes[slot + 1] = undefined;
      // A dead node still ends the array: its key is nil, only its place in the order goes.
      if (value === undefined) return;
      this.moveBorder(this.ownArray().push(value));
    }
  }

  /** A border (`#` without `__length`): binary search as PUC Lua does when the last slot is nil. */
  length(): number {
    if (this.border === UNKNOWN) this.border = borderOf(this.array);
    if (this.border >= 0) return this.border;
    const { array } = this;
    let j = array.length;
    if (j === 0 || array[j - 1] !== undefined) return j;
    let i = 0;
    while (j - i > 1) {
      const middle = (i + j) >>> 1;
      if (array[middle - 1] === undefined) j = middle;
      else i = middle;
    }
    return i;
  }

  /**
   * Traversal (`next`) without garbage: the position after `key`, −1 at the end, −2 for a key that is none.
   * Positions count the array first, then `nodes`. `hint` is where `key` may be, for one that is not in the array.
   */
  nextPosition(key: LuaValue, hint = -1): number {
    if (key === undefined) return this.positionFrom(0);
    const slot = hint - this.array.length;
    const isThere = slot >= 0 && (slot & 1) === 0 && this.nodes[slot] === key;
    return this.positionFrom(isThere ? hint + 2 : this.positionAfter(key));
  }

  private positionAfter(key: LuaValue): number {
    const size = this.array.length;
    const canonical = key instanceof LuaFloat ? integralKey(key.n) : key;
    if (typeof canonical === 'number' && (canonical | 0) === canonical && canonical > 0 && canonical <= size)
      return canonical;
    const slot = this.find(canonical);
    return slot < 0 ? -2 : size + slot + 2;
  }

  /** The first live position at or after `position`, −1 at the end (−2 stays −2). */
  positionFrom(position: number): number {
    if (position < 0) return position;
    const { array, nodes } = this;
    const size = array.length;
    let at = position;
    for (; at < size; at++) if (array[at] !== undefined) return at;
    for (let slot = at - size; slot < nodes.length; slot += 2) if (nodes[slot + 1] !== undefined) return size + slot;
    return -1;
  }

  /** The first live position behind the one of an entry, −1 at the end. */
  following(position: number): number {
    return this.positionFrom(position < this.array.length ? position + 1 : position + 2);
  }

  keyAt(position: number): LuaValue {
    const size = this.array.length;
    if (position < size) return position + 1;
    const key = this.nodes[position - size];
    return typeof key === 'number' && Number.isInteger(key) && !Number.isSafeInteger(key) ? new LuaFloat(key) : key;
  }

  valueAt(position: number): LuaValue {
    const size = this.array.length;
    return position < size ? this.array[position] : this.nodes[position - size + 1];
  }

  /** Live entries in the order of `pairs`, for the host (conversions, tests). */
  *entries(): Generator<[LuaValue, LuaValue]> {
    for (let at = this.positionFrom(0); at >= 0; at = this.following(at)) {
      yield [this.keyAt(at), this.valueAt(at)];
    }
  }

  setMetatable(metatable: LuaTable | undefined): void {
    if (this.metatable === metatable) return;
    if (this.metatableStamp < this.heap.epoch) this.saveMetatable();
    this.putMetatable(metatable);
  }

  private saveMetatable(): void {
    const { metatable, metatableStamp, heap } = this;
    heap.save('metatable', {
      undo: () => {
        this.putMetatable(metatable);
        this.metatableStamp = metatableStamp;
      },
    });
    this.metatableStamp = heap.epoch;
  }

  private putMetatable(metatable: LuaTable | undefined): void {
    if (this.stamp === WATCHED) this.unwatch();
    (this as { metatable: LuaTable | undefined }).metatable = metatable;
  }

  /**
   * For caches of what was found in tables: any later change of the contents or the metatable counts `heap.version` up.
   * False when the table changes too often for that.
   */
  watch(): boolean {
    if (this.changes >= MAX_CHANGES) return false;
    this.stamp = WATCHED;
    return true;
  }

  private unwatch(): void {
    this.changes++;
    this.heap.version++;
    // Saved for no transaction: at worst one saves it a second time.
    this.stamp = 0;
  }

  /**
   * Before a write to `key` in a transaction that has not saved this table, or when it is watched.
   * @param value what stands in its place
   * @param isNew whether the key has no place yet
   */
  private save(key: LuaValue, value: LuaValue, isNew = false): void {
    const { heap } = this;
    if (this.stamp === WATCHED) {
      this.unwatch();
      if (heap.epoch === 0) return;
    }
    if (this.loggedEpoch !== heap.epoch) {
      this.loggedEpoch = heap.epoch;
      this.logged = 0;
    }
    const size = this.array.length + this.nodes.length / 2;
    // Once a good part of the table is logged, a whole copy costs no more than what was written.
    if (size <= SAVE_WHOLE || this.logged * 2 >= size) return this.saveWhole();
    this.logged++;
    heap.save('table', new SavedEntry(this, key, value, isNew));
  }

  /** Before a change of structure. */
  protected saveWhole(): void {
    if (this.stamp === WATCHED) this.unwatch();
    if (this.stamp >= this.heap.epoch) return;
    this.heap.save('table', new SavedTable(this));
    this.stamp = this.heap.epoch;
  }

  /** For undo only. */
  snapshot(): TableState {
    return { array: this.array.slice(), nodes: this.nodes.slice(), mixed: this.mixed, stamp: this.stamp };
  }

  /** For undo and snapshots: replaces the contents. */
  restore(state: TableState): void {
    if (this.stamp === WATCHED) this.unwatch();
    this.array = state.array;
    this.border = UNKNOWN;
    this.nodes = state.nodes;
    this.mixed = state.mixed;
    if (state.stamp !== undefined) this.stamp = state.stamp;
    this.absent = 0;
    this.buildIndex();
  }

  /** For undo only: takes the newest node or array slot away again. */
  removeNewest(key: LuaValue): void {
    if (this.stamp === WATCHED) this.unwatch();
    this.absent = 0;
    // The key 0 of a table without array is a node.
    if (key !== 0 && key === this.array.length) {
      this.array.pop();
      this.border = UNKNOWN;
    } else {
      this.nodes.length -= 2;
      this.index?.delete(key);
    }
  }

  /** For undo only: puts a value back in a place that exists. */
  putBack(key: LuaValue, value: LuaValue): void {
    if (this.stamp === WATCHED) this.unwatch();
    this.absent = 0;
    if (typeof key === 'number' && (key | 0) === key && key > 0 && key <= this.array.length) {
      this.array[key - 1] = value;
      this.border = UNKNOWN;
    } else this.nodes[this.find(key) + 1] = value;
  }
}

/**
 * A float with an integral value as a key: the integer of the same value (manual §2.1). Beyond the 64-bit integers the
 * raw number itself, which no integer uses.
 */
function integralKey(n: number): number | bigint {
  if (Number.isSafeInteger(n)) return n + 0;
  return n >= -(2 ** 63) && n < 2 ** 63 ? BigInt(n) : n;
}

class SavedTable implements Undo {
  private readonly state: TableState;
  constructor(private readonly table: LuaTable) {
    this.state = table.snapshot();
  }
  undo(): void {
    this.table.restore(this.state);
  }
}

class SavedEntry implements Undo {
  constructor(
    private readonly table: LuaTable,
    private readonly key: LuaValue,
    private readonly value: LuaValue,
    private readonly isNew: boolean,
  ) {}
  undo(): void {
    if (this.isNew) this.table.removeNewest(this.key);
    else this.table.putBack(this.key, this.value);
  }
}
