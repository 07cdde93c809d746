/** The call instruction for whatever is no Lua function. */
import { NATIVE_CALL } from '../gas.ts';
import { NativeFunction } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { callAt, deliver, storeResult } from './calls.ts';
import type { Coroutine } from './coroutine.ts';
import { TO_REGISTERS } from './frame.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * Calls the value at `func` with the `count` values behind it, for `wanted` results (−1: all). Returns false when another
 * frame, or another coroutine, may be on top afterwards.
 */
export function callOther(vm: Interpreter, co: Coroutine, func: number, count: number, wanted: number): boolean {
  const { stack } = co;
  const fn = stack[func];
  if (!(fn instanceof NativeFunction) || fn.isControl) {
    callAt(vm, co, func, count, func, wanted, TO_REGISTERS);
    return false;
  }
  vm.gas -= NATIVE_CALL;
  if (fn === vm.pairsFunction && wanted === 3 && count === 1) {
    const table = stack[func + 1];
    if (table instanceof LuaTable && table.metatable === undefined) {
      stack[func] = vm.nextFunction;
      stack[func + 2] = undefined;
      return true;
    }
  }
  vm.native = fn;
  const args =
    count === 1
      ? [stack[func + 1]]
      : count === 2
        ? [stack[func + 1], stack[func + 2]]
        : stack.slice(func + 1, func + 1 + count);
  vm.nativeArguments = args;
  const result = fn.body(vm, args);
  vm.native = undefined;
  if (Array.isArray(result)) {
    const values = result as readonly LuaValue[];
    if (wanted >= 0 && wanted <= 3) {
      for (let j = 0; j < wanted; j++) stack[func + j] = j < values.length ? values[j] : undefined;
    } else deliver(vm, co, TO_REGISTERS, func, wanted, func, storeResult(vm, co, func, values));
  } else {
    stack[func] = result as LuaValue;
    if (wanted !== 1) deliver(vm, co, TO_REGISTERS, func, wanted, func, 1);
  }
  return true;
}
