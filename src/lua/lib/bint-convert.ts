/** How bints are made from and turned into other values, and what can be asked of them. */
import type { NativeResult } from '../native.ts';
import { wrapInteger } from '../number/text.ts';
import type { LuaValue } from '../value.ts';
import {
  checkIndex,
  checkString,
  isInteger,
  isNumber,
  isTruthy,
  optIndex,
  produced,
  toDouble,
  toInteger,
} from './arguments.ts';
import type { BintBody } from './bint-arithmetic.ts';
import { parseDigits, type Bints } from './bint-value.ts';

const NOT_AN_INTEGER = 'value cannot be represented by a bint';

/** A bint for an integer, nil for undefined. */
function made(bints: Bints, value: bigint | undefined): NativeResult {
  return value === undefined ? undefined : bints.make(value);
}

function integerOf(value: LuaValue): bigint | undefined {
  const integer = isNumber(value) || typeof value === 'string' ? toInteger(value) : undefined;
  return integer === undefined ? undefined : BigInt(integer);
}

const create: BintBody = (bints, args) => {
  const value = bints.convert(args[0]);
  if (value === undefined) throw bints.rt.error(NOT_AN_INTEGER);
  return bints.make(value);
};

/** A bint stays itself unless a copy is asked for. */
const tobint: BintBody = (bints, args) => {
  if (bints.isBint(args[0]) && !isTruthy(args[1])) return args[0];
  return made(bints, bints.convert(args[0]));
};

const parse: BintBody = (bints, args) => {
  const result = tobint(bints, args) ?? bints.toNumber(args[0]);
  if (result === undefined) throw bints.rt.error('value cannot be represented by a bint or lua number');
  return result;
};

const frombase: BintBody = (bints, args) => {
  const base = optIndex(bints.rt, args, 2, 10);
  const text = args[0];
  if (typeof text !== 'string' || base < 2 || base > 36) return undefined;
  bints.chargeDigits(text.length);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const value = parseDigits(text.slice(sign.length), base);
  return made(bints, value === undefined || sign !== '-' ? value : -value);
};

