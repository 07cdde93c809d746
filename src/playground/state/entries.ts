import type { Plain } from 'pocketbeam';

const order = new Intl.Collator('en', { numeric: true });

/** Entries by key; a list counts from 1, as Lua and HyperPATHs do. Keys are sorted, with numbers in their order. */
export function entriesOf(value: Plain | undefined): [string, Plain][] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.map((item, i) => [String(i + 1), item]);
  return Object.entries(value).sort(([a], [b]) => order.compare(a, b));
}
