/**
 * The value model of the Lua engine: Lua values are raw JavaScript values (design §5).
 *
 * | Lua              | JavaScript                                                                  |
 * |------------------|-----------------------------------------------------------------------------|
 * | nil              | `undefined`                                                                 |
 * | boolean          | `boolean`                                                                   |
 * | string           | byte string: a JS string with one char (0–255) per byte, never UTF-16 text  |
 * | integer (64 bit) | `number` while a safe integer (never -0), `bigint` beyond, wrapping at 2^63 |
 * | float            | `number` when not integral (also NaN, ±Infinity), else {@link LuaFloat}     |
 * | table            | {@link LuaTable}                                                            |
 * | function         | {@link LuaClosure} (bytecode) or {@link NativeFunction}                     |
 * | thread           | {@link Coroutine}                                                           |
 *
 * The representation is canonical: an integer that fits a safe number is never a bigint, a float with an integral
 * value (2.0, -0.0, 1e300) is always boxed. So `Number.isInteger(x)` of a raw number tells integer from float, and
 * two raw values are the same key exactly when `===` says so (LuaFloat compares by its value; as a table key it
 * becomes the integer, as in Lua 5.3).
 */
import type { Coroutine } from './interpreter/coroutine.ts';
import type { LuaClosure } from './interpreter/closure.ts';
import type { NativeFunction } from './native.ts';
import type { LuaTable } from './table.ts';

/** A float whose value is integral: boxed so that 2.0 differs from 2. */
export class LuaFloat {
  constructor(readonly n: number) {}
}

export type LuaFunction = LuaClosure | NativeFunction;
export type LuaNumber = number | bigint | LuaFloat;
export type LuaValue = undefined | boolean | string | LuaNumber | LuaTable | LuaFunction | Coroutine;

/** The float `n` in its canonical representation. */
export function float(n: number): number | LuaFloat {
  return Number.isInteger(n) ? new LuaFloat(n) : n;
}
