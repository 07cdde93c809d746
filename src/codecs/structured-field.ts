/**
 * The few structured-field items (RFC 9651) that a node writes. Ours rather than a library: the node escapes only `"`
 * and `\` and lets every other byte stand, where the RFC forbids anything but printable ASCII.
 */

/** A quoted string. */
export function sfString(binary: string): string {
  return `"${binary.replace(/["\\]/g, '\\$&')}"`;
}

/** A list of quoted strings. */
export function sfStrings(items: readonly string[]): string {
  return items.map(sfString).join(', ');
}

/** A dictionary of quoted strings, in the order given. */
export function sfDictionary(entries: Iterable<readonly [string, string]>): string {
  return [...entries].map(([key, value]) => `${key}=${sfString(value)}`).join(', ');
}
