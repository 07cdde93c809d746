/** Under which keys of the cache parts of a program's state go, and the Lua that sends them there. */

/** A part of the state and its key. */
export interface CacheEntry {
  /** Lower-case, as paths are. */
  key: string;
  /** Lua that gives the value: `Balances`, `State.users`. */
  value: string;
}

/** Names that lead elsewhere in a path (the documentation of patch@1.0 and what every message answers), and words of Lua. */
const RESERVED = new Set([
  ...['now', 'compute', 'state', 'info', 'test', 'keys', 'set', 'get', 'id', 'remove', 'verify', 'committers', 'priv'],
  ...['and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'goto', 'if', 'in', 'local', 'nil'],
  ...['not', 'or', 'repeat', 'return', 'then', 'true', 'until', 'while', 'device', 'path', 'method'],
]);

/** Keys for all parts, each its own. */
export function cacheKeys(parts: readonly string[]): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const part of parts) {
    const short = part.slice(part.lastIndexOf('.') + 1).toLowerCase();
    const whole = part.replaceAll('.', '').toLowerCase();
    const free = [short, whole, `app${whole}`].find((key) => !RESERVED.has(key) && !taken.has(key));
    const key = free ?? `app${whole}${taken.size}`;
    taken.add(key);
    keys.set(part, key);
  }
  return keys;
}

/** The line that a handler ends with which changes these. */
export const sendLine = (entries: readonly CacheEntry[]): string =>
  `Send({ device = 'patch@1.0', cache = { ${entries.map(({ key, value }) => `${key} = ${value}`).join(', ')} } })`;

/** What sends them once, as soon as the program is loaded; for the end of the program. */
export const initialSync = (entries: readonly CacheEntry[]): string =>
  [
    "InitialSync = InitialSync or 'INCOMPLETE'",
    "if InitialSync == 'INCOMPLETE' then",
    `  ${sendLine(entries)}`,
    "  InitialSync = 'COMPLETE'",
    'end',
  ].join('\n');
