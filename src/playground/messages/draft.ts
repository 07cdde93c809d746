/** The message that is being written. */
import { computed } from '@preact/signals';
import { kept, keptJson } from '../model/kept.ts';
import { actionsIn } from '../model/program.ts';
import { source } from '../model/project.ts';
import type { TagRow } from './tags.ts';

export const action = kept('action');
export const data = kept('data');
export const tagRows = keptJson<readonly TagRow[]>('tags', [], readTagRows);

/** The names of the program's handlers: what an action may be. */
export const actions = computed(() => actionsIn(source.value));

/** Rows as they were stored; undefined for anything else. */
export function readTagRows(stored: unknown): readonly TagRow[] | undefined {
  return Array.isArray(stored) && stored.every(isTagRow) ? stored : undefined;
}

function isTagRow(item: unknown): item is TagRow {
  const { name, value } = (item ?? {}) as Partial<TagRow>;
  return typeof name === 'string' && typeof value === 'string';
}
