/** The cache as lines of a tree: what is open, or found. */
import type { Plain } from 'pocketbeam';
import { childId, entryOf, isBranch, keysOf, sizeOf, type Branch } from './entries.ts';

export interface TreeRow {
  /** That of its path, {@link childId}. */
  readonly id: string;
  readonly key: string;
  /** As it is now: a leaf may become another without another line. */
  readonly value: Plain;
  readonly parent: TreeRow | undefined;
  /** From 1. */
  readonly level: number;
  /** Undefined for what has no entries. */
  readonly open: boolean | undefined;
  /** Place among its siblings, from 1. */
  readonly at: number;
  /** How many siblings there are, itself among them. */
  readonly of: number;
}

/** What people have opened and closed, by id. What they have not touched is open near the root, if it is small. */
export type Expansion = ReadonlyMap<string, boolean>;

const SMALL = 50;

/** The keys that lead to a row. */
export function pathOf(row: TreeRow): string[] {
  const path: string[] = [];
  for (let at: TreeRow | undefined = row; at; at = at.parent) path.unshift(at.key);
  return path;
}

/** The lines of a cache, in order. */
export function treeRows(value: Plain | undefined, expansion: Expansion): TreeRow[] {
  return new Lines(expansion, '').below(value);
}

/**
 * Only what has `words` in a key or a value, in upper or lower case, with the maps that it is in: those are open. A map
 * that is found by its own key opens as ever.
 * @returns the lines, and how many of them are what was found.
 */
export function foundRows(
  value: Plain | undefined,
  expansion: Expansion,
  words: string,
): { rows: TreeRow[]; found: number } {
  const lines = new Lines(expansion, words.toLowerCase());
  return { rows: lines.below(value), found: lines.found };
}

class Row implements TreeRow {
  of = 0;

  constructor(
    private readonly branch: Branch,
    readonly key: string,
    readonly parent: TreeRow | undefined,
    readonly id: string,
    readonly level: number,
    readonly open: boolean | undefined,
    readonly at: number,
  ) {}

  get value(): Plain {
    return entryOf(this.branch, this.key) ?? null;
  }
}

class Lines {
  found = 0;
  private readonly rows: TreeRow[] = [];

  constructor(
    private readonly expansion: Expansion,
    private readonly words: string,
  ) {}

  below(value: Plain | undefined): TreeRow[] {
    this.add(value, undefined, this.words === '');
    return this.rows;
  }

  /** @param all whether its entries are shown whatever is in them. */
  private add(value: Plain | undefined, parent: TreeRow | undefined, all: boolean): void {
    if (!isBranch(value)) return;
    const siblings: Row[] = [];
    const level = (parent?.level ?? 0) + 1;
    for (const key of keysOf(value)) {
      const item = entryOf(value, key);
      if (item === undefined) continue;
      const hit = this.words !== '' && this.has(key, item);
      if (hit) this.found++;
      // What is in it has to be seen; what was found by its key, or is shown anyway, opens as people left it.
      const seen = all || hit;
      const id = childId(parent?.id ?? '', key);
      const size = isBranch(item) ? sizeOf(item) : 0;
      const open = size ? !seen || this.isOpen(id, parent === undefined, size) : undefined;
      // Without a match below it would not stay: of a hundred thousand leaves that is most.
      if (!seen && !open) continue;
      const row = new Row(value, key, parent, id, level, open, siblings.length + 1);
      const mark = this.rows.push(row);
      if (open) this.add(item, row, seen);
      if (seen || this.rows.length > mark) siblings.push(row);
      else this.rows.length = mark - 1;
    }
    for (const row of siblings) row.of = siblings.length;
  }

  private isOpen(id: string, top: boolean, size: number): boolean {
    return this.expansion.get(id) ?? (top && size <= SMALL);
  }

  private has(key: string, item: Plain): boolean {
    return key.toLowerCase().includes(this.words) || (!isBranch(item) && leafText(item).includes(this.words));
  }
}

const leafText = (leaf: Exclude<Plain, object> | null): string => String(leaf).toLowerCase();

/** What a key does in a tree, as the ARIA Authoring Practices say: to another line, or a line opens or closes. */
export type Move = { readonly to: number } | { readonly toggle: TreeRow } | undefined;

/**
 * @param at index of the chosen line; -1 for none.
 * @param page lines that Page Up and Page Down pass.
 */
export function afterKey(key: string, rows: readonly TreeRow[], at: number, page: number): Move {
  const row = rows[at];
  const last = rows.length - 1;
  const to = (index: number): Move => (last < 0 ? undefined : { to: Math.min(Math.max(index, 0), last) });
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'PageDown':
      return to(at + page);
    case 'PageUp':
      return to(at - page);
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    case 'Enter':
    case ' ':
      return row?.open === undefined ? undefined : { toggle: row };
    case 'ArrowRight':
      if (row?.open === undefined) return undefined;
      return row.open ? to(at + 1) : { toggle: row };
    case 'ArrowLeft':
      if (row?.open) return { toggle: row };
      return row?.parent ? to(rows.indexOf(row.parent)) : undefined;
    default:
      return undefined;
  }
}
