/** What of the cache is open, searched and chosen: by path, so that it stays when values change. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { kept, keptJson } from '../model/kept.ts';
import { cache, cacheShape } from './cache.ts';
import { foundRows, pathOf, treeRows, type Expansion, type TreeRow } from './tree.ts';

/** What was opened or closed that is kept; the oldest goes first. */
const MAX_KEPT = 500;

type Kept = readonly (readonly [id: string, open: boolean])[];

const opened = keptJson<Kept>('state-open', [], (stored) =>
  Array.isArray(stored) && stored.every(isKept) ? stored : undefined,
);
const expansion: ReadonlySignal<Expansion> = computed(() => new Map(opened.value));

function isKept(item: unknown): item is Kept[number] {
  return Array.isArray(item) && typeof item[0] === 'string' && typeof item[1] === 'boolean';
}

/** What is searched for in keys and values. */
export const searched = kept('state-search');

const lines = computed(() => {
  const words = searched.value.trim();
  if (words) return foundRows(cache.value?.value, expansion.value, words);
  const value = cacheShape.value && cache.peek()?.value;
  return { rows: treeRows(value, expansion.value), found: undefined };
});

/** The lines of the tree. */
export const rows: ReadonlySignal<readonly TreeRow[]> = computed(() => lines.value.rows);

/** How many keys and values the search has found; undefined while nothing is searched. */
export const found: ReadonlySignal<number | undefined> = computed(() => lines.value.found);

const chosenLine = signal<string | undefined>(undefined);

/** Index of the chosen line; -1 for none, also when it is not shown. */
export const chosenIndex: ReadonlySignal<number> = computed(() =>
  chosenLine.value === undefined ? -1 : rows.value.findIndex(({ id }) => id === chosenLine.value),
);

/** The chosen key, with its value; undefined for none. */
export const chosenKey: ReadonlySignal<{ path: readonly string[]; row: TreeRow } | undefined> = computed(() => {
  const row = rows.value[chosenIndex.value];
  return row && { path: pathOf(row), row };
});

export function chooseLine(row: TreeRow | undefined): void {
  chosenLine.value = row?.id;
}

/** Opens a closed line, closes an open one. */
export function toggleLine({ id, open }: TreeRow): void {
  if (open === undefined) return;
  opened.value = [...opened.value.filter(([other]) => other !== id), [id, !open] as const].slice(-MAX_KEPT);
}
