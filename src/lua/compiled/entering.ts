/** How the interpreter enters compiled code. */
import { deliver } from '../interpreter/calls.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { type Frame, TO_REGISTERS } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { type Compiled, entryFor, FAILED, MANY, type Outcome, SUSPENDED } from './convention.ts';
import { takeFailure } from './finish.ts';

/**
 * Runs the frame on top in compiled code, from the instruction `pc` on, and hands its results on. Afterwards the
 * interpreter looks again at which frame is on top.
 */
export function enterCompiled(vm: Interpreter, co: Coroutine, frame: Frame, code: Compiled, pc: number): void {
  const fn = frame.fn as LuaClosure;
  const { func, base } = frame;
  const outcome = run(vm, co, code, fn, func, base, pc === 0 ? fn.proto.parameterCount : 0, pc);
  handOn(vm, co, fn, func, outcome, frame.mode, frame.ret, frame.wanted);
}

/**
 * The call instruction for a function that can be called directly: its code pushes the frame, `count` arguments lie behind
 * `func`. Returns false when the interpreter has to look which frame is on top.
 */
export function callCompiled(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaClosure,
  func: number,
  count: number,
  wanted: number,
): boolean {
  const outcome = run(vm, co, fn.proto.direct as Compiled, fn, func, func + 1, count, entryFor(wanted));
  return handOn(vm, co, fn, func, outcome, TO_REGISTERS, func, wanted);
}

/** Runs `code` of `fn` with the `count` values from `first` on as its parameters. */
function run(
  vm: Interpreter,
  co: Coroutine,
  code: Compiled,
  fn: LuaClosure,
  func: number,
  first: number,
  count: number,
  entry: number,
): Outcome {
  const { stack } = co;
  if (count > 3) return code(vm, co, fn, func, entry, ...stack.slice(first, first + count));
  return code(
    vm,
    co,
    fn,
    func,
    entry,
    count > 0 ? stack[first] : undefined,
    count > 1 ? stack[first + 1] : undefined,
    count > 2 ? stack[first + 2] : undefined,
  );
}

/** Delivers what compiled code gave. Returns false when it left its frames to the interpreter. */
function handOn(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaClosure,
  func: number,
  outcome: Outcome,
  mode: number,
  ret: number,
  wanted: number,
): boolean {
  let count = 1;
  if (outcome !== MANY) co.stack[func] = outcome;
  else count = vm.returned;
  if (count < 0) {
    if (count === FAILED) throw takeFailure(vm);
    if (count === SUSPENDED) fn.proto.suspensions++;
    return false;
  }
  deliver(vm, co, mode, ret, wanted, func, count);
  return true;
}
