/** What in a slot's changes a real node would choke on or hide (the table in spec/hyperbeam.md). */
import { isNodeInteger, reservedKey } from '../core/diagnostics.ts';
import type { Change } from '../core/ports/store.ts';
import { isInteger, isList, isMap, type Value } from '../core/value.ts';

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
    const reserved = reservedKey(name, depth > 1);
    if (reserved === 'shadows') found.codes.add('reserved-key');
    if (reserved !== 'breaks') return;
    if (name !== 'device') breaks('reserved-key', `a real node cannot keep the key ${name}`);
    else if (!(typeof value === 'string' && isDevice(value)))
      breaks('reserved-key', 'a real node takes a nested key device for the name of a device');
  };
  const inside = (value: Value, depth: number): void => {
    if (isMap(value))
      for (const [name, item] of value) {
        key(name, item, depth + 1);
        inside(item, depth + 1);
      }
    else if (isList(value)) for (const item of value) inside(item, depth + 1);
    else if (isInteger(value) && !isNodeInteger(value))
      breaks('large-integer', `a real node cannot encode the integer ${value}`);
  };
  for (const { path, value } of changes) {
    if (value === undefined) continue;
    for (const [i, name] of path.entries()) key(name, i === path.length - 1 ? value : new Map(), i + 1);
    inside(value, path.length);
  }
  return found;
}
