/** The slow paths of compiled code: what run.ts leaves to metamethods.ts, as functions that give the result back. */
import { concat as concatRange, join, toText } from '../interpreter/concat.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { arithmeticError, indexError } from '../interpreter/faults.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { EQ, LE } from '../interpreter/instructions.ts';
import * as meta from '../interpreter/metamethods.ts';
import type { MethodCache } from '../interpreter/method-cache.ts';
import { isBitwise } from '../number/arithmetic.ts';
import { LuaTable } from '../table.ts';
import { float, type LuaValue } from '../value.ts';

import { MANY, type Outcome } from './convention.ts';
import { fail, finish } from './finish.ts';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

const isSafe = (n: number): boolean => n <= MAX_SAFE && n >= -MAX_SAFE;

/** `x op y` of raw numbers whose result is a raw number, else undefined: see arithmetic.ts. */
export function add(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const sum = x + y;
  return !Number.isInteger(sum) || (Number.isInteger(x) && Number.isInteger(y) && isSafe(sum)) ? sum : undefined;
}

export function subtract(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const rest = x - y;
  return !Number.isInteger(rest) || (Number.isInteger(x) && Number.isInteger(y) && isSafe(rest)) ? rest : undefined;
}

export function multiply(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const product = x * y;
  if (!Number.isInteger(product)) return product;
  // + 0: there is no integer −0.
  return isSafe(product) && Number.isInteger(x) && Number.isInteger(y) ? product + 0 : undefined;
}

export function divide(x: LuaValue, y: LuaValue): LuaValue {
  return typeof x === 'number' && typeof y === 'number' ? float(x / y) : undefined;
}

export function modulo(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number' || x < 0 || y <= 0) return undefined;
  return Number.isInteger(x) && Number.isInteger(y) ? x % y : undefined;
}

/** The value that an operation left at `place`, once the metamethod it may have called has returned. */
function valueAt(vm: Interpreter, co: Coroutine, depth: number, place: number, isDone: boolean): Outcome {
  return isDone || finish(vm, co, depth) ? co.stack[place] : MANY;
}

export function arith(
  vm: Interpreter,
  co: Coroutine,
  op: number,
  x: LuaValue,
  y: LuaValue,
  operandX: number,
  operandY: number,
  place: number,
): Outcome {
  // The most usual fault, without a `throw`.
  if (x === undefined || y === undefined) {
    const other = x ?? y;
    if (vm.metatableOf(other) === undefined)
      return fail(vm, arithmeticError(vm, isBitwise(op), x, y, operandX, operandY));
  }
  const { depth } = co;
  return valueAt(vm, co, depth, place, meta.arith(vm, co.stack, op, x, y, operandX, operandY, place));
}

export function length(vm: Interpreter, co: Coroutine, value: LuaValue, operand: number, place: number): Outcome {
  const { depth } = co;
  return valueAt(vm, co, depth, place, meta.length(vm, co.stack, value, operand, place));
}

/** Whether `..` takes the value as it is, without a metamethod and without a text of its own. */
export const isText = (value: LuaValue): boolean => typeof value === 'string' || typeof value === 'number';

export function concat(vm: Interpreter, left: LuaValue, right: LuaValue): string {
  return join(vm, toText(left) as string, toText(right) as string);
}

export function concatAll(vm: Interpreter, co: Coroutine, first: number, last: number, place: number): Outcome {
  const { depth } = co;
  if (concatRange(vm, co, first, last)) return co.stack[first];
  return valueAt(vm, co, depth, place, false);
}

/** Whether the jump behind the comparison `op` is taken. */
export function compare(
  vm: Interpreter,
  co: Coroutine,
  op: number,
  x: LuaValue,
  y: LuaValue,
  wanted: number,
): boolean | typeof MANY {
  const decide = op === EQ ? meta.compareEqual : op === LE ? meta.compareLessEqual : meta.compareLess;
  const outcome = decide(vm, x, y);
  if (typeof outcome === 'boolean') return outcome === (wanted !== 0);
  const { depth } = co;
  const frame = co.current() as Frame;
  const { pc } = frame;
  meta.callComparison(vm, outcome, x, y, wanted);
  if (!finish(vm, co, depth)) return MANY;
  if (frame.pc === pc) return true;
  // The metamethod's end skipped the jump in the frame and counted it, as the code around does.
  vm.gas++;
  return false;
}

/** `object[key]`; keeps the place of a string key for the fast path of the instruction at `pc`. */
export function get(
  vm: Interpreter,
  co: Coroutine,
  slots: Int32Array,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  place: number,
): Outcome {
  if (object instanceof LuaTable) {
    let value: LuaValue;
    if (typeof key === 'string') {
      const slot = object.find(key);
      if (slot >= 0) {
        slots[pc] = slot;
        value = object.nodes[slot + 1];
      }
    } else value = object.get(key);
    if (value !== undefined || object.metatable === undefined) return value;
  }
  if (object === undefined) return fail(vm, indexError(vm, object, true));
  const { depth } = co;
  return valueAt(vm, co, depth, place, meta.index(vm, co.stack, object, key, place));
}

/** As {@link get} for the function of a method call, which is usually found in a class up the chain of `__index`. */
export function method(
  vm: Interpreter,
  co: Coroutine,
  slots: Int32Array,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  place: number,
  cache: MethodCache,
): Outcome {
  const value = meta.findMethod(vm, slots, pc, object, key, cache);
  if (value !== undefined) return value;
  const { depth } = co;
  return valueAt(vm, co, depth, place, meta.index(vm, co.stack, object, key, place));
}

/** `object[key] = value`; {@link MANY} to leave. */
export function set(
  vm: Interpreter,
  co: Coroutine,
  slots: Int32Array,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  value: LuaValue,
): typeof MANY | undefined {
  if (object instanceof LuaTable && object.metatable === undefined) {
    if (typeof key === 'string') {
      slots[pc] = object.setString(key, value);
      return undefined;
    }
    if (typeof key === 'number' && key === key) {
      object.setNumber(key, value);
      return undefined;
    }
  }
  if (typeof key === 'string' && object instanceof LuaTable) slots[pc] = Math.max(0, object.find(key));
  const { depth } = co;
  return meta.setIndex(vm, object, key, value) || finish(vm, co, depth) ? undefined : MANY;
}

/** The position after `key` in `pairs` (−1 at the end, −2 for a key that is none); `before` is that of `key`, if known. */
export function after(table: LuaTable, key: LuaValue, before: number): number {
  return before >= 0 && table.keyAt(before) === key ? table.following(before) : table.nextPosition(key);
}

export function item(table: LuaTable, n: number): LuaValue {
  const { array } = table;
  return n > 0 && n <= array.length ? array[n - 1] : table.getNumber(n);
}

/** At a jump back when the gas known of is used: how much of it there is. @throws GasError */
export function settle(vm: Interpreter, frame: Frame, used: number, pc: number): number {
  vm.gas -= used;
  if (vm.gas < 0) {
    frame.pc = pc;
    vm.refill();
  }
  return vm.gas;
}
