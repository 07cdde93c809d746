/** What is left to do after a call from compiled code that was more than a call of another compiled function. */
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { SUSPENDED } from './convention.ts';

/** Runs the frames above `depth`. Returns false when the activation has to be left to the interpreter. */
export function finish(vm: Interpreter, co: Coroutine, depth: number): boolean {
  if (co.depth === depth && vm.coroutine === co) return true;
  if (vm.runNested(co, depth)) return true;
  vm.returned = SUSPENDED;
  return false;
}

/** After a call gave {@link MANY}: how many results there are on the stack from `func` on, or −1 to leave. */
export function results(vm: Interpreter, co: Coroutine, depth: number, func: number, wanted: number): number {
  const { returned } = vm;
  if (returned >= 0) return returned;
  if (returned === SUSPENDED || !finish(vm, co, depth)) return SUSPENDED;
  return wanted < 0 ? co.top - func : wanted;
}
