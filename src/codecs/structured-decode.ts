/** `structured@1.0`, reading: binaries, maps and `ao-types` → typed values (spec/wire.md §1). Inverse of `annotate`. */
import { PocketbeamError, show } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { MAX_DEPTH, ValueCount } from '../core/limits.ts';
import { Atom, float, isList, isMap, type ListValue, type MapValue, type Value } from '../core/value.ts';
import { parseInteger } from './integer-text.ts';
import { parseDictionary, parseItem, parseList, type Member } from './structured-field-parser.ts';

const FLOAT = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** An item of a list that is no plain binary. */
const TYPED_ITEM = /^\(ao-type-([a-z-]+)\) ?([^]*)$/;

/**
 * The message that `annotated` stands for: at every level `ao-types` is taken out and applied. Values that are typed
 * already, as JSON has them, stay as they are. A type of a key that is absent means nothing, unless it is an `empty-…`.
 * @throws PocketbeamError `bad-type` for an unknown type, `bad-typed-value` when a text is no value of its type,
 * `bad-structured-field` when `ao-types` does not parse, `message-too-deep`, `too-many-values`.
 */
export function unannotate(annotated: MapValue, depth = 0, count = new ValueCount()): MapValue {
  checkDepth(depth);
  count.add(annotated.size);
  const message: MapValue = new Map();
  for (const [key, value] of annotated) if (key !== 'ao-types') message.set(key, inner(value, depth, count));
  const types = annotated.get('ao-types');
  if (typeof types !== 'string') return message;
  for (const [key, type] of parseTypes(types)) {
    const value = message.get(key);
    if (value === undefined) count.add();
    if (type.startsWith('empty-')) message.set(key, empty(type));
    else if (value !== undefined) message.set(key, typed(type, value, depth, count));
  }
  return message;
}

function inner(value: Value, depth: number, count: ValueCount): Value {
  if (isMap(value)) return unannotate(value, depth + 1, count);
  if (!isList(value)) return value;
  checkDepth(depth + 1);
  count.add(value.length);
  return value.map((item) => inner(item, depth + 1, count));
}

/**
 * The text of `ao-types`: which key has which type. Types may be strings or tokens.
 * @throws PocketbeamError `bad-structured-field`
 */
export function parseTypes(text: string): Map<string, string> {
  const types = new Map<string, string>();
  for (const [escaped, { item }] of parseDictionary(text)) {
    const key = escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    types.set(normalizeKey(key), !Array.isArray(item) && item.kind !== 'boolean' ? String(item.value) : '');
  }
  return types;
}

function empty(type: string): Value {
  if (type === 'empty-binary') return '';
  if (type === 'empty-list') return [];
  if (type === 'empty-message') return new Map();
  throw unknownType(type);
}

function typed(type: string, value: Value, depth: number, count: ValueCount): Value {
  if (type === 'list') return list(value, depth, count);
  if (!['integer', 'float', 'atom'].includes(type)) throw unknownType(type);
  if (typeof value === 'string') return scalar(type, value);
  if (isMap(value) || isList(value)) throw badTypedValue(type, isMap(value) ? 'A map' : 'A list');
  return value;
}

function scalar(type: string, text: string): Value {
  const whole = type === 'integer' ? parseInteger(text) : undefined;
  if (whole !== undefined) return whole;
  if (type === 'float' && FLOAT.test(text) && Number.isFinite(Number(text))) return float(Number(text));
  if (type === 'atom') {
    const { kind, value } = parseItem(text);
    if (kind === 'string' || kind === 'token') return atom(value);
  }
  throw badTypedValue(type, show(text));
}

const atom = (name: string): Value => (name === 'true' ? true : name === 'false' ? false : new Atom(name));

/** A list travels as a structured-field list, or as a map with keys 1, 2, … */
function list(value: Value, depth: number, count: ValueCount): ListValue {
  checkDepth(depth);
  if (isList(value)) return value;
  if (typeof value === 'string') {
    const members = parseList(value);
    count.add(members.length);
    return members.map((member) => listItem(member, depth, count));
  }
  if (!isMap(value)) throw badTypedValue('list', show(value));
  return Array.from({ length: value.size }, (_, i) => {
    const item = value.get(String(i + 1));
    if (item === undefined) throw badTypedValue('list', `A map without the key ${i + 1}`);
    return item;
  });
}

function listItem({ item, raw }: Member, depth: number, count: ValueCount): Value {
  if (Array.isArray(item)) throw badTypedValue('list item', show(raw));
  if (item.kind === 'decimal') return float(item.value);
  if (item.kind !== 'string') return item.value;
  const [, type, text = ''] = TYPED_ITEM.exec(item.value) ?? [];
  if (type === undefined) return item.value;
  return type.startsWith('empty-') ? empty(type) : typed(type, text, depth + 1, count);
}

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH)
    throw new PocketbeamError('message-too-deep', `A message nests deeper than ${MAX_DEPTH} levels.`, { status: 400 });
}

const unknownType = (type: string): PocketbeamError =>
  new PocketbeamError('bad-type', `There is no type ${show(type)}.`, {
    next: 'ao-types knows integer, float, atom, list, empty-binary, empty-list and empty-message.',
    status: 400,
  });

const badTypedValue = (type: string, what: string): PocketbeamError =>
  new PocketbeamError('bad-typed-value', `${what} is no ${type}, as ao-types calls it.`, { status: 400 });
