/** What is left to do after a call from compiled code that was more than a call of another compiled function. */
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { LuaError } from '../errors.ts';
import { type Compiled, FAILED, LEFT, MANY, SUSPENDED } from './convention.ts';
import type { KnownFunction } from './known.ts';

/** Runs the frames above `depth`. Returns false when the activation has to be left to the interpreter. */
export function finish(vm: Interpreter, co: Coroutine, depth: number): boolean {
  if (co.depth === depth && vm.coroutine === co) return true;
  if (vm.runNested(co, depth)) return true;
  vm.returned = SUSPENDED;
  return false;
}

/**
 * Ends activations with an error as a suspension ends them, without JavaScript's `throw`, which costs as much as a hundred
 * calls. Whoever called compiled code from outside raises it: a protected call, the interpreter, the host.
 */
export function fail(vm: Interpreter, error: LuaError): typeof MANY {
  vm.failure = error;
  vm.returned = FAILED;
  return MANY;
}

/** The error of {@link fail}, for who raises it. */
export function takeFailure(vm: Interpreter): LuaError {
  const { failure } = vm;
  vm.failure = undefined;
  return failure as LuaError;
}

/** Gives the frame back to the interpreter, which goes on where the frame says. */
export function left(vm: Interpreter): typeof MANY {
  vm.returned = LEFT;
  return MANY;
}

/**
 * As {@link left}, by the code of a loop, entered at `entry`, that is not made for what the registers hold: it is not used
 * again.
 */
export function refuse(vm: Interpreter, fn: LuaClosure, entry: number, code: Compiled): typeof MANY {
  const { proto } = fn;
  const { loops, refused } = proto.known as KnownFunction;
  // Another prototype like this one may have had it replaced already.
  if (loops.get(entry)?.compiled === code) refused.set(entry, (refused.get(entry) ?? 0) + 1);
  for (const [pc, known] of loops) if (known?.compiled === code) loops.delete(pc);
  for (const [pc, own] of proto.loops ?? []) if (own === code) proto.loops?.delete(pc);
  return left(vm);
}

/** After a call gave {@link MANY}: how many results there are on the stack from `func` on, or −1 to leave. */
export function results(vm: Interpreter, co: Coroutine, depth: number, func: number, wanted: number): number {
  const { returned } = vm;
  if (returned >= 0) return returned;
  if (returned === SUSPENDED || returned === FAILED || !finish(vm, co, depth)) return SUSPENDED;
  return wanted < 0 ? co.top - func : wanted;
}
