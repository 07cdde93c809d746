/** What is another between two values: a diff by paths. */
import type { Plain } from 'pocketbeam';
import { childId, entryOf, isBranch, keysOf, type Branch } from './entries.ts';

export const KINDS = ['added', 'removed', 'changed'] as const;

export interface Difference {
  readonly kind: (typeof KINDS)[number];
  /** The keys that lead to it; lists count from 1. */
  readonly path: readonly string[];
  /** Undefined for what was added. */
  readonly before?: Plain;
  /** Undefined for what was removed. */
  readonly after?: Plain;
}

export interface Differences {
  /** The first of them: maps in the order of their keys in the newer value, what was removed from one behind. */
  readonly list: readonly Difference[];
  /** All of them, also those that are not in the list. */
  readonly counts: Readonly<Record<Difference['kind'], number>>;
}

/**
 * Maps and lists are compared entry by entry; one that came or went as a whole is one difference.
 * @param most how many are listed.
 */
export function differences(before: Plain | undefined, after: Plain | undefined, most: number): Differences {
  const list: Difference[] = [];
  const counts = { added: 0, removed: 0, changed: 0 };
  const tell = (found: Difference): void => {
    counts[found.kind]++;
    if (list.length < most) list.push(found);
  };
  compare(before, after, [], tell);
  return { list, counts };
}

function compare(
  before: Plain | undefined,
  after: Plain | undefined,
  path: readonly string[],
  tell: (found: Difference) => void,
): void {
  if (before === after) return;
  if (before === undefined) return tell({ kind: 'added', path, after: after! });
  if (after === undefined) return tell({ kind: 'removed', path, before });
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after))
    return tell({ kind: 'changed', path, before, after });
  for (const key of namesIn(after)) {
    const was = entryOf(before, key);
    const is = entryOf(after, key);
    if (was !== is) compare(was, is, [...path, key], tell);
  }
  for (const key of namesIn(before))
    if (entryOf(after, key) === undefined)
      tell({ kind: 'removed', path: [...path, key], before: entryOf(before, key)! });
}

/** As {@link keysOf}, in no order: that of a large map takes its time. */
const namesIn = (branch: Branch): readonly string[] => (Array.isArray(branch) ? keysOf(branch) : Object.keys(branch));

/** The ids of what changed and of all that it is in, so that a closed map shows that something in it did. */
export function touchedIds({ list }: Differences): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { path } of list) {
    let id = '';
    for (const key of path) ids.add((id = childId(id, key)));
  }
  return ids;
}
