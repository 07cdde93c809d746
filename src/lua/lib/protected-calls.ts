/** `pcall` and `xpcall` (manual §6.1), carried out by the interpreter: yields cross them. */
import { CONTROL } from '../gas.ts';
import { callAt, pushMarker } from '../interpreter/calls.ts';
import { ControlFunction } from '../interpreter/control.ts';
import { PROTECTED_CALL, TO_PROTECTED } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { isFunction } from '../interpreter/metamethods.ts';
import { typeName } from '../type-name.ts';

export const pcall = new ControlFunction('pcall', (vm, coroutine, call, self) => {
  const { func, count, ret, wanted, mode } = call;
  if (count === 0) throw argumentError(vm, self, 1, 'value expected');
  vm.charge(CONTROL);
  pushMarker(vm, coroutine, PROTECTED_CALL, self, func, count, ret, wanted, mode);
  callAt(vm, coroutine, func + 1, count - 1, func + 1, -1, TO_PROTECTED);
});

export const xpcall = new ControlFunction('xpcall', (vm, coroutine, call, self) => {
  const { func, count, ret, wanted, mode } = call;
  const { stack } = coroutine;
  const handler = count < 2 ? undefined : stack[func + 2];
  if (!isFunction(handler)) {
    throw argumentError(vm, self, 2, `function expected, got ${count < 2 ? 'no value' : typeName(handler)}`);
  }
  vm.charge(CONTROL);
  // The handler leaves the arguments: the function's own move down behind it.
  for (let place = func + 2; place < func + count; place++) stack[place] = stack[place + 1];
  pushMarker(vm, coroutine, PROTECTED_CALL, self, func, count, ret, wanted, mode).handler = handler;
  callAt(vm, coroutine, func + 1, count - 2, func + 1, -1, TO_PROTECTED);
});

/** Argument errors of functions that run outside the usual path for natives. */
export function argumentError(vm: Interpreter, self: ControlFunction, index: number, message: string): Error {
  vm.native = self;
  const error = vm.argError(index, message);
  vm.native = undefined;
  return error;
}
