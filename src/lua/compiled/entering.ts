/** How the interpreter enters compiled code. */
import { deliver } from '../interpreter/calls.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { type Compiled, MANY, SUSPENDED } from './convention.ts';

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
