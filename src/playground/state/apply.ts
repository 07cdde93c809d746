/** Values that were read, put into a cache that is shown already. */
import type { Plain } from 'pocketbeam';
import { differences, touchedIds } from './differences.ts';
import { entryOf, isBranch, isPlainMap, pathId, setEntry, type PlainMap } from './entries.ts';

/** A value that was read, and the keys that lead to it; undefined for what is there no more. */
export interface ReadValue {
  readonly path: readonly string[];
  readonly value: Plain | undefined;
}

export interface Applied {
  /** Ids of what became another, and of all that it is in. */
  readonly touched: ReadonlySet<string>;
  /** Whether a tree of it has other lines: not when a leaf became another leaf. */
  readonly reshaped: boolean;
}

/**
 * Changes `cache` in place: a copy of a large map takes longer than all else here.
 * @param values all of one slot.
 * @param most how many differences below a path are told apart.
 */
export function applyValues(cache: PlainMap, values: readonly ReadValue[], most: number): Applied {
  const touched = new Set<string>();
  let reshaped = false;
  // What is further out goes first: what was read below it is in it already.
  for (const { path, value } of values.toSorted((a, b) => a.path.length - b.path.length)) {
    const key = path.at(-1);
    const map = mapAt(cache, path.slice(0, -1));
    if (key === undefined || !map) continue;
    const before = entryOf(map, key);
    const found = differences(before, value, most);
    if (!found.list.length) continue;
    setEntry(map, key, value);
    reshaped ||= !isLeaf(before) || !isLeaf(value);
    for (const deep of path.keys()) touched.add(pathId(path.slice(0, deep + 1)));
    for (const inner of touchedIds(found)) touched.add(pathId(path) + inner);
  }
  return { touched, reshaped };
}

const isLeaf = (value: Plain | undefined): boolean => value !== undefined && !isBranch(value);

function mapAt(cache: PlainMap, path: readonly string[]): PlainMap | undefined {
  let at: Plain | undefined = cache;
  for (const key of path) at = isPlainMap(at) ? entryOf(at, key) : undefined;
  return isPlainMap(at) ? at : undefined;
}
