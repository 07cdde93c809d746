/** What happens after an error was thrown: message handlers, protected calls, dying coroutines. */
import { LuaError, outOfMemory } from '../errors.ts';
import { ERROR } from '../gas.ts';
import type { LuaValue } from '../value.ts';
import { deliver, reserve } from './calls.ts';
import type { Coroutine } from './coroutine.ts';
import { type Frame, PROTECTED_CALL } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { failCoroutine } from './switching.ts';

/** Nested native levels that message handlers may use beyond the limit, before "error in error handling". */
const HANDLER_LEVELS = 25;

/**
 * Finds who catches `thrown` in this run of the interpreter and puts things in place to go on there. Throws it again
 * when it leaves the run: below `floor` frames of the `boundary` coroutine that it started in, or because nothing may
 * catch it (gas, faults of the engine).
 */
export function recover(vm: Interpreter, thrown: unknown, boundary: Coroutine, floor: number): void {
  let error = asLuaError(vm, thrown);
  if (error === undefined) throw thrown;
  vm.charge(ERROR);
  for (;;) {
    const { coroutine, native } = vm;
    const { depth } = coroutine;
    const extent = coroutine.extent();
    error = handle(vm, coroutine, error);
    vm.native = undefined;
    const guard = unwind(coroutine, coroutine === boundary ? floor : 0);
    if (guard !== undefined) {
      const { func } = guard;
      coroutine.close(func + 1, vm.heap);
      reserve(vm, coroutine, func + 2);
      coroutine.stack[func] = false;
      coroutine.stack[func + 1] = error.value;
      // What the failed function left in its registers is garbage, and may be all the memory there is.
      for (let place = func + 2; place < extent; place++) coroutine.stack[place] = undefined;
      deliver(vm, coroutine, guard.mode, guard.ret, guard.wanted, func, 2);
      return;
    }
    if (coroutine === boundary) throw error;
    const passedOn = failCoroutine(vm, coroutine, error, depth, native);
    if (passedOn === undefined) return;
    error = passedOn;
  }
}

/** What JavaScript's own limits are in Lua; faults of the engine are nothing in Lua. */
function asLuaError(vm: Interpreter, thrown: unknown): LuaError | undefined {
  if (thrown instanceof LuaError) return thrown;
  // V8 and Safari throw a RangeError, Firefox an InternalError.
  if (!(thrown instanceof Error) || (thrown.name !== 'RangeError' && thrown.name !== 'InternalError')) return undefined;
  if (/call stack|too much recursion/i.test(thrown.message)) return vm.error('stack overflow');
  if (
    /invalid (string|array|typed array|array buffer) length|allocation (size overflow|failed)|out of memory/i.test(
      thrown.message,
    )
  ) {
    return outOfMemory();
  }
  return undefined;
}

/** Pops frames down to a protected call (returned, popped too) or to `floor`. */
function unwind(coroutine: Coroutine, floor: number): Frame | undefined {
  while (coroutine.depth > floor) {
    const frame = coroutine.current() as Frame;
    coroutine.depth--;
    if (frame.kind === PROTECTED_CALL) return frame;
  }
  return undefined;
}

/** Shows an error once to the handler of the nearest protected call, while the failing frames still stand. */
function handle(vm: Interpreter, coroutine: Coroutine, error: LuaError): LuaError {
  if (error.handled) return error;
  let guard: Frame | undefined;
  for (let depth = coroutine.depth - 1; depth >= 0 && guard === undefined; depth--) {
    const frame = coroutine.frames[depth] as Frame;
    if (frame.kind === PROTECTED_CALL) guard = frame;
  }
  if (guard === undefined && coroutine.isMain && error.traceback === undefined) error.traceback = vm.traceback();
  if (guard?.handler === undefined) return error;
  error.handled = true;
  return runHandler(vm, guard.handler, error);
}

function runHandler(vm: Interpreter, handler: LuaValue, error: LuaError): LuaError {
  const limit = vm.nativeLimit;
  const { native } = vm;
  vm.nativeLimit = Math.max(limit, vm.baseNativeLimit + HANDLER_LEVELS);
  vm.handling++;
  let handled: LuaError;
  try {
    handled = new LuaError(vm.call(handler, [error.value])[0]);
  } catch (failure) {
    if (!(failure instanceof LuaError)) throw failure;
    handled = failure;
  } finally {
    vm.handling--;
    vm.nativeLimit = limit;
    vm.native = native;
  }
  handled.handled = true;
  return handled;
}
