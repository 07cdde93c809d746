/** What in a slot's changes a real node would choke on or hide (the table in spec/hyperbeam.md). */
import type { Change } from '../core/ports/store.ts';
import { isInteger, isList, isMap, type Value } from '../core/value.ts';

/** A node cannot encode integers beyond. */
const MAX_NODE_INTEGER = 999_999_999_999_999;

/** Keys that functions of message@1.0 shadow when they are read, and those that the documentation advises against. */
const SHADOWED = new Set([
  ...['keys', 'set', 'get', 'id', 'info', 'test', 'remove', 'verify', 'committers'],
  ...['now', 'compute', 'state'],
]);
/** Keys that break a whole process wherever they stand. */
const BREAKING = new Set(['priv', 'ao-types']);

export interface Portability {
  /** Codes of the table's rows. */
  codes: Set<string>;
  /** Why a real node never gets past this slot; undefined when it does. */
  breaks?: string;
}

/**
 * Looks through what a slot changed.
 * @param isDevice whether a name is that of a device: a nested message whose `device` is none cannot be read on a node.
 */
export function portabilityOf(changes: readonly Change[], isDevice: (name: string) => boolean): Portability {
  const found: Portability = { codes: new Set() };
  const breaks = (code: string, why: string): void => {
    found.codes.add(code);
    found.breaks ??= why;
  };
  const key = (name: string, value: Value, depth: number): void => {
    if (BREAKING.has(name)) breaks('reserved-key', `a real node cannot keep the key ${name}`);
    else if (name === 'device' && depth > 1 && !(typeof value === 'string' && isDevice(value)))
      breaks('reserved-key', 'a real node takes a nested key device for the name of a device');
    else if (SHADOWED.has(name)) found.codes.add('reserved-key');
  };
  const inside = (value: Value, depth: number): void => {
    if (isMap(value))
      for (const [name, item] of value) {
        key(name, item, depth + 1);
        inside(item, depth + 1);
      }
    else if (isList(value)) for (const item of value) inside(item, depth + 1);
    else if (isInteger(value) && (value > MAX_NODE_INTEGER || value < -MAX_NODE_INTEGER))
      breaks('large-integer', `a real node cannot encode the integer ${value}`);
  };
  for (const { path, value } of changes) {
    if (value === undefined) continue;
    for (const [i, name] of path.entries()) key(name, i === path.length - 1 ? value : new Map(), i + 1);
    inside(value, path.length);
  }
  return found;
}
