import type { Plain } from 'pocketbeam';

const order = new Intl.Collator('en', { numeric: true });

/** From this many on, sorting as people count takes longer than a page may stand still. */
const MANY = 5_000;

/** Maps and lists: what has entries of its own, or could have. */
export type Branch = Plain[] | PlainMap;
export type PlainMap = { [key: string]: Plain };

export const isBranch = (value: Plain | undefined): value is Branch => typeof value === 'object' && value !== null;
export const isPlainMap = (value: Plain | undefined): value is PlainMap => isBranch(value) && !Array.isArray(value);

/** The keys of maps in their order: finding them takes longer than all else of a large one. {@link setEntry} drops them. */
const keysKnown = new WeakMap<PlainMap, readonly string[]>();

/** How many entries it has. */
export const sizeOf = (value: Branch): number => (Array.isArray(value) ? value.length : keysOf(value).length);

/**
 * Its keys, sorted, with numbers in their order; of very many, only those that are numbers all through. A list counts
 * from 1, as Lua and HyperPATHs do. A leaf has none.
 */
export function keysOf(value: Plain | undefined): readonly string[] {
  if (!isBranch(value)) return [];
  if (Array.isArray(value)) return value.map((_, i) => String(i + 1));
  let keys = keysKnown.get(value);
  if (!keys) keysKnown.set(value, (keys = sorted(Object.keys(value))));
  return keys;
}

function sorted(keys: string[]): string[] {
  if (keys.length < MANY) return keys.sort(order.compare);
  // Objects have their whole numbers first, in order, so a sort that keeps those apart is one of texts only.
  const texts = keys.findIndex((key) => !/^(?:0|[1-9]\d{0,9})$/.test(key));
  return texts < 0 ? keys : [...keys.slice(0, texts), ...keys.slice(texts).sort()];
}

/** The value of one of {@link keysOf}; undefined for any other key. */
export function entryOf(branch: Branch, key: string): Plain | undefined {
  if (Array.isArray(branch)) return branch[Number(key) - 1];
  // A key may have the name of what every object inherits.
  return Object.hasOwn(branch, key) ? branch[key] : undefined;
}

/** Sets an entry of a map in place, or removes it where `value` is undefined. */
export function setEntry(map: PlainMap, key: string, value: Plain | undefined): void {
  if (Object.hasOwn(map, key) !== (value !== undefined)) keysKnown.delete(map);
  if (value === undefined) delete map[key];
  else Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
}

/** The path of keys as one text, which no other path has. */
export const pathId = (path: readonly string[]): string => path.reduce(childId, '');

/** The id of a key below a path of this id. */
export const childId = (parent: string, key: string): string => `${parent}${key.length}:${key}`;
