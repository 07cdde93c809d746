/** What stands in the tag fields of the message form → tags. */

export interface TagRow {
  name: string;
  value: string;
}

/** `tags` in the order of the form; or `problem` in words, with the `row` it is in (`-1`: the Action field). */
export type Collected = { tags: TagRow[] } | { problem: string; row: number };

/**
 * Rows that are wholly empty do not count. Names lose the blanks around them, values are kept as typed.
 * @param action value of the Action field; empty for none.
 */
export function collectTags(action: string, rows: readonly TagRow[]): Collected {
  const tags: TagRow[] = [];
  if (action.trim()) tags.push({ name: 'Action', value: action.trim() });
  for (const [row, { name: typed, value }] of rows.entries()) {
    const name = typed.trim();
    if (!name && !value) continue;
    if (!name) return { problem: `Tag ${row + 1} has the value “${value}” but no name.`, row };
    if (name.toLowerCase() === 'action' && action.trim())
      return { problem: `Tag ${row + 1} is Action again: it already has a field of its own.`, row };
    if (tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase()))
      return { problem: `Tag ${row + 1}, ${name}, is there twice.`, row };
    tags.push({ name, value });
  }
  return { tags };
}
