/**
 * Argument checks of the native libraries with the messages of Lua 5.3's auxiliary library (manual §5.1, `luaL_check*`).
 *
 * Indices are 1-based, as in the messages. `args.length` tells an absent argument ("no value") from nil.
 */
import { LuaClosure } from '../interpreter/closure.ts';
import { NativeFunction, type Runtime } from '../native.ts';
import { formatNumber, parseNumber, wrapInteger } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import { typeName } from '../type-name.ts';
import { LuaFloat, type LuaFunction, type LuaNumber, type LuaValue } from '../value.ts';

/** True for Lua closures and natives, not for tables with `__call`. */
export function isFunction(value: LuaValue): value is LuaFunction {
  return value instanceof LuaClosure || value instanceof NativeFunction;
}

export function isNumber(value: LuaValue): value is LuaNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof LuaFloat;
}

/** True for integers in either representation. */
export function isInteger(value: LuaValue): value is number | bigint {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

/** The number as a double: integers beyond 2^53 are rounded to even. */
export function toDouble(value: LuaNumber): number {
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : value.n;
}

/** The integer of the same value as this double, or undefined when there is none in 64 bits. */
export function doubleToInteger(n: number): number | bigint | undefined {
  if (Number.isSafeInteger(n)) return n + 0;
  if (Number.isInteger(n) && n >= -(2 ** 63) && n < 2 ** 63) return wrapInteger(BigInt(n));
  return undefined;
}

/** The integer that a number or numeric string denotes exactly, or undefined (`lua_tointegerx`). */
export function toInteger(value: LuaValue): number | bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value === 'bigint') return value;
  if (value instanceof LuaFloat) return doubleToInteger(value.n);
  if (typeof value === 'string') {
    const parsed = parseNumber(value);
    return parsed === undefined ? undefined : toInteger(parsed);
  }
  return undefined;
}

/** The number that a number or numeric string denotes, or undefined (`lua_tonumberx`). */
export function toNumber(value: LuaValue): LuaNumber | undefined {
  if (isNumber(value)) return value;
  return typeof value === 'string' ? parseNumber(value) : undefined;
}

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

/** `a + b` in 64-bit integers, wrapping. */
export function addInteger(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wrapInteger(BigInt(a) + BigInt(b));
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