function bytesValue(text: string, bits: number): bigint {
  let hex = '';
  for (let at = Math.max(0, text.length - Math.ceil(bits / 8)); at < text.length; at++) {
    hex += text.charCodeAt(at).toString(16).padStart(2, '0');
  }
  return hex === '' ? 0n : BigInt('0x' + hex);
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

const frombe: BintBody = (bints, args) => {
  const text = checkString(bints.rt, args, 1);
  bints.rt.charge(Math.trunc(text.length / 4));
  return bints.make(bytesValue(text, bints.bits));
};

const fromle: BintBody = (bints, args) => {
  const text = checkString(bints.rt, args, 1);
  bints.rt.charge(Math.trunc(text.length / 4));
  return bints.make(bytesValue(reversed(text), bints.bits));
};

/** All bytes of the value, highest first; without zero bytes in front when `trim` is true. */
function bigEndian(bints: Bints, value: LuaValue, trim: LuaValue): string {
  const digits = bints
    .unsigned(bints.need(value))
    .toString(16)
    .padStart(Math.ceil(bints.bits / 8) * 2, '0');
  bints.rt.charge(Math.trunc(digits.length / 4));
  let text = '';
  for (let at = 0; at < digits.length; at += 2) text += String.fromCharCode(parseInt(digits.slice(at, at + 2), 16));
  return isTruthy(trim) ? text.replace(/^\0+/, '') : text;
}

const tobase: BintBody = (bints, args) => {
  const base = optIndex(bints.rt, args, 2, 10);
  const value = bints.convert(args[0]);
  if (value === undefined || base < 2 || base > 36) return undefined;
  bints.chargeDigits(Math.ceil(bints.bits / 4));
  const unsigned = args[2] === undefined ? base !== 10 : isTruthy(args[2]);
  return produced(bints.rt, (unsigned ? bints.unsigned(value) : value).toString(base));
};

/** The low 64 bits of a bint; other values as Lua converts them. */
const tointeger: BintBody = (bints, args) => {
  const value = args[0];
  if (bints.isBint(value)) return wrapInteger(bints.read(value));
  return isNumber(value) || typeof value === 'string' ? toInteger(value) : undefined;
};

const type: BintBody = (bints, args) => {
  const value = args[0];
  if (bints.isBint(value)) return 'bint';
  return isNumber(value) ? (isInteger(value) ? 'integer' : 'float') : undefined;
};

function rounded(round: (n: number) => number): BintBody {
  return (bints, args) => {
    if (bints.isBint(args[0])) return bints.make(bints.read(args[0]));
    const n = round(toDouble(bints.needNumber(args[0])));
    const exact = bints.convert(args[0]) ?? (Number.isFinite(n) ? BigInt(n) : undefined);
    if (exact === undefined) throw bints.rt.error(NOT_AN_INTEGER);
    return bints.make(exact);
  };
}

/** A question about the integer; false for values that are none. */
function question(answer: (value: bigint) => boolean): BintBody {
  return (bints, args) => {
    const value = bints.convert(args[0]);
    return value !== undefined && answer(value);
  };
}

/** The sign of any number: also floats have one. */
function signQuestion(answer: (sign: number) => boolean): BintBody {
  return (bints, args) => {
    const value = bints.convert(args[0]);
    if (value !== undefined) return answer(value < 0n ? -1 : value > 0n ? 1 : 0);
    const number = bints.toNumber(args[0]);
    return number !== undefined && answer(Math.sign(toDouble(number)));
  };
}

export const conversions: Readonly<Record<string, BintBody>> = {
  __tostring: (bints, args) => tobase(bints, [args[0]]),
  new: create,
  tobint,
  parse,
  frombase,
  fromstring: (bints, args) => made(bints, typeof args[0] === 'string' ? bints.parse(args[0]) : undefined),
  frominteger: (bints, args) => made(bints, integerOf(args[0])),
  fromuinteger: (bints, args) => {
    const value = integerOf(args[0]);
    return made(bints, value === undefined ? undefined : BigInt.asUintN(64, value));
  },
  frombe,
  fromle,
  zero: (bints) => bints.make(0n),
  one: (bints) => bints.make(1n),
  mininteger: (bints) => bints.make(1n << BigInt(bints.bits - 1)),
  maxinteger: (bints) => bints.make((1n << BigInt(bints.bits - 1)) - 1n),
  tobase,
  tobe: (bints, args) => produced(bints.rt, bigEndian(bints, args[0], args[1])),
  tole: (bints, args) => produced(bints.rt, reversed(bigEndian(bints, args[0], args[1]))),
  tonumber: (bints, args) => bints.toNumber(args[0]),
  tointeger,
  touinteger: tointeger,
  trunc: rounded(Math.trunc),
  floor: rounded(Math.floor),
  ceil: rounded(Math.ceil),
  type,
  isbint: (bints, args) => bints.isBint(args[0]),
  isintegral: (bints, args) => bints.isBint(args[0]) || isInteger(args[0]),
  isnumeric: (bints, args) => bints.isBint(args[0]) || isNumber(args[0]),
  iszero: question((value) => value === 0n),
  isone: question((value) => value === 1n),
  isminusone: question((value) => value === -1n),
  iseven: question((value) => (value & 1n) === 0n),
  isodd: question((value) => (value & 1n) === 1n),
  isneg: signQuestion((sign) => sign < 0),
  ispos: signQuestion((sign) => sign > 0),
};

/** The arguments of the module: bits, a whole number of words, and the bits of a word (default 32), which do not matter. */
export function checkWidth(bints: { rt: Bints['rt'] }, args: readonly LuaValue[]): number {
  const bits = args[0] === undefined ? 256 : checkIndex(bints.rt, args, 1);
  const word = optIndex(bints.rt, args, 2, 32);
  if (word <= 0 || bits <= 0 || bits % word !== 0) throw bints.rt.error('bitsize is not multiple of word bitsize');
  if (bits > 65536) throw bints.rt.error('bitsize is too large');
  return bits;
}
