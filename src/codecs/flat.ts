/** `flat@1.0`: a message as lines `path: value`, sorted, typed by lines of `ao-types`. */
import { PocketbeamError, show } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { beyond, MAX_DEPTH, MAX_VALUES, ValueCount } from '../core/limits.ts';
import { isMap, type MapValue, type Message } from '../core/value.ts';
import { annotate, type Annotated } from './structured.ts';
import { unannotate } from './structured-decode.ts';

/**
 * The message as text, a byte string. As on a node, line breaks in values stand as they are, so that such a text does
 * not read back.
 */
export function encodeFlat(message: Message): string {
  const lines = leaves(annotate(message)).sort(([a], [b]) => (a < b ? -1 : 1));
  return lines.map(([path, value]) => `${path}: ${value}\n`).join('');
}

function leaves(annotated: Annotated, prefix = ''): [string, string][] {
  return [...annotated].flatMap(([key, value]) =>
    isMap(value) ? leaves(value, `${prefix}${key}/`) : [[prefix + key, value]],
  );
}

/**
 * The message that `text` stands for. Empty lines mean nothing.
 * @throws PocketbeamError `bad-flat` for a line without `: `, or a path through a value; `too-many-values`; and what `unannotate` throws.
 */
export function decodeFlat(text: string): Message {
  const message: MapValue = new Map();
  const count = new ValueCount();
  for (const line of text.split(/\r?\n/, MAX_VALUES + 1)) {
    count.add();
    if (line === '') continue;
    const at = line.indexOf(': ');
    if (at < 0) throw badFlat(line, 'has no `: ` between path and value');
    const path = line
      .slice(0, at)
      .split('/', MAX_DEPTH + 2)
      .map(normalizeKey);
    if (path.length > MAX_DEPTH + 1) throw beyond('message-too-deep', 400, 'A line', MAX_DEPTH, 'levels');
    const key = path.pop() ?? '';
    let parent = message;
    for (const step of path) {
      const there = parent.get(step) ?? new Map();
      if (!isMap(there)) throw badFlat(line, 'leads through a value');
      parent.set(step, there);
      parent = there;
    }
    if (isMap(parent.get(key))) throw badFlat(line, 'gives a value to a map');
    parent.set(key, line.slice(at + 2));
  }
  return unannotate(message);
}

const badFlat = (line: string, what: string): PocketbeamError =>
  new PocketbeamError('bad-flat', `The line ${show(line)} ${what}.`, {
    next: 'Write one `path: value` per line, with `/` between the keys of a path.',
    status: 400,
  });
