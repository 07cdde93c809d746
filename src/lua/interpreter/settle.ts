/** What the instruction loop does at jumps back: looks at the gas, and whether the loop should go on in compiled code. */
import { enterCompiled } from '../compiled/entering.ts';
import { codeOfLoop, LOOP_HEAT } from '../compiled/tier.ts';
import type { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import type { Frame } from './frame.ts';
import type { Interpreter } from './interpreter.ts';

/** After that many instructions a loop looks whether it should go on in compiled code. */
const LOOK_AGAIN = 1000;

/** A function left that often by a yield is interpreted from then on: entering it again costs more than it brings. */
const MAX_SUSPENSIONS = 10;

/** What {@link settle} returns when the frame went on in compiled code. */
export const ENTERED = -1;

/**
 * At a jump back when the gas known of is used, `used` more: how much of it there is. A loop that ran long enough goes on
 * in compiled code instead. @throws GasError
 */
export function settle(vm: Interpreter, co: Coroutine, frame: Frame, pc: number, used: number): number {
  vm.gas -= used;
  if (vm.gas < 0) {
    frame.pc = pc;
    vm.refill();
  }
  if (vm.hotAfter === Infinity) return vm.gas;
  const { proto } = frame.fn as LuaClosure;
  const code = proto.suspensions <= MAX_SUSPENSIONS ? codeOfLoop(vm, proto, pc, used * LOOP_HEAT) : undefined;
  if (code === undefined) return Math.min(vm.gas, LOOK_AGAIN);
  frame.pc = pc;
  enterCompiled(vm, co, frame, code, pc);
  return ENTERED;
}
