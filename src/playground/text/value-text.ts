/** Values from Lua as text for people: never longer than asked, however large the value is. */
import type { Plain } from 'pocketbeam';

export interface TextOptions {
  /** Characters after which the text ends with an ellipsis. Default: no end. */
  limit?: number;
  /** Spaces per level; 0 writes one line. Default 0. */
  indent?: number;
}

/** A string as it is, everything else as JSON; integers beyond 2^53 keep all their digits. */
export function valueText(value: Plain, options: TextOptions = {}): string {
  return typeof value === 'string' ? shorten(value, options.limit) : jsonText(value, options);
}

/** The value as JSON. It stops when `limit` is reached, so that a large map costs no more than what is shown of it. */
export function jsonText(value: Plain, { limit = Infinity, indent = 0 }: TextOptions = {}): string {
  let out = '';
  const line = (depth: number): string => (indent ? `\n${' '.repeat(indent * depth)}` : '');

  function write(item: Plain, depth: number): void {
    if (item === null || typeof item !== 'object') out += leafText(item, limit - out.length);
    else if (Array.isArray(item)) writeAll('[', item, ']', depth, (entry) => write(entry, depth + 1));
    else
      writeAll('{', Object.keys(item), '}', depth, (key) => {
        out += `${JSON.stringify(key)}:${indent ? ' ' : ''}`;
        write(item[key] ?? null, depth + 1);
      });
  }

  function writeAll<T>(open: string, entries: readonly T[], close: string, depth: number, each: (entry: T) => void) {
    out += open;
    for (const [i, entry] of entries.entries()) {
      if (out.length > limit) return;
      out += (i ? ',' : '') + line(depth + 1);
      each(entry);
    }
    out += entries.length ? line(depth) + close : close;
  }

  write(value, 0);
  return shorten(out, limit);
}

function leafText(value: string | number | bigint | boolean | null, room: number): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  // One character more than fits, so that the end is noticed.
  return JSON.stringify(value.length > room ? value.slice(0, Math.max(room, 0) + 1) : value);
}

/** At most `limit` characters; what is cut off is an ellipsis, and no character is cut in two. */
export function shorten(text: string, limit = Infinity): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, Math.max(limit - 1, 0)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * What kind of value it is, in a word or two.
 * @param sizeOf how many entries a map has. Default: counts them.
 */
export function kindOf(
  value: Plain,
  sizeOf = (map: { [key: string]: Plain }): number => Object.keys(map).length,
): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'bigint') return 'number';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'object') return `map of ${sizeOf(value)}`;
  return typeof value;
}
