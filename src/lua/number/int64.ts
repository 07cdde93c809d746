/**
 * Lua's 64-bit integers (manual §3.4.1, §3.4.2): JS numbers while safe, bigint beyond, wrapping around at 2^63.
 *
 * Every function takes and returns integers in their canonical representation (see value.ts).
 */
import { LuaFloat, type LuaNumber, type LuaValue } from '../value.ts';

export type Integer = number | bigint;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const BIG_MAX_SAFE = BigInt(MAX_SAFE);
const TWO_32 = 2 ** 32;
const TWO_63 = 2 ** 63;

export const MAX_INTEGER: Integer = 2n ** 63n - 1n;
export const MIN_INTEGER: Integer = -(2n ** 63n);

/** Any whole number as a Lua integer: wrapped to 64 bits, canonical. */
export function wrap(n: bigint): Integer {
  const wrapped = BigInt.asIntN(64, n);
  return wrapped <= BIG_MAX_SAFE && wrapped >= -BIG_MAX_SAFE ? Number(wrapped) : wrapped;
}

function isSafe(n: number): boolean {
  return n <= MAX_SAFE && n >= -MAX_SAFE;
}

export function isInteger(value: LuaValue): value is Integer {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

export function isNumber(value: LuaValue): value is LuaNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof LuaFloat;
}

/** The number as a double (integers beyond 2^53 are rounded). */
export function toDouble(value: LuaNumber): number {
  return typeof value === 'number' ? value : value instanceof LuaFloat ? value.n : Number(value);
}

/** The integer of exactly this value, or undefined. */
export function doubleToInteger(n: number): Integer | undefined {
  if (Number.isSafeInteger(n)) return n + 0;
  return Number.isInteger(n) && n >= -TWO_63 && n < TWO_63 ? wrap(BigInt(n)) : undefined;
}

export function add(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (isSafe(sum)) return sum;
  }
  return wrap(BigInt(a) + BigInt(b));
}

export function subtract(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (isSafe(difference)) return difference;
  }
  return wrap(BigInt(a) - BigInt(b));
}

export function multiply(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (isSafe(product)) return product + 0;
  }
  return wrap(BigInt(a) * BigInt(b));
}

export function negate(a: Integer): Integer {
  return typeof a === 'number' ? 0 - a : wrap(-a);
}

/** Remainder with the sign of the divisor, `b` not 0. */
export function modulo(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
  }
  const divisor = BigInt(b);
  const rest = BigInt(a) % divisor;
  return wrap(rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest);
}

/** Quotient rounded towards minus infinity, `b` not 0. */
export function floorDivide(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    // Exact: a − rest is a multiple of b, so no rounding happens in the division.
    const rest = a % b;
    const quotient = (a - rest) / b + 0;
    return rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient;
  }
  const dividend = BigInt(a);
  const divisor = BigInt(b);
  const rest = dividend % divisor;
  const quotient = dividend / divisor;
  return wrap(rest !== 0n && rest < 0n !== divisor < 0n ? quotient - 1n : quotient);
}

/** Joins the signed upper and unsigned lower 32 bits of a value below 2^53. */
function join(high: number, low: number): Integer {
  const joined = high * TWO_32 + (low >>> 0);
  return isSafe(joined) ? joined : BigInt(joined);
}

export function and(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b;
    return join(Math.floor(a / TWO_32) & Math.floor(b / TWO_32), a & b);
  }
  return wrap(BigInt(a) & BigInt(b));
}

export function or(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b;
    return join(Math.floor(a / TWO_32) | Math.floor(b / TWO_32), a | b);
  }
  return wrap(BigInt(a) | BigInt(b));
}

export function xor(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b;
    return join(Math.floor(a / TWO_32) ^ Math.floor(b / TWO_32), a ^ b);
  }
  return wrap(BigInt(a) ^ BigInt(b));
}

export function not(a: Integer): Integer {
  return subtract(-1, a);
}

/** Logical shift; negative counts shift the other way, 64 and more give 0. */
export function shiftLeft(a: Integer, count: Integer): Integer {
  if (count < 0) return count <= -64 ? 0 : shiftRightBy(a, -Number(count));
  return count >= 64 ? 0 : shiftLeftBy(a, Number(count));
}

export function shiftRight(a: Integer, count: Integer): Integer {
  if (count < 0) return count <= -64 ? 0 : shiftLeftBy(a, -Number(count));
  return count >= 64 ? 0 : shiftRightBy(a, Number(count));
}

function shiftLeftBy(a: Integer, count: number): Integer {
  if (typeof a === 'number') {
    const shifted = a * 2 ** count;
    if (isSafe(shifted)) return shifted;
  }
  return wrap(BigInt(a) << BigInt(count));
}

function shiftRightBy(a: Integer, count: number): Integer {
  if (typeof a === 'number' && a >= 0) return Math.floor(a / 2 ** count);
  return wrap(BigInt.asUintN(64, BigInt(a)) >> BigInt(count));
}

/** `a < b` for numbers of any kind, exactly. */
export function lessThan(a: LuaNumber, b: LuaNumber): boolean {
  return (a instanceof LuaFloat ? a.n : a) < (b instanceof LuaFloat ? b.n : b);
}

/** `a <= b` for numbers of any kind, exactly. */
export function lessEqual(a: LuaNumber, b: LuaNumber): boolean {
  return (a instanceof LuaFloat ? a.n : a) <= (b instanceof LuaFloat ? b.n : b);
}

/** Primitive equality of any two values (`rawequal`): 1 == 1.0, NaN ~= NaN. */
export function rawEquals(a: LuaValue, b: LuaValue): boolean {
  if (a === b) return true;
  if (a instanceof LuaFloat) {
    if (b instanceof LuaFloat) return a.n === b.n;
    return typeof b === 'number' ? a.n === b : typeof b === 'bigint' && doubleToInteger(a.n) === b;
  }
  if (b instanceof LuaFloat) return rawEquals(b, a);
  return false;
}
