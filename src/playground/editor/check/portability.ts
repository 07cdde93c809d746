/** What of the patches in a program a real node would refuse or hide, as far as the text shows it. */
import type { Node } from 'luaparse';
import { isNodeInteger, reservedKey } from 'pocketbeam';
import { nodeText, type Mark } from './mark.ts';
import { entriesOf, isTable, literalOf, type Entry, type TableNode } from './tables.ts';

/** Keys of a message that are its envelope: they are not what the patch is about. */
const ENVELOPE = new Set(['device', 'method', 'target', 'action', 'tags', 'data', 'anchor']);

/** The patch tables of a program: `{ device = 'patch@1.0', … }` and `{ method = 'PATCH', … }`. */
export function patchTables(nodes: readonly Node[]): TableNode[] {
  return nodes.filter(isTable).filter((table) =>
    entriesOf(table).some(({ key, value }) => {
      const name = key?.toLowerCase();
      const text = literalOf(value);
      return (name === 'device' && text === 'patch@1.0') || (name === 'method' && text === 'PATCH');
    }),
  );
}

/** @returns marks in no order. */
export function portabilityMarks(nodes: readonly Node[]): Mark[] {
  const marks: Mark[] = [];
  for (const patch of patchTables(nodes))
    for (const entry of entriesOf(patch))
      if (!ENVELOPE.has(entry.key?.toLowerCase() ?? '')) checkValue(entry, marks, 0);
  return marks;
}

function checkValue({ value }: Entry, marks: Mark[], depth: number): void {
  if (isTable(value)) {
    const entries = entriesOf(value);
    for (const entry of entries) {
      if (entry.key !== undefined) checkKey(entry, entry.key, marks, depth);
      checkValue(entry, marks, depth + 1);
    }
    checkCollisions(entries, marks);
    return;
  }
  const literal = literalOf(value);
  if (typeof literal === 'boolean') add(marks, value, 'warning', 'boolean-leaf', "Patch the text 'true' or 'false'.");
  if (typeof literal === 'bigint' && !isNodeInteger(literal))
    add(marks, value, 'warning', 'large-integer', 'Patch it as text: tostring(…).');
}

function checkKey({ place, value }: Entry, key: string, marks: Mark[], depth: number): void {
  if (key === '') add(marks, place, 'warning', 'empty-key', 'Give the key a name.');
  else if (reservedKey(key.toLowerCase(), depth > 0) && !(key === 'device' && isDeviceName(literalOf(value))))
    add(marks, place, 'warning', 'reserved-key', 'Take another name.');
  else if (key !== key.toLowerCase())
    marks.push({
      ...rangeOf(place),
      severity: 'info',
      message: `Paths and maps have this key as ${key.toLowerCase()}: lower-case keys are read back as they were written.`,
      code: 'mixed-case-key',
    });
}

function checkCollisions(entries: readonly Entry[], marks: Mark[]): void {
  const seen = new Map<string, string>();
  for (const { key, place } of entries) {
    if (key === undefined) continue;
    const before = seen.get(key.toLowerCase());
    if (before !== undefined && before !== key)
      add(marks, place, 'warning', 'case-collision', `It is ${before} again, but for its case.`);
    seen.set(key.toLowerCase(), key);
  }
}

const isDeviceName = (value: unknown): boolean => typeof value === 'string' && /^[a-z0-9-]+@\d/.test(value);

function add(marks: Mark[], place: Node, severity: Mark['severity'], code: string, next: string): void {
  marks.push({ ...rangeOf(place), severity, message: `${nodeText(code)} ${next}`, code });
}

const rangeOf = ({ range: [from, to] }: Node): { from: number; to: number } => ({ from, to });
