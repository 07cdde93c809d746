/**
 * Values in JSON, each kind exactly: texts, booleans and plain numbers as they are, everything else as a list that
 * begins with its kind.
 *
 *     ["integer", "9007199254740993"]      ["float", "2"]      ["float", "-0"]      ["atom", "ok"]
 *     ["list", 1, "two"]                   ["map", "key", value, "next key", value]
 */
import { integer, Atom, Float, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import type { Codec } from './codec.ts';
import { badArchive } from './faults.ts';

/** Numbers as texts: JSON has neither -0 nor the infinite ones. */
const FLOAT = /^(?:NaN|-?Infinity|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
/** Reading a longer one takes time that grows with the square; programs cannot make any beyond 64 bits. */
const INTEGER = /^-?\d{1,1000}$/;

export const value: Codec<Value> = { write, read };

export const message: Codec<Message> = {
  write,
  read(json, at) {
    const found = read(json, at);
    if (!isMap(found)) throw badArchive(`${at} is no message`);
    return found;
  },
};

function write(value: Value): unknown {
  if (typeof value === 'bigint') return ['integer', String(value)];
  if (value instanceof Float) return ['float', textOf(value.n)];
  if (value instanceof Atom) return ['atom', value.name];
  if (Array.isArray(value)) return ['list', ...value.map(write)];
  if (isMap(value)) return ['map', ...[...value].flatMap(([key, item]) => [key, write(item)])];
  return typeof value === 'number' && textOf(value) !== JSON.stringify(value) ? ['float', textOf(value)] : value;
}

const textOf = (n: number): string => (Object.is(n, -0) ? '-0' : String(n));

function read(json: unknown, at: string): Value {
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  // A whole number beyond the safe ones is an integer or a float, and JSON would not say which.
  if (typeof json === 'number' && (Number.isSafeInteger(json) || !Number.isInteger(json)) && Number.isFinite(json))
    return json;
  if (!Array.isArray(json)) throw badArchive(`${at} is no value`);
  const [kind, ...items] = json as unknown[];
  if (kind === 'list') return items.map((item, i) => read(item, `${at}[${i}]`));
  if (kind === 'map') return readMap(items, at);
  const [only] = items;
  if (items.length === 1 && typeof only === 'string') {
    if (kind === 'atom') return new Atom(only);
    if (kind === 'integer' && INTEGER.test(only)) return integer(BigInt(only));
    if (kind === 'float' && FLOAT.test(only)) return floatOf(Number(only));
  }
  throw badArchive(`${at} is no value`);
}

/** As {@link write} found it: what has no box and is no integer stands bare. */
const floatOf = (n: number): Value => (Number.isInteger(n) ? new Float(n) : n);

function readMap(items: readonly unknown[], at: string): MapValue {
  const map: MapValue = new Map();
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (typeof key !== 'string' || i + 1 === items.length || map.has(key)) throw badArchive(`${at} is no map`);
    map.set(key, read(items[i + 1], `${at}.${key.slice(0, 40)}`));
  }
  return map;
}
