/** `structured@1.0`: typed values → binaries and maps with `ao-types` (spec/wire.md §1). */
import { Atom, Float, isInteger, isList, isMap, type MapValue, type Value } from '../core/value.ts';
import { floatText } from './float-text.ts';
import { sfDictionary, sfString, sfStrings } from './structured-field.ts';

/** A message on its way to the wire: binaries and maps only. */
export type Annotated = Map<string, string | Annotated>;

/** A value as text, with its type where it has one. */
interface Leaf {
  type?: string;
  text?: string;
}

/** Keys that a node never sends. */
const isPrivate = (key: string): boolean => key.startsWith('priv');

export function annotate(message: MapValue): Annotated {
  const annotated: Annotated = new Map();
  const types: [string, string][] = [];
  for (const key of [...message.keys()].sort()) {
    const value = message.get(key);
    if (value === undefined || isPrivate(key)) continue;
    if (isMap(value) && value.size) {
      const inner = annotate(value);
      if (inner.size) annotated.set(key, inner);
      // All its keys are private.
      else types.push([key, 'empty-message']);
    } else if (isList(value) && holdsMessages(value)) {
      annotated.set(key, annotate(numbered(value)));
      types.push([key, 'list']);
    } else {
      const { type, text } = leaf(value);
      if (type) types.push([key, type]);
      if (text !== undefined) annotated.set(key, text);
    }
  }
  if (types.length) annotated.set('ao-types', aoTypes(types));
  return annotated;
}

/**
 * A list whose first item is a map or a list travels as a map with keys 1, 2, …. What a node does with a list that has
 * a filled map further back or deeper is not known; in this form nothing of it is lost.
 */
const holdsMessages = (list: readonly Value[]): boolean =>
  isMap(list[0]) || isList(list[0]) || list.some(holdsFilledMap) || isTooNested(list);

/** Every level of lists in lists escapes the text of those below once more, and may so double it. */
const isTooNested = (list: readonly Value[]): boolean => list.some(isList) && textSize([...list]) > MAX_LIST_TEXT;
const MAX_LIST_TEXT = 65_536;

/** What the text of a list may come to, in characters. */
const textSize = (item: Value): number => {
  if (isList(item)) return item.reduce<number>((size, one) => size + 2 * textSize(one), 32);
  return typeof item === 'string' ? item.length : 32;
};

const holdsFilledMap = (item: Value): boolean =>
  isMap(item) ? item.size > 0 : isList(item) && item.some(holdsFilledMap);

/** A list as a map with keys 1, 2, …: also the form in which a list is answered as a result. */
export function numbered(list: readonly Value[]): MapValue {
  return new Map(list.map((item, i) => [String(i + 1), item]));
}

/** The text and type of a value that is neither a filled map nor a list of messages; nothing for lists nested too deep. */
export function leaf(value: Value): Leaf {
  if (value === '') return { type: 'empty-binary' };
  if (typeof value === 'string') return { text: value };
  if (isInteger(value)) return { type: 'integer', text: String(value) };
  if (typeof value === 'number') return { type: 'float', text: floatText(value) };
  if (value instanceof Float) return { type: 'float', text: floatText(value.n) };
  if (typeof value === 'boolean') return { type: 'atom', text: sfString(String(value)) };
  if (value instanceof Atom) return { type: 'atom', text: sfString(value.name) };
  if (isMap(value)) return { type: 'empty-message' };
  if (isList(value) && isTooNested(value)) return {};
  if (isList(value))
    return value.length ? { type: 'list', text: sfStrings(value.map(listItem)) } : { type: 'empty-list' };
  return {};
}

/** Binaries stand as they are, other items as `(ao-type-<type>) <text>`. */
function listItem(item: Value): string {
  if (typeof item === 'string') return item;
  const { type, text = '' } = isMap(item) ? leaf(new Map()) : leaf(item);
  return `(ao-type-${type}) ${text}`;
}

function aoTypes(types: readonly [string, string][]): string {
  return sfDictionary(types.map(([key, type]) => [escapeKey(key), type]));
}

const escapeKey = (key: string): string =>
  key.replace(/[^a-z0-9._/?&+-]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
