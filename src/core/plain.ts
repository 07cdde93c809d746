/** Values as plain JavaScript, for the client's API: text, numbers, arrays, objects. */
import { PocketbeamError } from './errors.ts';
import { MAX_DEPTH } from './limits.ts';
import { Atom, binary, binaryOf, Float, isList, isMap, text, type Value } from './value.ts';

/** What {@link toPlain} gives: JSON, and bigint for integers beyond 2^53. */
export type Plain = string | number | bigint | boolean | null | Plain[] | { [key: string]: Plain };

/** Binaries become text (UTF-8, invalid bytes as U+FFFD), 2.0 becomes 2, the atom null null, other atoms their name. */
export function toPlain(value: Value): Plain {
  if (typeof value === 'string') return text(value);
  if (value instanceof Float) return value.n;
  if (value instanceof Atom) return value.name === 'null' ? null : value.name;
  if (isList(value)) return value.map(toPlain);
  // fromEntries defines properties, so that a key `__proto__` stays data.
  if (isMap(value)) return Object.fromEntries([...value].map(([key, item]) => [text(key), toPlain(item)]));
  return value;
}

/**
 * The inverse for what callers give: numbers without a fraction are integers, bytes are binaries.
 * @throws PocketbeamError `bad-value` for anything else (functions, dates, cycles …), with its path.
 */
export function fromPlain(given: unknown, path = 'value', depth = 0): Value {
  if (depth > MAX_DEPTH) throw badValue(path, `nests deeper than ${MAX_DEPTH} levels`);
  switch (typeof given) {
    case 'string':
      return binary(given);
    case 'boolean':
    case 'bigint':
      return given;
    case 'number':
      if (Number.isFinite(given)) return given;
      throw badValue(path, `is ${given}`);
    case 'object':
      break;
    default:
      throw badValue(path, `is of type ${typeof given}`);
  }
  if (given === null) return new Atom('null');
  if (given instanceof Uint8Array) return binaryOf(given);
  if (Array.isArray(given)) return given.map((item, i) => fromPlain(item, `${path}[${i}]`, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) throw badValue(path, 'is no plain object');
  return new Map(
    Object.entries(given).map(([key, item]) => [binary(key), fromPlain(item, `${path}.${key}`, depth + 1)]),
  );
}

const badValue = (path: string, what: string): PocketbeamError =>
  new PocketbeamError('bad-value', `${path} ${what}, which no message can hold.`, {
    next: 'Use text, numbers, booleans, bytes (Uint8Array), arrays and plain objects.',
    status: 400,
  });
