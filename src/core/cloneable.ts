/**
 * Values as structured clone (postMessage, IndexedDB) and v8.serialize keep them: Float and Atom would lose their class,
 * so they become plain objects with one marked key. Everything else passes as it is, without a copy.
 */
import { Atom, Float } from './value.ts';

const FLOAT = '$float';
const ATOM = '$atom';

export function toCloneable(value: unknown): unknown {
  return convert(value, (leaf) => {
    if (leaf instanceof Float) return { [FLOAT]: leaf.n };
    if (leaf instanceof Atom) return { [ATOM]: leaf.name };
    return leaf;
  });
}

export function fromCloneable(value: unknown): unknown {
  return convert(value, (leaf) => {
    if (typeof leaf !== 'object' || leaf === null) return leaf;
    if (FLOAT in leaf) return new Float(leaf[FLOAT] as number);
    if (ATOM in leaf) return new Atom(leaf[ATOM] as string);
    return leaf;
  });
}

/** Rebuilds only what holds something converted. */
function convert(value: unknown, leaf: (value: object) => unknown): unknown {
  // Bytes hold nothing, and may be many.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const converted = leaf(value);
  if (converted !== value) return converted;
  if (Array.isArray(value)) {
    const items = value.map((item) => convert(item, leaf));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [key, convert(item, leaf)] as const);
    return entries.some(([key, item]) => item !== value.get(key)) ? new Map(entries) : value;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, convert(item, leaf)] as const);
  return entries.some(([key, item]) => item !== (value as Record<string, unknown>)[key])
    ? Object.fromEntries(entries)
    : value;
}
