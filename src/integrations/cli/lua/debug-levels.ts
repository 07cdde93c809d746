/** Functions of a thread by level, and their local variables (manual §4.9, `lua_getlocal`). */
import { activations, type Activation } from '../../../lua/interpreter/activations.ts';
import { LuaClosure } from '../../../lua/interpreter/closure.ts';
import { Coroutine } from '../../../lua/interpreter/coroutine.ts';
import { Interpreter } from '../../../lua/interpreter/interpreter.ts';
import { localName } from '../../../lua/interpreter/variable-names.ts';
import type { Runtime } from '../../../lua/native.ts';
import type { LuaValue } from '../../../lua/value.ts';

/** The thread that a debug function is about, and how many arguments it took. */
export function threadOf(rt: Runtime, args: readonly LuaValue[]): { thread: Coroutine; offset: number } {
  const [first] = args;
  if (first instanceof Coroutine) return { thread: first, offset: 1 };
  return { thread: interpreterOf(rt).coroutine, offset: 0 };
}

export function interpreterOf(rt: Runtime): Interpreter {
  if (rt instanceof Interpreter) return rt;
  throw new Error('this runtime has no frames to look at');
}

/** The activation at `level`: 0 is the function that runs (in the running thread, the debug function itself). */
export function activationAt(rt: Runtime, thread: Coroutine, level: number): Activation | undefined {
  const vm = interpreterOf(rt);
  let at = 0;
  for (const activation of activations(thread, thread === vm.coroutine ? vm.native : undefined)) {
    if (at++ === level) return activation;
  }
  return undefined;
}

/** A local variable: its name and its place in the thread's stack. */
export interface Local {
  readonly name: string;
  readonly place: number;
}

/** Local variable `n` of an activation, temporaries and (negative) extra arguments included. */
export function localAt(thread: Coroutine, { frame, fn }: Activation, n: number): Local | undefined {
  if (frame === undefined || !(fn instanceof LuaClosure)) return undefined;
  const { proto } = fn;
  if (n < 0) {
    const place = frame.func + proto.parameterCount - n;
    return proto.isVararg && place < frame.base ? { name: '(*vararg)', place } : undefined;
  }
  const place = frame.base + n - 1;
  const name = n === 0 ? undefined : localName(proto, n - 1, frame.pc - 1);
  if (name !== undefined) return { name, place };
  const above = thread.frames[thread.frames.indexOf(frame) + 1];
  const isTop = thread.current() === frame;
  const end = isTop || above === undefined ? frame.top : above.func;
  return n > 0 && place < end ? { name: '(*temporary)', place } : undefined;
}
