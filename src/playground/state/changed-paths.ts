/** Which paths of a cache some slots have changed, as far as what they sent tells: so that no more of it is read. */
import { reservedKey, type Plain, type SlotResult } from 'pocketbeam';
import { normalizeKey } from 'pocketbeam/core';
import { field } from '../text/message-field.ts';
import { isAddressable } from '../text/paths.ts';
import { entryOf, isPlainMap, keysOf, pathId } from './entries.ts';

/** What is known of a slot that was computed. */
export interface ChangedSlot {
  /** The keys directly below `cache` that changed. */
  readonly keys: readonly string[];
  readonly result: Pick<SlotResult, 'messages' | 'gas' | 'diagnostics'>;
}

/** Reading more paths than these one by one takes longer than reading all at once. */
const MAX_PATHS = 64;

/**
 * The paths below which `shown`, a cache before those slots, may have become another one: the deepest that are known.
 * @returns undefined where that is no less than all.
 */
export function changedPaths(shown: Plain | undefined, slots: readonly ChangedSlot[]): string[][] | undefined {
  if (!isPlainMap(shown)) return undefined;
  const paths = new Map<string, string[]>();
  for (const { keys, result } of slots) {
    const patches = result.messages.map((message) => field(message, 'cache')).filter((patch) => patch !== undefined);
    if (!patches.every(isByKeys)) return undefined;
    const told = isToldByPatches(result) ? patches : [];
    for (const key of keys) {
      const values = told.flatMap((patch) => valuesUnder(patch, key));
      for (const value of values) addChanged(value, entryOf(shown, key), [key], paths);
      if (!values.length) paths.set(pathId([key]), [key]);
      if (paths.size > MAX_PATHS) return undefined;
    }
  }
  const found = [...paths.values()];
  return found.every((path) => path.every(isReadable)) ? found : undefined;
}

/** A Lua module without aos changes the state as it likes, and where keys collide another one was meant. */
const isToldByPatches = ({ gas, diagnostics = [] }: ChangedSlot['result']): boolean =>
  gas !== undefined && diagnostics.length === 0;

/** Whether a patch changes just the keys that it has: without any it takes the place of all, and `a/b` is below `a`. */
const isByKeys = (patch: Plain): boolean => {
  const keys = isPlainMap(patch) ? Object.keys(patch) : [];
  return keys.length > 0 && !keys.some((key) => key.includes('/'));
};

/** What a patch has for a key, whatever letters it wrote it in. */
const valuesUnder = (patch: Plain | undefined, key: string): Plain[] =>
  isPlainMap(patch)
    ? Object.entries(patch).flatMap(([name, value]) => (normalizeKey(name) === key ? [value] : []))
    : [];

/** Patches are merged: below a map that stays one, only what they name has changed. */
function addChanged(value: Plain, shown: Plain | undefined, path: string[], paths: Map<string, string[]>): void {
  if (paths.size > MAX_PATHS) return;
  if (!isPlainMap(value) || !isPlainMap(shown) || !keysOf(value).length) {
    paths.set(pathId(path), path);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const key = normalizeKey(name);
    addChanged(inner, entryOf(shown, key), [...path, key], paths);
  }
}

/** Whether a path with this key reads the key, and neither a function nor another key. */
const isReadable = (key: string): boolean => isAddressable(key) && reservedKey(key, true) === undefined;
