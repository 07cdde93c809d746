/**
 * The arithmetic and bitwise operators on numbers (manual §3.4.1–§3.4.3), without metamethods. Used by the interpreter's
 * slow paths and by the compiler's constant folding.
 */
import { float, LuaFloat, type LuaNumber, type LuaValue } from '../value.ts';
import * as int64 from './int64.ts';
import { parseNumber } from './text.ts';

/** Operators in the order of Lua's opcodes and of fengari's constants. */
export const ADD = 0;
export const SUB = 1;
export const MUL = 2;
export const MOD = 3;
export const POW = 4;
export const DIV = 5;
export const IDIV = 6;
export const BAND = 7;
export const BOR = 8;
export const BXOR = 9;
export const SHL = 10;
export const SHR = 11;
export const UNM = 12;
export const BNOT = 13;

export function isBitwise(op: number): boolean {
  return (op >= BAND && op <= SHR) || op === BNOT;
}

/** A number as it is, a numeric string as the number it denotes, anything else undefined. */
export function toNumber(value: LuaValue): LuaNumber | undefined {
  if (typeof value === 'string') return parseNumber(value);
  return int64.isNumber(value) ? value : undefined;
}

/** The integer that a number or numeric string denotes exactly, or undefined. */
export function toInteger(value: LuaValue): int64.Integer | undefined {
  const number = toNumber(value);
  if (number === undefined || typeof number === 'bigint') return number;
  return int64.doubleToInteger(typeof number === 'number' ? number : number.n);
}

/** What makes an operation on two numbers fail. */
export type ArithmeticFault = 'divide by zero' | 'modulo by zero';

/**
 * `a op b`; for unary operators `b` is ignored. Undefined when an operand is no number (or, for bitwise operators, has
 * no integer representation). Division and modulo of integers by 0 give a fault instead of a number.
 * Strings count as the float they denote, as in Lua 5.3, except for bitwise operators.
 */
export function arithmetic(op: number, a: LuaValue, b: LuaValue): LuaNumber | ArithmeticFault | undefined {
  if (isBitwise(op)) {
    const left = toInteger(a);
    const right = op === BNOT ? 0 : toInteger(b);
    return left === undefined || right === undefined ? undefined : bitwise(op, left, right);
  }
  if (int64.isInteger(a) && int64.isInteger(b) && op !== DIV && op !== POW) return integerArithmetic(op, a, b);
  const left = toNumber(a);
  const right = op === UNM ? 0 : toNumber(b);
  if (left === undefined || right === undefined) return undefined;
  if (op === UNM && int64.isInteger(left))
    return typeof a === 'string' ? float(-int64.toDouble(left)) : int64.negate(left);
  return float(floatArithmetic(op, int64.toDouble(left), int64.toDouble(right)));
}

function integerArithmetic(op: number, a: int64.Integer, b: int64.Integer): LuaNumber | ArithmeticFault {
  switch (op) {
    case ADD:
      return int64.add(a, b);
    case SUB:
      return int64.subtract(a, b);
    case MUL:
      return int64.multiply(a, b);
    case MOD:
      return b === 0 ? 'modulo by zero' : int64.modulo(a, b);
    case IDIV:
      return b === 0 ? 'divide by zero' : int64.floorDivide(a, b);
    default:
      return int64.negate(a);
  }
}

function bitwise(op: number, a: int64.Integer, b: int64.Integer): LuaNumber {
  switch (op) {
    case BAND:
      return int64.and(a, b);
    case BOR:
      return int64.or(a, b);
    case BXOR:
      return int64.xor(a, b);
    case SHL:
      return int64.shiftLeft(a, b);
    case SHR:
      return int64.shiftRight(a, b);
    default:
      return int64.not(a);
  }
}

function floatArithmetic(op: number, a: number, b: number): number {
  switch (op) {
    case ADD:
      return a + b;
    case SUB:
      return a - b;
    case MUL:
      return a * b;
    case MOD:
      return floatModulo(a, b);
    case POW:
      return power(a, b);
    case DIV:
      return a / b;
    case IDIV:
      return Math.floor(a / b);
    default:
      return -a;
  }
}

/** C's fmod, moved to the sign of the divisor as Lua 5.3 does. */
export function floatModulo(a: number, b: number): number {
  const rest = a % b;
  return rest * b < 0 ? rest + b : rest;
}

/** C's pow: unlike JavaScript's, 1 to any power is 1, and (−1)^±inf is 1. */
export function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return Number.isInteger(a) && Number.isInteger(b) ? integralPower(a, b) : a ** b;
}

/** Beyond this exponent every power of an integer but 0 and ±1 is infinite or zero. */
const MAX_EXPONENT = 1100;

/**
 * `a ^ b` of integral numbers, correctly rounded. JavaScript's own is off by a bit for many of them, and need not be the
 * same in every browser.
 */
function integralPower(a: number, b: number): number {
  if (Math.abs(a) <= 1 || Math.abs(b) > MAX_EXPONENT || Math.abs(a) > Number.MAX_SAFE_INTEGER) return a ** b;
  const positive = Math.abs(b);
  let power = 1;
  for (let i = 0; i < positive; i++) {
    power *= a;
    if (Math.abs(power) <= Number.MAX_SAFE_INTEGER) continue;
    if (b < 0) return a ** b;
    return Number(BigInt(a) ** BigInt(b));
  }
  return b < 0 ? 1 / power : power;
}

/** Whether a value is a LuaFloat or a raw non-integral number. */
export function isFloat(value: LuaValue): value is number | LuaFloat {
  return value instanceof LuaFloat || (typeof value === 'number' && !Number.isInteger(value));
}
