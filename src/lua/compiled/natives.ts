/** Calls of natives that the interpreter need not know of. */
import { NATIVE_CALL } from '../gas.ts';
import { storeResult } from '../interpreter/calls.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { error, raised } from '../lib/base.ts';
import { MANY, type Outcome } from './convention.ts';
import { fail } from './finish.ts';

/** Results that are no single value go to the stack from `func` on. */
export function callNative(
  vm: Interpreter,
  co: Coroutine,
  fn: NativeFunction,
  func: number,
  wanted: number,
  args: LuaValue[],
): Outcome {
  vm.gas -= NATIVE_CALL;
  vm.native = fn;
  vm.nativeArguments = args;
  const { body } = fn;
  if (body === error) return fail(vm, raised(vm, args));
  const result = body(vm, args);
  vm.native = undefined;
  if (!Array.isArray(result)) return result as LuaValue;
  if (wanted === 1) return (result as readonly LuaValue[])[0];
  vm.returned = storeResult(vm, co, func, result as readonly LuaValue[]);
  return MANY;
}
