/**
 * Numbers from text and to text by Lua 5.3's rules (manual §3.1 and §3.4.3; `lua_stringtonumber`, `tostring`).
 */
import { float, LuaFloat, type LuaNumber } from '../value.ts';
import { formatG } from './decimal.ts';
import { MAX_INTEGER, MIN_INTEGER, wrap } from './int64.ts';

export { formatA, formatE, formatF, formatG } from './decimal.ts';
export { wrap as wrapInteger } from './int64.ts';

const DECIMAL_INTEGER = /^[-+]?[0-9]+$/;
const HEX_INTEGER = /^([-+]?)0[xX]([0-9a-fA-F]+)$/;
const DECIMAL_FLOAT = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const HEX_FLOAT = /^([-+]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([-+]?[0-9]+))?$/;
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** The integer that up to 15 digits and nothing else are, as most numbers in texts; −1 for any other text. */
function plainInteger(text: string): number {
  const { length } = text;
  if (length > 15) return -1;
  let value = length === 0 ? -1 : 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * The number that `text` (a byte string) denotes, or undefined: what `tonumber`, the lexer and string arithmetic
 * accept. White space around and a sign are allowed; hexadecimal integers wrap at 64 bits; decimal integers beyond 64
 * bits become floats; hexadecimal floats are read exactly; "inf" and "nan" are no numbers.
 */
export function parseNumber(text: string): LuaNumber | undefined {
  const plain = plainInteger(text);
  if (plain >= 0) return plain;
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (start === end) return undefined;
  const body = start === 0 && end === text.length ? text : text.slice(start, end);
  if (DECIMAL_INTEGER.test(body)) {
    if (body.length <= 15) return Number(body) + 0;
    const digits = body.replace(/^[-+]?0*/, '');
    if (digits.length > 19) return float(Number(body));
    const exact = body.charCodeAt(0) === 45 ? -BigInt(digits) : BigInt(digits);
    return exact >= MIN_INTEGER && exact <= MAX_INTEGER ? wrap(exact) : float(Number(body));
  }
  if (DECIMAL_FLOAT.test(body)) return float(Number(body));
  const hex = HEX_INTEGER.exec(body);
  if (hex !== null) {
    const value = BigInt('0x' + hex[2]!.slice(-16));
    return wrap(hex[1] === '-' ? -value : value);
  }
  return parseHexFloat(body);
}

function parseHexFloat(body: string): LuaNumber | undefined {
  const parts = HEX_FLOAT.exec(body);
  if (parts === null) return undefined;
  const fraction = parts[3] ?? '';
  const digits = parts[2]! + fraction;
  if (digits === '') return undefined;
  // Beyond a million any exponent only means zero or infinity: clamped, so that the sum below stays exact.
  const power = Math.max(-1e9, Math.min(1e9, Number(parts[4] ?? '0')));
  const size = scaleByPowerOfTwo(BigInt('0x' + digits), power - 4 * fraction.length);
  return float(parts[1] === '-' ? -size : size);
}

/** `mantissa * 2^exponent` as a double, rounded once, half to even, subnormals included. */
export function scaleByPowerOfTwo(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const hex = mantissa.toString(16);
  const length = hex.length * 4 - Math.clz32(parseInt(hex[0]!, 16)) + 28;
  const top = length + exponent - 1;
  if (top > 1023) return Infinity;
  if (top < -1076) return 0;
  const drop = length - Math.min(53, top + 1075);
  let kept = mantissa;
  let scale = exponent;
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const lost = mantissa & ((half << 1n) - 1n);
    kept = mantissa >> BigInt(drop);
    if (lost > half || (lost === half && (kept & 1n) === 1n)) kept++;
    scale += drop;
  }
  // Two steps: 2^scale alone may be below the smallest double or beyond the largest.
  const middle = Math.trunc(scale / 2);
  return Number(kept) * 2 ** middle * 2 ** (scale - middle);
}

/**
 * The text of a number as `tostring` and `..` give it: integers in full, floats as `%.14g` with ".0" appended where
 * that looks like an integer (`1e+15`, `-0.0`, `inf`, `-nan`).
 */
export function formatNumber(value: LuaNumber): string {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof LuaFloat) {
    const n = value.n;
    if (n < 1e14 && n > -1e14) return n === 0 && 1 / n < 0 ? '-0.0' : `${n}.0`;
    return formatG(n, 14);
  }
  if (Number.isInteger(value)) return String(value);
  const size = value < 0 ? -value : value;
  if (size >= 1e-4 && size < 1e14) {
    // The shortest text that reads back as this double is also its %.14g text when it has at most 14 digits.
    const short = String(value);
    if (short.length <= 15) return short;
  }
  const text = formatG(value, 14);
  return /^-?[0-9]+$/.test(text) ? text + '.0' : text;
}
