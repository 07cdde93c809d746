/** Calls of Lua by the host and by natives: how they begin in either tier, and how they end whatever happens. */
import { HOST_ENTRY, MANY, type Outcome } from '../compiled/convention.ts';
import { directCode } from '../compiled/tier.ts';
import type { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { callAt, reserve } from './calls.ts';
import { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { TO_HOST } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { execute } from './run.ts';
import { recover } from './unwind.ts';

/** What the instruction loop takes of JavaScript's stack, in the unit of {@link Interpreter.nesting}. */
export const LOOP_NESTING = 250;

/**
 * Runs a call to its end, whatever frames and coroutines it goes through. The first three arguments are `a`, `b` and `c`,
 * those beyond come from `args`. Gives the one result of compiled code, or {@link MANY} and `vm.hostResults`.
 */
export function invoke(
  vm: Interpreter,
  fn: LuaValue,
  count: number,
  a: LuaValue,
  b: LuaValue,
  c: LuaValue,
  args: readonly LuaValue[],
): Outcome {
  const { coroutine, nesting, native: caller, nativeArguments } = vm;
  const { depth, top } = coroutine;
  if (caller !== undefined) vm.waitingArguments.push(nativeArguments);
  const func = coroutine.extent();
  coroutine.boundaries++;
  let finished = false;
  try {
    // Here, where an error goes to no message handler: one that ran out of stack would be called for ever.
    reserve(vm, coroutine, func + 1 + count + (fn instanceof LuaClosure ? fn.proto.stackSize : 0));
    vm.nesting += LOOP_NESTING;
    const outcome = run(vm, coroutine, func, caller, fn, count, a, b, c, args);
    finished = true;
    return outcome;
  } finally {
    coroutine.boundaries--;
    if (!finished) abandon(vm, coroutine, depth, func);
    coroutine.top = top;
    vm.nesting = nesting;
    vm.native = caller;
    vm.nativeArguments = nativeArguments;
    if (caller !== undefined) vm.waitingArguments.pop();
  }
}

function run(
  vm: Interpreter,
  coroutine: Coroutine,
  func: number,
  caller: NativeFunction | undefined,
  fn: LuaValue,
  count: number,
  a: LuaValue,
  b: LuaValue,
  c: LuaValue,
  args: readonly LuaValue[],
): Outcome {
  vm.native = undefined;
  vm.via = caller;
  const { depth } = coroutine;
  const { nesting } = vm;
  try {
    const code = count <= 3 && fn instanceof LuaClosure ? directCode(vm, fn.proto) : undefined;
    if (code !== undefined) {
      const outcome = code(vm, coroutine, fn as LuaClosure, func, HOST_ENTRY, a, b, c);
      if (outcome !== MANY || takeReturned(vm, coroutine, func)) return outcome;
    } else {
      const { stack } = coroutine;
      stack[func] = fn;
      if (count > 0) stack[func + 1] = a;
      if (count > 1) stack[func + 2] = b;
      if (count > 2) stack[func + 3] = c;
      for (let i = 3; i < count; i++) stack[func + 1 + i] = args[i];
      callAt(vm, coroutine, func, count, func, -1, TO_HOST);
    }
  } catch (error) {
    vm.nesting = nesting;
    recover(vm, error, coroutine, depth);
  }
  for (;;) {
    try {
      execute(vm, coroutine, -1);
      return MANY;
    } catch (error) {
      vm.nesting = nesting;
      recover(vm, error, coroutine, depth);
    }
  }
}

/** Makes what compiled code left at `func` the results, unless it left its frames to the interpreter. */
function takeReturned(vm: Interpreter, { stack }: Coroutine, func: number): boolean {
  if (vm.returned < 0) return false;
  vm.hostResults = stack.slice(func, func + vm.returned);
  return true;
}

/** An error left the call: coroutines it ran inside die, frames go. */
function abandon(vm: Interpreter, coroutine: Coroutine, depth: number, func: number): void {
  while (vm.coroutine !== coroutine) {
    const dying = vm.coroutine;
    vm.coroutine = dying.resumer ?? coroutine;
    dying.die(vm.heap);
  }
  coroutine.close(func, vm.heap);
  coroutine.depth = depth;
  coroutine.status = 'running';
  vm.hostResults = undefined;
}
