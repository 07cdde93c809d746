/**
 * The values of an AO-Core message (spec/wire.md §1).
 *
 * | AO-Core | JavaScript                                                                                     |
 * |---------|------------------------------------------------------------------------------------------------|
 * | binary  | byte string: a JS string with one char (0–255) per byte. Text is UTF-8 inside, see {@link text} |
 * | integer | `number` while a safe integer, `bigint` beyond                                                  |
 * | float   | `number` when not integral, else {@link Float}, so that 2 and 2.0 differ                        |
 * | atom    | `boolean` for true and false, else {@link Atom}                                                 |
 * | list    | array                                                                                          |
 * | map     | `Map` with byte-string keys: no key can reach a prototype                                      |
 *
 * Empty binary, empty list and empty map are the empty string, array and Map. Byte strings make header values,
 * HTTP bodies, sorting (bytewise) and Lua strings one representation, without re-encoding.
 */

/** A float whose value is integral, boxed so that it differs from the integer. */
export class Float {
  constructor(readonly n: number) {}
}

/** An atom other than `true` and `false`, such as `null` or `ok`. */
export class Atom {
  constructor(readonly name: string) {}
}

export type MapValue = Map<string, Value>;
export type ListValue = Value[];
export type Value = string | number | bigint | boolean | Float | Atom | ListValue | MapValue;

/** A message is a map from lower-case names to values. */
export type Message = MapValue;

/** The float `n` in its canonical representation. */
export function float(n: number): number | Float {
  return Number.isInteger(n) ? new Float(n) : n;
}

/** The integer `n` in its canonical representation: a bigint only beyond the safe range. */
export function integer(n: bigint): number | bigint {
  return n >= BigInt(Number.MIN_SAFE_INTEGER) && n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : n;
}

export function isInteger(value: Value): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

export function isFloat(value: Value): value is number | Float {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

export function isMap(value: Value | undefined): value is MapValue {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is ListValue {
  return Array.isArray(value);
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** Byte string → bytes. */
export function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  // The faster way where it gives the same.
  if (isAscii(binary)) return utf8Encoder.encode(binary);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Bytes → byte string. */
export function binaryOf(bytes: Uint8Array): string {
  let binary = '';
  // In slices: String.fromCharCode takes its arguments from the stack. Spreading them takes ten times as long.
  for (let i = 0; i < bytes.length; i += 8192)
    binary += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(i, i + 8192));
  return binary;
}

const isAscii = (s: string): boolean => !/[^\0-\x7f]/.test(s);

/** JS text → its UTF-8 byte string. */
export function binary(jsText: string): string {
  return isAscii(jsText) ? jsText : binaryOf(utf8Encoder.encode(jsText));
}

/** UTF-8 byte string → JS text; invalid sequences become U+FFFD. */
export function text(bytes: string): string {
  return isAscii(bytes) ? bytes : utf8Decoder.decode(bytesOf(bytes));
}

/** Equality of two values by AO-Core kind and content: 2 and 2.0 differ, maps compare without order. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (typeof a === 'number') return typeof b === 'number' && Number.isNaN(a) && Number.isNaN(b);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof Float) return b instanceof Float && Object.is(a.n, b.n);
  if (a instanceof Atom) return b instanceof Atom && a.name === b.name;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isMap(b) || a.size !== b.size) return false;
  for (const [key, value] of a) if (!equal(value, b.get(key))) return false;
  return true;
}
