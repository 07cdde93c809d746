/** Many changes as the fewest that do the same. */
import type { Change } from '../core/ports/store.ts';
import { applyChanges, snapshot } from '../core/state.ts';
import type { MapValue, Value } from '../core/value.ts';

/** A path on which something changes: at it, or below it. */
interface Node {
  /** Holds the new value under the empty key, nothing for a removal. Absent: only something below changes. */
  set?: MapValue;
  /** The value is a copy of what a change brought, free to be changed. */
  isCopy?: boolean;
  below?: Map<string, Node>;
}

/**
 * What the changes of all lists do, one after the other: one change for each path and none below another's, so that their
 * order does not matter. What they bring stays as it is.
 */
export function netChanges(lists: readonly (readonly Change[])[]): Change[] {
  const root: Node = {};
  for (const changes of lists) for (const change of changes) add(root, change);
  return [...below(root, [])];
}

function add(root: Node, { path, value }: Change): void {
  let node = root;
  for (const [depth, key] of path.entries()) {
    if (node.set) return within(node, node.set, path.slice(depth), value);
    node.below ??= new Map();
    let next = node.below.get(key);
    if (!next) node.below.set(key, (next = {}));
    node = next;
  }
  delete node.below;
  node.set = new Map(value === undefined ? [] : [['', value]]);
  node.isCopy = false;
}

/** Changes something inside of a value that is set already. */
function within(node: Node, set: MapValue, path: readonly string[], value: Value | undefined): void {
  const held = set.get('');
  if (!node.isCopy && held !== undefined) set.set('', snapshot(held));
  node.isCopy = true;
  applyChanges(set, [{ path: ['', ...path], value, replaces: true }]);
}

function* below(node: Node, path: string[]): Generator<Change> {
  if (node.set) yield { path, value: node.set.get(''), replaces: true };
  for (const [key, next] of node.below ?? []) yield* below(next, [...path, key]);
}
