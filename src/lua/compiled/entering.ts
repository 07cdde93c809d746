/** How the interpreter and the host enter compiled code. */
import { deliver } from '../interpreter/calls.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { LuaValue } from '../value.ts';
import { type Compiled, MANY, SUSPENDED } from './convention.ts';
import { CALL_HEAT, isHot } from './tier.ts';

/**
 * Runs the frame on top in compiled code, from the instruction `pc` on, and hands its results on. Afterwards the
 * interpreter looks again at which frame is on top.
 */
export function enterCompiled(vm: Interpreter, co: Coroutine, frame: Frame, pc: number): void {
  const fn = frame.fn as LuaClosure;
  const { func } = frame;
  const outcome = (fn.proto.compiled as Compiled)(vm, co, fn, func, pc);
  let count = 1;
  if (outcome !== MANY) co.stack[func] = outcome;
  else if (vm.returned < 0) {
    if (vm.returned === SUSPENDED) fn.proto.suspensions++;
    return;
  } else count = vm.returned;
  deliver(vm, co, frame.mode, frame.ret, frame.wanted, func, count);
}

/** For the host: runs the function whose frame was just pushed at `func`, if it is compiled and that is all there is to do. */
export function runCompiled(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaClosure,
  func: number,
): readonly LuaValue[] | undefined {
  if (vm.hotAfter === Infinity || !isHot(vm, fn.proto, CALL_HEAT)) return undefined;
  const outcome = (fn.proto.compiled as Compiled)(vm, co, fn, func, 0);
  if (outcome !== MANY) return [outcome];
  return vm.returned < 0 ? undefined : co.stack.slice(func, func + vm.returned);
}
