/** What a slot leaves behind: the state after it, and what of it changed. */
import { PocketbeamError } from '../core/errors.ts';
import type { Change, SlotRecord } from '../core/ports/store.ts';
import { applyChanges, mergeInto, noChange, replaceWith, snapshot, undoOf, type Merge } from '../core/state.ts';
import { isMap, text, type MapValue } from '../core/value.ts';
import type { Execution } from './execution.ts';

/**
 * Merges a slot's patches into `state`. A patch that cannot be stored makes the slot an error and changes nothing.
 * @param definition at slot 0 the process message, whose keys the state begins with.
 */
export function apply(
  state: MapValue,
  definition: MapValue | undefined,
  { record, next, patches }: Execution,
): { merge: Merge; record: SlotRecord } {
  const base = noChange();
  if (definition) mergeInto(state, definition, base);
  const merge = noChange();
  try {
    if (next) replaceWith(state, next, merge);
    for (const patch of patches) mergeInto(state, patch, merge);
  } catch (error) {
    if (!(error instanceof PocketbeamError)) throw error;
    applyChanges(state, undoOf(merge));
    const { code, message } = error;
    return { merge: base, record: failed(record, { code, message }) };
  }
  const [changes, undo] = [
    [...base.changes, ...merge.changes],
    [...base.undo, ...merge.undo],
  ];
  return { merge: { ...merge, changes, undo }, record };
}

/** A slot whose outbox is dropped because of an error. */
function failed(record: SlotRecord, error: NonNullable<SlotRecord['error']>): SlotRecord {
  const results = snapshot(record.results);
  if (!isMap(results)) return { ...record, error };
  results.set('outbox', new Map()).set('data', error.message).set('error', error.message);
  return { ...record, results, messages: [], spawns: [], assignments: [], error };
}

/** Keys directly below `cache`. */
export function changedKeys(changes: readonly Change[]): string[] {
  const keys = new Set<string>();
  for (const { path, value } of changes) {
    if (path[0] !== 'cache') continue;
    if (path[1] !== undefined) keys.add(path[1]);
    else if (isMap(value)) for (const key of value.keys()) keys.add(key);
  }
  return [...keys].map(text);
}
