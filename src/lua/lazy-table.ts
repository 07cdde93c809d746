/**
 * A table that stands for an AO-Core map or list and converts what is touched: a key of a map when it is read or written,
 * everything at its level (but nothing below) for `next`, `pairs` and for lists. Untouched entries cost nothing.
 *
 * `nodes` holds the keys touched so far; the hot paths of the interpreter find them there and come here for others. What
 * is converted in a transaction is converted back by its rollback, so neither the order of `pairs` nor anything else
 * tells whether work was undone.
 */
import type { ListValue, MapValue, Value } from '../core/value.ts';
import type { Runtime } from './native.ts';
import { LuaTable, NODE_BYTES, SLOT_BYTES, type TableState } from './table.ts';
import type { LuaValue } from './value.ts';

/** Makes the Lua value of an entry; for maps and lists another lazy table. */
export type Present = (value: Value, runtime: Runtime) => LuaValue;

interface LazyState extends TableState {
  pending: MapValue | ListValue | undefined;
}

export class LazyTable extends LuaTable {
  /** Where entries that are not converted yet are found; undefined once all are. */
  private pending: MapValue | ListValue | undefined;
  /** Whether it was presented as a list: the origin is one, or a map with the keys "1" … "n". */
  readonly asList: boolean;

  /**
   * @param origin the value as it is outside, never changed
   * @param items what the table shows of it: the same, or the values of a map with the keys "1" … "n" as a list
   */
  constructor(
    private readonly runtime: Runtime,
    readonly origin: MapValue | ListValue,
    items: MapValue | ListValue,
    private readonly present: Present,
  ) {
    super(runtime.heap);
    this.pending = items;
    this.asList = Array.isArray(items);
  }

  /** The keys of the origin of which nothing is converted: the table holds them as they are. */
  get untouched(): number {
    const { pending, nodes } = this;
    if (pending === undefined) return 0;
    if (Array.isArray(pending)) return pending.length;
    let touched = 0;
    for (let i = 0; i < nodes.length; i += 2) if (pending.has(nodes[i] as string)) touched++;
    return pending.size - touched;
  }

  /** Whether everything at its level is converted. */
  get isSettled(): boolean {
    return this.pending === undefined;
  }

  /** Converts all entries of this table, in the order of the origin; keys that were added follow. */
  settle(): void {
    const { pending, runtime, nodes } = this;
    if (pending === undefined) return;
    const isList = Array.isArray(pending);
    const size = isList ? pending.length : pending.size;
    runtime.charge(size);
    this.heap.charge(size * (isList ? SLOT_BYTES : NODE_BYTES));
    const converted: LuaValue[] = [];
    if (isList) for (const item of pending) converted.push(this.present(item, runtime));
    else {
      for (const [key, item] of pending) {
        const slot = super.find(key);
        converted.push(key, slot < 0 ? this.present(item, runtime) : nodes[slot + 1]);
      }
      for (let i = 0; i < nodes.length; i += 2)
        if (!pending.has(nodes[i] as string)) converted.push(nodes[i], nodes[i + 1]);
    }
    this.saveWhole();
    this.pending = undefined;
    if (isList) this.setArray(converted);
    else {
      this.nodes = converted;
      this.buildIndex();
    }
  }

  override find(key: LuaValue): number {
    const slot = super.find(key);
    if (slot >= 0 || this.pending === undefined) return slot;
    if (Array.isArray(this.pending)) {
      this.settle();
      return super.find(key);
    }
    const item = typeof key === 'string' ? this.pending.get(key) : undefined;
    if (item === undefined) return -1;
    const value = this.present(item, this.runtime);
    this.heap.charge(NODE_BYTES);
    if (this.stamp < this.heap.epoch) this.heap.save('table', { undo: () => this.removeNewest(key) });
    this.addNode(key, value);
    return this.nodes.length - 2;
  }

  /** Never: what is converted when it is touched changes it without a write. */
  override watch(): boolean {
    return false;
  }

  override getNumber(key: number): LuaValue {
    this.settleList();
    return super.getNumber(key);
  }

  override setString(key: string, value: LuaValue): number {
    this.settleList();
    return super.setString(key, value);
  }

  override setNumber(key: number, value: LuaValue): void {
    this.settleList();
    super.setNumber(key, value);
  }

  override append(value: LuaValue): void {
    this.settleList();
    super.append(value);
  }

  override setList(first: number, stack: readonly LuaValue[], from: number, count: number): void {
    this.settleList();
    super.setList(first, stack, from, count);
  }

  protected override setNode(key: LuaValue, value: LuaValue): void {
    this.settleList();
    super.setNode(key, value);
  }

  override length(): number {
    return Array.isArray(this.pending) ? this.pending.length : super.length();
  }

  override nextPosition(key: LuaValue, hint?: number): number {
    this.settle();
    return super.nextPosition(key, hint);
  }

  override positionFrom(position: number): number {
    this.settle();
    return super.positionFrom(position);
  }

  /** A node that was set to nil hides the entry of the origin, so it stays as long as there is one. */
  protected override dropDeadNodes(): void {
    if (this.pending === undefined) super.dropDeadNodes();
  }

  override snapshot(): LazyState {
    return { ...super.snapshot(), pending: this.pending };
  }

  override restore(state: TableState & Partial<LazyState>): void {
    this.pending = state.pending;
    super.restore(state);
  }

  private settleList(): void {
    if (Array.isArray(this.pending)) this.settle();
  }
}
