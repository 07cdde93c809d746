/** The numeric `for` loop (manual §3.3.5) with Lua 5.3's rules for mixed kinds, clipped limits and wrap-around. */
import { toNumber } from '../number/arithmetic.ts';
import * as int64 from '../number/int64.ts';
import { float, LuaFloat, type LuaNumber, type LuaValue } from '../value.ts';
import { runtimeError } from './faults.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * FORPREP on index, limit and step at `stack[a]`…`stack[a + 2]`: leaves the index one step before its start. A loop of
 * floats has its limit boxed, integral or not: so FORLOOP knows it, and the limit is a register no program sees.
 */
export function prepare(vm: Interpreter, stack: LuaValue[], a: number): void {
  const start = stack[a];
  const step = stack[a + 2];
  if (int64.isInteger(start) && int64.isInteger(step)) {
    const limit = integerLimit(stack[a + 1], step);
    if (limit !== undefined) {
      // A limit beyond all integers on the wrong side stops the loop at once.
      stack[a + 1] = limit.limit;
      stack[a] = int64.subtract(limit.never ? 0 : start, step);
      return;
    }
  }
  const floatLimit = toNumber(stack[a + 1]);
  if (floatLimit === undefined) throw runtimeError(vm, "'for' limit must be a number");
  const floatStep = toNumber(step);
  if (floatStep === undefined) throw runtimeError(vm, "'for' step must be a number");
  const floatStart = toNumber(start);
  if (floatStart === undefined) throw runtimeError(vm, "'for' initial value must be a number");
  stack[a + 1] = new LuaFloat(int64.toDouble(floatLimit));
  stack[a + 2] = float(int64.toDouble(floatStep));
  stack[a] = float(int64.toDouble(floatStart) - int64.toDouble(floatStep));
}

/** The limit as an integer (`forlimit` of lvm.c); undefined when it is no number. */
function integerLimit(value: LuaValue, step: int64.Integer): { limit: int64.Integer; never: boolean } | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  if (int64.isInteger(number)) return { limit: number, never: false };
  const n = int64.toDouble(number);
  const rounded = int64.doubleToInteger(step < 0 ? Math.ceil(n) : Math.floor(n));
  if (rounded !== undefined) return { limit: rounded, never: false };
  if (n > 0) return step < 0 ? { limit: int64.MAX_INTEGER, never: true } : { limit: int64.MAX_INTEGER, never: false };
  // Negative beyond the integers, or NaN.
  return step >= 0 ? { limit: int64.MIN_INTEGER, never: true } : { limit: int64.MIN_INTEGER, never: false };
}

/** FORLOOP where a plain sum of safe integers does not do. Returns whether the loop goes on. */
export function advance(stack: LuaValue[], a: number): boolean {
  const limit = stack[a + 1];
  const index = stack[a] as LuaNumber;
  const step = stack[a + 2] as LuaNumber;
  if (limit instanceof LuaFloat) {
    const by = int64.toDouble(step);
    const next = int64.toDouble(index) + by;
    if (!(by > 0 ? next <= limit.n : limit.n <= next)) return false;
    stack[a] = stack[a + 3] = float(next);
    return true;
  }
  const next = int64.add(index as int64.Integer, step as int64.Integer);
  if (!((step as int64.Integer) > 0 ? next <= (limit as int64.Integer) : (limit as int64.Integer) <= next))
    return false;
  stack[a] = stack[a + 3] = next;
  return true;
}
