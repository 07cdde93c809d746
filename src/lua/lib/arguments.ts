/**
 * Argument checks of the native libraries with the messages of Lua 5.3's auxiliary library (manual §5.1, `luaL_check*`).
 *
 * Indices are 1-based, as in the messages. `args.length` tells an absent argument ("no value") from nil.
 */
import { isFunction } from '../interpreter/metamethods.ts';
import type { Runtime } from '../native.ts';
import { toInteger, toNumber } from '../number/arithmetic.ts';
import { isNumber, toDouble } from '../number/int64.ts';
import { formatNumber } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import { typeName } from '../type-name.ts';
import type { LuaFunction, LuaNumber, LuaValue } from '../value.ts';

export { isFunction, isNumber, toDouble, toInteger, toNumber };
export { add as addInteger, doubleToInteger, isInteger } from '../number/int64.ts';

/**
 * A 64-bit integer as a JavaScript number for positions and counts: exact while safe, rounded beyond, where no string
 * or table reaches anyway.
 */
export function toIndex(value: number | bigint): number {
  return Number(value);
}

/** "X expected, got Y" for argument `index`. */
export function typeError(rt: Runtime, args: readonly LuaValue[], index: number, expected: string): Error {
  const value = args[index - 1];
  let got = 'no value';
  if (index <= args.length) {
    const name = rt.metamethod(value, '__name');
    got = typeof name === 'string' ? name : typeName(value);
  }
  return rt.argError(index, `${expected} expected, got ${got}`);
}

/** Any value, nil included, but it must be there (`luaL_checkany`). */
export function checkAny(rt: Runtime, args: readonly LuaValue[], index: number): LuaValue {
  if (index > args.length) throw rt.argError(index, 'value expected');
  return args[index - 1];
}

/** An integer, a float with an integral value or a string that denotes one (`luaL_checkinteger`). */
export function checkInteger(rt: Runtime, args: readonly LuaValue[], index: number): number | bigint {
  const value = args[index - 1];
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const integer = toInteger(value);
  if (integer !== undefined) return integer;
  if (toNumber(value) !== undefined) throw rt.argError(index, 'number has no integer representation');
  throw typeError(rt, args, index, 'number');
}

/** {@link checkInteger} for positions and counts: see {@link toIndex}. */
export function checkIndex(rt: Runtime, args: readonly LuaValue[], index: number): number {
  return toIndex(checkInteger(rt, args, index));
}

/** {@link checkInteger}, `fallback` for nil and absent arguments (`luaL_optinteger`). */
export function optInteger<T>(rt: Runtime, args: readonly LuaValue[], index: number, fallback: T): number | bigint | T {
  return args[index - 1] === undefined ? fallback : checkInteger(rt, args, index);
}

/** {@link checkIndex}, `fallback` for nil and absent arguments. */
export function optIndex(rt: Runtime, args: readonly LuaValue[], index: number, fallback: number): number {
  return args[index - 1] === undefined ? fallback : checkIndex(rt, args, index);
}

/** A number or a numeric string (`luaL_checknumber`), integer or float as it is. */
export function checkNumber(rt: Runtime, args: readonly LuaValue[], index: number): LuaNumber {
  const number = toNumber(args[index - 1]);
  if (number === undefined) throw typeError(rt, args, index, 'number');
  return number;
}

/** {@link checkNumber} as a double. */
export function checkDouble(rt: Runtime, args: readonly LuaValue[], index: number): number {
  return toDouble(checkNumber(rt, args, index));
}

/** A string; numbers are converted (`luaL_checklstring`). */
export function checkString(rt: Runtime, args: readonly LuaValue[], index: number): string {
  const value = args[index - 1];
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw typeError(rt, args, index, 'string');
}

/** {@link checkString}, `fallback` for nil and absent arguments (`luaL_optlstring`). */
export function optString(rt: Runtime, args: readonly LuaValue[], index: number, fallback: string): string {
  return args[index - 1] === undefined ? fallback : checkString(rt, args, index);
}

export function checkTable(rt: Runtime, args: readonly LuaValue[], index: number): LuaTable {
  const value = args[index - 1];
  if (value instanceof LuaTable) return value;
  throw typeError(rt, args, index, 'table');
}

export function checkFunction(rt: Runtime, args: readonly LuaValue[], index: number): LuaFunction {
  const value = args[index - 1];
  if (isFunction(value)) return value;
  throw typeError(rt, args, index, 'function');
}

/** Lua truth: everything but nil and false. */
export function isTruthy(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

/** The longest string JavaScript engines take everywhere (V8: 2^29 - 24). */
const MAX_STRING = 0x1fffffe8;

/** `left .. right`, or "not enough memory" where JavaScript has no such strings. */
export function join(rt: Runtime, left: string, right: string): string {
  checkLength(rt, left.length + right.length);
  return left + right;
}

/** Throws "not enough memory" for a string length that JavaScript does not have. */
export function checkLength(rt: Runtime, length: number): void {
  if (length > MAX_STRING) throw rt.error('not enough memory');
}

/** Before a string of `length` bytes is made: charges its memory and the work of writing it. */
export function reserve(rt: Runtime, length: number): void {
  rt.charge(Math.trunc(length / 16));
  rt.allocate(length);
  checkLength(rt, length);
}

/** A result string: its memory and the work of writing it are charged. */
export function produced(rt: Runtime, text: string): string {
  rt.charge(Math.trunc(text.length / 16));
  rt.allocate(text.length);
  return text;
}
