/** The state as last computed: one record for each leaf. */
import { applyChanges, dig } from '../core/state.ts';
import type { MapValue, Value } from '../core/value.ts';
import type { Key, Transaction } from './key-value.ts';

/** What stands at `path`: a leaf, what lies below as a map, or something inside of a list above. */
export async function presentAt(tx: Transaction, process: string, path: readonly string[]): Promise<Value | undefined> {
  const prefix: Key = [process, 'now'];
  const above = path.map((_, length) => path.slice(0, length + 1));
  const [below, ...leaves] = await Promise.all([
    tx.under<Value>([...prefix, ...path]),
    ...above.map((at) => tx.get<Value>([...prefix, ...at])),
  ]);
  for (const [i, leaf] of leaves.entries()) if (leaf !== undefined) return dig(leaf, path.slice(i + 1));
  // The state itself is there, even without a key.
  return below.length || path.length === 0 ? mapOf(below) : undefined;
}

function mapOf(leaves: readonly [Key, Value][]): MapValue {
  const map: MapValue = new Map();
  for (const [rest, value] of leaves)
    if (rest.length === 1) map.set(String(rest[0]), value);
    else applyChanges(map, [{ path: rest.map(String), value, replaces: false }]);
  return map;
}
