/**
 * Deep `set` on a process' public state: how patches merge (spec/hyperbeam.md, Facts: patch@1.0).
 *
 * Maps merge, everything else replaces; a list and an empty list (every empty Lua table) replace whole. Keys are
 * kept lower-case, ids as they are, `priv…` not at all; where spellings collide the lower-case one wins. `a/b` lands as nested a → b unless
 * something stands there already.
 */
import { PocketbeamError, show } from './errors.ts';
import { normalizeKey } from './ids.ts';
import { MAX_DEPTH, MAX_KEY_LENGTH } from './limits.ts';
import type { Change, LiteralKey } from './ports/store.ts';
import { equal, isMap, type MapValue, type Value } from './value.ts';

/** The changes a merge makes, and for each the one that leads back. */
export interface Merge {
  changes: Change[];
  undo: Change[];
  /** Keys like `a/b`: a node shows them as they were spelled until it has stored the slot. */
  literal: LiteralKey[];
  /** Keys met that differ only in case. */
  collides: boolean;
  /** Keys met that begin with `priv`, which are left out. */
  drops: boolean;
}

export const noChange = (): Merge => ({ changes: [], undo: [], literal: [], collides: false, drops: false });

/**
 * Merges `patch` into `target` in place and adds what changed to `merge`.
 * @param at path of `target` in the state.
 * @throws PocketbeamError `key-too-long`, `state-too-deep`; `target` may be half merged then, so work on a copy.
 */
export function mergeInto(target: MapValue, patch: MapValue, merge: Merge, at: readonly string[] = []): void {
  if (at.length > MAX_DEPTH)
    throw new PocketbeamError('state-too-deep', `A patched value nests deeper than ${MAX_DEPTH} levels.`, {
      next: 'Flatten the table, or patch it as JSON text.',
      status: 400,
    });
  const { entries, pathLike, collides, drops } = normalized(patch);
  if (collides) merge.collides = true;
  if (drops) merge.drops = true;
  for (const [key, value] of entries) setKey(target, key, value, merge, at);
  for (const [spelled, [key = '', ...rest], value] of pathLike) {
    const made = firstMissing(target, [key, ...rest], value);
    if (made !== undefined) setKey(target, key, nested(rest, value), merge, at);
    merge.literal.push({ path: [...at, spelled], value, ...(made === undefined ? {} : { made: [...at, ...made] }) });
  }
}

/** As far as `path` has to be made for a value that displaces nothing; undefined when it would. */
function firstMissing(target: MapValue, path: readonly string[], value: Value): string[] | undefined {
  let found: Value | undefined = target;
  for (const [i, key] of path.entries()) {
    if (!isMap(found)) return undefined;
    found = found.get(key);
    if (found === undefined) return path.slice(0, i + 1);
  }
  return isMap(found) && isMap(value) ? [...path] : undefined;
}

const nested = (path: readonly string[], value: Value): Value =>
  path.reduceRight<Value>((inner, key) => new Map([[key, inner]]), value);

function setKey(target: MapValue, key: string, value: Value, merge: Merge, at: readonly string[]): void {
  const path = [...at, key];
  const before = target.get(key);
  // An empty map is a leaf: what comes into it replaces it.
  if (isMap(value) && isMap(before) && before.size > 0) return mergeInto(before, value, merge, path);
  putKey(target, key, isMap(value) ? copyNormalized(value, path, merge) : value, merge, at);
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
  replaceNormalized(target, copyNormalized(wanted, [], merge), merge, []);
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
    if (before === value) continue;
    if (isMap(value) && value.size > 0 && isMap(before) && before.size > 0)
      replaceNormalized(before, value, merge, [...at, key]);
    else putKey(target, key, value, merge, at);
  }
}

/** A map with its keys as they are kept, nested as far as it goes. What is odd about them is added to `merge`. */
function copyNormalized(map: MapValue, at: readonly string[], merge: Merge): MapValue {
  const copy: MapValue = new Map();
  // The usual case: nothing to respell, so nothing to weigh, and large maps pass here for every slot.
  if (at.length < MAX_DEPTH && [...map.keys()].every(isAsKept)) {
    for (const [key, item] of map) copy.set(key, isMap(item) ? copyNormalized(item, [...at, key], merge) : item);
    return copy;
  }
  const inner = noChange();
  mergeInto(copy, map, inner, at);
  merge.literal.push(...inner.literal);
  merge.collides ||= inner.collides;
  merge.drops ||= inner.drops;
  return copy;
}

/** A copy of the maps in a value; leaves are immutable. */
export function snapshot(value: Value): Value {
  if (!isMap(value)) return value;
  const copy: MapValue = new Map();
  for (const [key, item] of value) copy.set(key, snapshot(item));
  return copy;
}

/** A patch by the spelling under which its keys are kept: exact lower-case spellings last, so that they win. */
function normalized(patch: MapValue): {
  entries: [string, Value][];
  /** The spelling, its parts, and the value of keys like `a/b`. */
  pathLike: [string, string[], Value][];
  collides: boolean;
  drops: boolean;
} {
  let drops = false;
  const others: [string, Value][] = [];
  const exact: [string, Value][] = [];
  const pathLike: [string, string[], Value][] = [];
  for (const [spelled, value] of patch) {
    checkKey(spelled);
    const kept = normalizeKey(spelled);
    if (isPrivateKey(kept)) {
      drops = true;
      continue;
    }
    const parts = spelled.includes('/') ? spelled.split('/').filter(Boolean).map(normalizeKey) : [];
    if (parts.length > 1) pathLike.push([parts.join('/'), parts, value]);
    else if (parts.length === 1) others.push([parts[0] ?? '', value]);
    else (kept === spelled ? exact : others).push([kept, value]);
  }
  if (others.length === 0) return { entries: exact, pathLike, collides: false, drops };
  const taken = new Set(exact.map(([key]) => key));
  const collides = others.some(([key]) => taken.has(key) || (taken.add(key), false));
  const exactKeys = new Set(exact.map(([key]) => key));
  const weaker = others.filter(([key, value]) => isMap(value) || !exactKeys.has(key));
  return { entries: [...weaker, ...exact], pathLike, collides, drops };
}

const isAsKept = (key: string): boolean =>
  key.length <= MAX_KEY_LENGTH && !key.includes('/') && !isPrivateKey(key) && normalizeKey(key) === key;

/** A node drops these wherever a message is set or stored; `priv` itself, which breaks a process there, is kept. */
const isPrivateKey = (key: string): boolean => key.length > 4 && key.startsWith('priv');

function checkKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH)
    throw new PocketbeamError(
      'key-too-long',
      `The patched key ${show(key)} has ${key.length} bytes, more than ${MAX_KEY_LENGTH}.`,
      {
        next: 'Use shorter keys; keep long text in values.',
        status: 400,
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
