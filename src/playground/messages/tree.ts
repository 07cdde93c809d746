/** Places of a trace on a plane: one column for each hop that leads there. */
import type { Hop, Place } from './trace.ts';

export interface TreeNode {
  readonly place: Place;
  /** What led here; undefined for the place where it began. */
  readonly hop: Hop | undefined;
  /** From 0. */
  readonly column: number;
  /** From 0; a place stands half-way between the first and the last that it leads to. */
  readonly row: number;
  readonly parent: TreeNode | undefined;
}

export interface Tree {
  /** A place comes after what leads to it. */
  readonly nodes: readonly TreeNode[];
  readonly columns: number;
  readonly rows: number;
}

interface Branch {
  place: Place;
  hop: Hop | undefined;
  branches: Branch[];
}

/**
 * Lays out hops that begin at one place.
 * @param hops with what leads to a place before what it leads to, as `trace` gives them.
 */
export function layOut(hops: readonly Hop[]): Tree {
  const [first] = hops;
  if (!first) return { nodes: [], columns: 0, rows: 0 };
  const root: Branch = { place: first.from, hop: undefined, branches: [] };
  const known = new Map([[keyOf(first.from), root]]);
  for (const hop of hops) {
    const branch: Branch = { place: hop.to, hop, branches: [] };
    known.get(keyOf(hop.from))?.branches.push(branch);
    if (hop.to.slot !== undefined && !known.has(keyOf(hop.to))) known.set(keyOf(hop.to), branch);
  }
  const nodes: TreeNode[] = [];
  const rows = place(root, 0, 0, undefined, nodes);
  return { nodes, rows, columns: Math.max(...nodes.map(({ column }) => column)) + 1 };
}

const keyOf = ({ process, slot }: Place): string => `${process} ${slot}`;

/** @returns how many rows it takes. */
function place(
  { place: at, hop, branches }: Branch,
  column: number,
  row: number,
  parent: TreeNode | undefined,
  nodes: TreeNode[],
): number {
  const heights = branches.map(heightOf);
  const height = Math.max(sum(heights), 1);
  const first = row + ((heights[0] ?? 1) - 1) / 2;
  const last = row + height - ((heights.at(-1) ?? 1) - 1) / 2 - 1;
  const node: TreeNode = { place: at, hop, column, row: (first + last) / 2, parent };
  nodes.push(node);
  let next = row;
  for (const branch of branches) next += place(branch, column + 1, next, node, nodes);
  return height;
}

const heightOf = ({ branches }: Branch): number => Math.max(sum(branches.map(heightOf)), 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
