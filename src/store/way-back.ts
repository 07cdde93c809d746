/**
 * How one gets from a slot to an earlier one in few steps. Beside the undo of each slot (level 0) there is one for every
 * 8 slots, made of those, one for every 64, and so on: from 10,000 slots back it is some thirty records.
 */
import type { Key } from './key-value.ts';

/** So many records of a level make one of the next. */
export const FACTOR = 8;

/** Records of one level that follow each other, from the newest, `from`, to the oldest, `to`. */
export interface Stretch {
  level: number;
  from: number;
  to: number;
  count: number;
}

/** Where the records of a level stand; a slot number follows. The record leads back over `FACTOR ** level` slots. */
export const undoKey = (process: string, level: number): Key => (level ? [process, 'back', level] : [process, 'undo']);

/**
 * The stretches that lead from `from` back to `to`, in the order in which they are to be applied.
 * @param first slots before it have no records of higher levels.
 */
export function wayBack(from: number, to: number, first: number): Stretch[] {
  const way: Stretch[] = [];
  const floor = Math.max(to, first - 1);
  for (let at = from; at > to;) {
    let [level, span] = [0, 1];
    for (; at % (span * FACTOR) === 0 && at - span * FACTOR >= floor; level++) span *= FACTOR;
    const last = way.at(-1);
    if (last?.level === level) {
      last.to = at;
      last.count++;
    } else way.push({ level, from: at, to: at, count: 1 });
    at -= span;
  }
  return way;
}
