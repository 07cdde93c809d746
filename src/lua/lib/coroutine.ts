/** Coroutines (manual §6.2). `resume`, `wrap` and `yield` are carried out by the interpreter: see switching.ts. */
import { CONTROL } from '../gas.ts';
import { ControlFunction, CoroutineWrapper, type Enter } from '../interpreter/control.ts';
import { Coroutine, COROUTINE_BYTES } from '../interpreter/coroutine.ts';
import { resume as switchTo, yieldRunning } from '../interpreter/switching.ts';
import type { Library, NativeResult, Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { checkFunction } from './arguments.ts';
import { interpreter } from './base.ts';
import { argumentError } from './protected-calls.ts';

const resume = new ControlFunction('coroutine.resume', (vm, coroutine, call, self) => {
  const target = call.count > 0 ? coroutine.stack[call.func + 1] : undefined;
  if (!(target instanceof Coroutine)) throw argumentError(vm, self, 1, 'thread expected');
  switchTo(vm, coroutine, target, call, call.func + 2, call.count - 1, self, false);
});

const yieldFunction = new ControlFunction('coroutine.yield', yieldRunning);

const enterWrapped: Enter = (vm, coroutine, call, self) => {
  const target = (self as CoroutineWrapper).coroutine;
  switchTo(vm, coroutine, target, call, call.func + 1, call.count, self, true);
};

/** The wrapper of a coroutine, for `wrap` and for restoring snapshots. */
export function wrapCoroutine(coroutine: Coroutine): CoroutineWrapper {
  return new CoroutineWrapper('coroutine.wrap.function', enterWrapped, coroutine);
}

/** Enough for the first calls of most coroutines. Filled, as holes would make every access to stacks slower. */
const FIRST_STACK: readonly LuaValue[] = [...new Array<undefined>(64)];

function make(rt: Runtime, args: LuaValue[]): Coroutine {
  const fn = checkFunction(rt, args, 1);
  rt.charge(CONTROL);
  rt.allocate(COROUTINE_BYTES + FIRST_STACK.length * 8);
  const coroutine = new Coroutine();
  coroutine.stack = FIRST_STACK.slice();
  coroutine.stack[0] = fn;
  return coroutine;
}

function checkCoroutine(rt: Runtime, args: LuaValue[]): Coroutine {
  const [coroutine] = args;
  if (coroutine instanceof Coroutine) return coroutine;
  throw rt.argError(1, 'thread expected');
}

function isyieldable(rt: Runtime): NativeResult {
  const { coroutine } = interpreter(rt);
  return !coroutine.isMain && coroutine.boundaries === 0;
}

function running(rt: Runtime): NativeResult {
  const { coroutine } = interpreter(rt);
  return [coroutine, coroutine.isMain];
}

export const coroutineLibrary: Library = {
  name: 'coroutine',
  functions: {
    create: make,
    isyieldable,
    running,
    status: (rt, args) => checkCoroutine(rt, args).status,
    wrap: (rt, args) => wrapCoroutine(make(rt, args)),
  },
  install(_rt, table) {
    table.setString('resume', resume);
    table.setString('yield', yieldFunction);
  },
};
