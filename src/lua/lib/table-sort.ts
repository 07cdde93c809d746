/**
 * The order of `table.sort` (manual §6.6): quicksort with the median of first, middle and last as pivot. Lua's result
 * for elements that compare equal depends on the exact steps, so they are those of Lua 5.3; only its pivot "by the
 * clock" for large unbalanced lists is a fixed one here.
 */
import type { Callback, Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { isTruthy } from './arguments.ts';
import type { List } from './table-access.ts';

/** Ranges beyond this size take another pivot than the middle once a split was unbalanced. */
const LARGE = 100;
/** Gas of a comparison and its moves. */
const UNITS = 2;

class Sorter {
  private compared = 0;

  constructor(
    private readonly rt: Runtime,
    private readonly list: List,
    private readonly comparator: Callback | undefined,
  ) {}

  private less(a: LuaValue, b: LuaValue): boolean {
    if (++this.compared >= 256) this.settle();
    if (this.comparator !== undefined) return isTruthy(this.comparator.call(a, b));
    if (typeof a === 'number' && typeof b === 'number') return a < b;
    if (typeof a === 'string' && typeof b === 'string') return a < b;
    return this.rt.lessThan(a, b);
  }

  /** Charges the comparisons made since the last time. */
  settle(): void {
    const units = this.compared * UNITS;
    this.compared = 0;
    this.rt.charge(units);
  }

  /** Puts the elements at `a` and `b` in order: true when they were not. */
  private order(a: number, b: number): boolean {
    const { list } = this;
    const first = list.get(a);
    const second = list.get(b);
    if (!this.less(second, first)) return false;
    list.set(a, second);
    list.set(b, first);
    return true;
  }

  private swap(a: number, b: number): void {
    const { list } = this;
    const first = list.get(a);
    list.set(a, list.get(b));
    list.set(b, first);
  }

  /** Sorts the range from `low` to `high`, both included. */
  sort(low: number, high: number, seed: number): void {
    let lo = low;
    let up = high;
    let random = seed;
    while (lo < up) {
      this.order(lo, up);
      if (up - lo === 1) return;
      const pivot = this.pivotPosition(lo, up, random);
      if (!this.order(lo, pivot)) this.order(pivot, up);
      if (up - lo === 2) return;
      const middle = this.partition(lo, up, pivot);
      let smaller: number;
      if (middle - lo < up - middle) {
        this.sort(lo, middle - 1, random);
        smaller = middle - lo;
        lo = middle + 1;
      } else {
        this.sort(middle + 1, up, random);
        smaller = up - middle;
        up = middle - 1;
      }
      if (Math.trunc((up - lo) / 128) > smaller) random = 0x9e3779b9;
    }
  }

  private pivotPosition(lo: number, up: number, random: number): number {
    if (random === 0 || up - lo < LARGE) return Math.trunc((lo + up) / 2);
    const quarter = Math.trunc((up - lo) / 4);
    return (random % (quarter * 2)) + lo + quarter;
  }

  /** Splits `lo`…`up` around the element at `pivot` (ends already in order); its final position. */
  private partition(lo: number, up: number, pivot: number): number {
    const { list } = this;
    const value = list.get(pivot);
    this.swap(pivot, up - 1);
    let i = lo;
    let j = up - 1;
    for (;;) {
      while (this.less(list.get(++i), value)) if (i === up - 1) throw this.invalid();
      while (this.less(value, list.get(--j))) if (j < i) throw this.invalid();
      if (j < i) {
        this.swap(up - 1, i);
        return i;
      }
      this.swap(i, j);
    }
  }

  private invalid(): Error {
    return this.rt.error('invalid order function for sorting');
  }
}

/** Sorts `list[1]` … `list[size]` in place, by `<` without a comparator; either may raise. */
export function sortList(rt: Runtime, list: List, size: number, comparator: Callback | undefined): void {
  const sorter = new Sorter(rt, list, comparator);
  sorter.sort(1, size, 0);
  sorter.settle();
}
