/**
 * The tags of a message as a Lua list of `{ name, value }`, whose tables are made when one of them is touched: most programs
 * never look. All else is as if they had been there from the start: what they cost, what a rollback leaves, snapshots.
 */
import { arrayOf } from './arrays.ts';
import type { Heap } from './heap.ts';
import { LuaTable, SLOT_BYTES, tableBytes, type TableState } from './table.ts';
import type { LuaValue } from './value.ts';

const TAG_BYTES = tableBytes(0, 4);

/** A tag as programs see it. */
export const tagTable = (heap: Heap, name: LuaValue, value: LuaValue): LuaTable =>
  new LuaTable(heap, value === undefined ? arrayOf<LuaValue>('name', name) : arrayOf('name', name, 'value', value));

interface TagState extends TableState {
  pending: readonly LuaValue[] | undefined;
}

export class TagArray extends LuaTable {
  /** Name, value, name, value … until the tables are made. */
  private pending: readonly LuaValue[] | undefined;

  /** @param tags name, value, name, value … which it takes over; a nil value costs as much as any */
  constructor(heap: Heap, tags: readonly LuaValue[]) {
    super(heap);
    heap.charge((tags.length / 2) * (TAG_BYTES + SLOT_BYTES));
    this.pending = tags;
  }

  /** Name, value, name, value … of a list that nobody touched. */
  get untouched(): readonly LuaValue[] | undefined {
    return this.nodes.length === 0 ? this.pending : undefined;
  }

  /** For the measure of the heap, which makes no tables: what those to come hold and how large they are, in bytes. */
  reach(visit: (value: LuaValue) => void): number {
    const { pending } = this;
    if (pending === undefined) return 0;
    pending.forEach(visit);
    return (pending.length / 2) * (TAG_BYTES + SLOT_BYTES + 'namevalue'.length);
  }

  /** Makes the tables. */
  settle(): void {
    const { pending, heap } = this;
    if (pending === undefined) return;
    this.saveWhole();
    this.pending = undefined;
    // Charged when the list was made, and now once more by each table.
    heap.bytes -= (pending.length / 2) * TAG_BYTES;
    const list = arrayOf<LuaValue>();
    for (let i = 0; i < pending.length; i += 2) list.push(tagTable(heap, pending[i], pending[i + 1]));
    this.setArray(list);
  }

  override getNumber(key: number): LuaValue {
    this.settle();
    return super.getNumber(key);
  }

  override setNumber(key: number, value: LuaValue): void {
    this.settle();
    super.setNumber(key, value);
  }

  override append(value: LuaValue): void {
    this.settle();
    super.append(value);
  }

  override setList(first: number, stack: readonly LuaValue[], from: number, count: number): void {
    this.settle();
    super.setList(first, stack, from, count);
  }

  override length(): number {
    return this.pending === undefined ? super.length() : this.pending.length / 2;
  }

  override nextPosition(key: LuaValue, hint?: number): number {
    this.settle();
    return super.nextPosition(key, hint);
  }

  override positionFrom(position: number): number {
    this.settle();
    return super.positionFrom(position);
  }

  override snapshot(): TagState {
    return { ...super.snapshot(), pending: this.pending };
  }

  override restore(state: TableState & Partial<TagState>): void {
    this.pending = state.pending;
    super.restore(state);
  }
}
