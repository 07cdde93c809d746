/**
 * Deep `set` on a process' public state: how patches merge (spec/hyperbeam.md, Facts: patch@1.0).
 *
 * Maps merge, everything else replaces; a list and an empty list (every empty Lua table) replace whole. Keys are
 * kept lower-case, ids as they are; where spellings collide the lower-case one wins. `a/b` lands as nested a → b.
 */
import { PocketbeamError, show } from './errors.ts';
import { normalizeKey } from './ids.ts';
import { MAX_DEPTH, MAX_KEY_LENGTH } from './limits.ts';
import type { Change } from './ports/store.ts';
import { equal, isMap, type MapValue, type Value } from './value.ts';

/** The changes a merge makes, and for each the one that leads back. */
export interface Merge {
  changes: Change[];
  undo: Change[];
}

export const noChange = (): Merge => ({ changes: [], undo: [] });

/**
 * Merges `patch` into `target` in place and adds what changed to `merge`.
 * @param at path of `target` in the state.
 * @throws PocketbeamError `key-too-long`, `state-too-deep`; `target` may be half merged then, so work on a copy.
 */
export function mergeInto(target: MapValue, patch: MapValue, merge: Merge, at: readonly string[] = []): void {
  if (at.length > MAX_DEPTH)
    throw new PocketbeamError('state-too-deep', `A patched value nests deeper than ${MAX_DEPTH} levels.`, {
      next: 'Flatten the table, or patch it as JSON text.',
    });
  for (const [key, value] of normalized(patch)) setKey(target, key, value, merge, at);
}

function setKey(target: MapValue, key: string, value: Value, merge: Merge, at: readonly string[]): void {
  const path = [...at, key];
  const before = target.get(key);
  // An empty map is a leaf: what comes into it replaces it.
  if (isMap(value) && isMap(before) && before.size > 0) return mergeInto(before, value, merge, path);
  putKey(target, key, isMap(value) ? copyNormalized(value, path) : value, merge, at);
}

/** Sets a normalized value in place of whatever was there. */
function putKey(target: MapValue, key: string, after: Value, merge: Merge, at: readonly string[]): void {
  const before = target.get(key);
  if (before !== undefined && equal(before, after)) return;
  const path = [...at, key];
  target.set(key, after);
  // Later merges change `after` in place: what is kept for the commit must not move with it.
  merge.changes.push({ path, value: snapshot(after), replaces: before !== undefined });
  merge.undo.push({ path, value: before, replaces: true });
}

/** The undo of a finished merge, in the order in which it is to be applied. */
export function undoOf(merge: Merge): Change[] {
  return merge.undo.toReversed();
}

/** Applies changes to a state in place and returns it. */
export function applyChanges(state: MapValue, changes: readonly Change[]): MapValue {
  for (const { path, value } of changes) {
    const key = path.at(-1);
    if (key === undefined) continue;
    let parent = state;
    for (const step of path.slice(0, -1)) {
      const next = parent.get(step);
      if (isMap(next)) parent = next;
      else {
        const made: MapValue = new Map();
        parent.set(step, made);
        parent = made;
      }
    }
    if (value === undefined) parent.delete(key);
    else parent.set(key, snapshot(value));
  }
  return state;
}

/**
 * Makes `target` equal to `wanted` in place and adds what changed to `merge`: keys that `wanted` lacks go.
 * @throws as {@link mergeInto}.
 */
export function replaceWith(target: MapValue, wanted: MapValue, merge: Merge): void {
  replaceNormalized(target, copyNormalized(wanted, []), merge, []);
}

function replaceNormalized(target: MapValue, wanted: MapValue, merge: Merge, at: readonly string[]): void {
  for (const [key, before] of [...target]) {
    if (wanted.has(key)) continue;
    target.delete(key);
    merge.changes.push({ path: [...at, key], value: undefined, replaces: true });
    merge.undo.push({ path: [...at, key], value: before, replaces: true });
  }
  for (const [key, value] of wanted) {
    const before = target.get(key);
    const path = [...at, key];
    if (isMap(value) && value.size > 0 && isMap(before) && before.size > 0)
      replaceNormalized(before, value, merge, path);
    else putKey(target, key, value, merge, at);
  }
}

/** A map with its keys as they are kept, nested as far as it goes. */
function copyNormalized(map: MapValue, at: readonly string[]): MapValue {
  const copy: MapValue = new Map();
  mergeInto(copy, map, noChange(), at);
  return copy;
}

/** A copy of the maps in a value; leaves are immutable. */
export function snapshot(value: Value): Value {
  return isMap(value) ? new Map([...value].map(([key, item]) => [key, snapshot(item)])) : value;
}

/** Entries under their kept spelling: exact lower-case spellings last, so that they win. */
function normalized(patch: MapValue): [string, Value][] {
  const entries: [string, Value][] = [];
  const exact: [string, Value][] = [];
  for (const [spelled, value] of patch) {
    const [key = '', ...rest] = spelled.split('/').filter((part, _, parts) => part !== '' || parts.length === 1);
    const kept = normalizeKey(key);
    checkKey(spelled);
    if (rest.length) entries.push([kept, new Map([[rest.join('/'), value]])]);
    else (kept === spelled ? exact : entries).push([kept, value]);
  }
  if (entries.length === 0) return exact;
  const exactKeys = new Set(exact.map(([key]) => key));
  return [...entries.filter(([key, value]) => isMap(value) || !exactKeys.has(key)), ...exact];
}

function checkKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH)
    throw new PocketbeamError(
      'key-too-long',
      `The patched key ${show(key)} has ${key.length} bytes, more than ${MAX_KEY_LENGTH}.`,
      {
        next: 'Use shorter keys; keep long text in values.',
      },
    );
}

/** What stands at `path` in a value; keys of lists count from 1. */
export function dig(value: Value | undefined, path: readonly string[]): Value | undefined {
  let found = value;
  for (const key of path) {
    if (isMap(found)) found = found.get(key);
    else if (Array.isArray(found)) found = /^[1-9]\d*$/.test(key) ? found[Number(key) - 1] : undefined;
    else return undefined;
  }
  return found;
}
