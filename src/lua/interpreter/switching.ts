/** Resuming, yielding and ending coroutines: the interpreter goes on with another array of frames. */
import { LuaError } from '../errors.ts';
import { CONTROL } from '../gas.ts';
import type { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { position } from './activations.ts';
import { callAt, deliver, pushMarker, reserve } from './calls.ts';
import type { ControlFunction, PendingCall } from './control.ts';
import type { Coroutine } from './coroutine.ts';
import { type Frame, RESUME, TO_RESUMER, YIELD } from './frame.ts';
import type { Interpreter } from './interpreter.ts';

/** Runs `target` with the `count` values from `first` on, on behalf of `call`. */
export function resume(
  vm: Interpreter,
  coroutine: Coroutine,
  target: Coroutine,
  call: PendingCall,
  first: number,
  count: number,
  self: ControlFunction,
  isWrap: boolean,
): void {
  vm.charge(CONTROL);
  const refused = refusal(vm, coroutine, target, isWrap && call.count === 0);
  if (refused !== undefined) return refuse(vm, coroutine, call, refused, isWrap);
  if (target.stamp < vm.heap.epoch) target.save(vm.heap);
  const frame = pushMarker(vm, coroutine, RESUME, self, call.func, call.count, call.ret, call.wanted, call.mode);
  frame.isWrap = isWrap;
  coroutine.status = 'normal';
  target.status = 'running';
  target.resumer = coroutine;
  target.nativeBase = coroutine.nativeBase + frame.nativeDepth;
  vm.coroutine = target;
  if (target.depth === 0) {
    move(vm, coroutine.stack, first, target, 1, count);
    callAt(vm, target, 0, count, 0, -1, TO_RESUMER);
    return;
  }
  const waiting = target.current() as Frame;
  target.depth--;
  move(vm, coroutine.stack, first, target, waiting.func, count);
  deliver(vm, target, waiting.mode, waiting.ret, waiting.wanted, waiting.func, count);
}

/** @param isEmpty whether a wrapper is called without arguments: PUC Lua takes its own empty stack for a dead one's */
function refusal(vm: Interpreter, coroutine: Coroutine, target: Coroutine, isEmpty: boolean): string | undefined {
  const looksDead = target === coroutine ? isEmpty : target.status === 'normal' && target.current()?.isWrap === true;
  if (target.status === 'dead' || looksDead) return 'cannot resume dead coroutine';
  if (target.status !== 'suspended') return 'cannot resume non-suspended coroutine';
  const depth = coroutine.nativeBase + coroutine.nativeDepth() + 1;
  return depth >= vm.nativeLimit ? 'C stack overflow' : undefined;
}

function refuse(vm: Interpreter, coroutine: Coroutine, call: PendingCall, message: string, isWrap: boolean): void {
  if (isWrap) throw new LuaError(position(coroutine.current()) + message);
  reserve(vm, coroutine, call.func + 2);
  coroutine.stack[call.func] = false;
  coroutine.stack[call.func + 1] = message;
  deliver(vm, coroutine, call.mode, call.ret, call.wanted, call.func, 2);
}

/** Copies `count` values from `first` on to the stack of another coroutine. */
function move(
  vm: Interpreter,
  values: readonly LuaValue[],
  first: number,
  to: Coroutine,
  at: number,
  count: number,
): void {
  reserve(vm, to, at + count);
  const { stack } = to;
  for (let i = 0; i < count; i++) stack[at + i] = values[first + i];
}

/** Suspends the running coroutine; its resumer gets the arguments of `call`. */
export function yieldRunning(vm: Interpreter, coroutine: Coroutine, call: PendingCall, self: ControlFunction): void {
  if (coroutine.isMain) throw new LuaError('attempt to yield from outside a coroutine');
  if (coroutine.boundaries > 0) throw new LuaError('attempt to yield across a C-call boundary');
  pushMarker(vm, coroutine, YIELD, self, call.func, 0, call.ret, call.wanted, call.mode);
  const resumer = coroutine.resumer as Coroutine;
  coroutine.status = 'suspended';
  coroutine.resumer = undefined;
  handBack(vm, resumer, true, coroutine.stack, call.func + 1, call.count);
}

/** The main function of a coroutine returned `count` values, which lie on the stack from `first` on. */
export function finishCoroutine(vm: Interpreter, coroutine: Coroutine, first: number, count: number): void {
  const resumer = coroutine.resumer as Coroutine;
  const { stack } = coroutine;
  coroutine.die(vm.heap);
  handBack(vm, resumer, true, stack, first, count);
}

/**
 * A coroutine died of `error`: its resumer gets `false` and the value. A wrapper passes the error on instead, with its
 * own position in front of a string (5.3's auxwrap); it is returned to be thrown in the resumer.
 */
export function failCoroutine(
  vm: Interpreter,
  coroutine: Coroutine,
  error: LuaError,
  depth: number,
  native: NativeFunction | undefined,
): LuaError | undefined {
  const resumer = coroutine.resumer as Coroutine;
  coroutine.die(vm.heap, depth, native);
  const frame = resumer.current() as Frame;
  if (!frame.isWrap) {
    handBack(vm, resumer, false, [error.value], 0, 1);
    return undefined;
  }
  vm.coroutine = resumer;
  // The wrapper is what fails now, for tracebacks.
  vm.native = frame.fn as NativeFunction;
  resumer.status = 'running';
  resumer.depth--;
  if (typeof error.value !== 'string') return new LuaError(error.value);
  return new LuaError(position(resumer.current()) + error.value);
}

/** Goes on with who resumed a coroutine, which gives `count` values from `first` on. */
function handBack(
  vm: Interpreter,
  resumer: Coroutine,
  success: boolean,
  values: readonly LuaValue[],
  first: number,
  count: number,
): void {
  const frame = resumer.current() as Frame;
  const { func, isWrap } = frame;
  resumer.depth--;
  resumer.status = 'running';
  vm.coroutine = resumer;
  const at = isWrap ? func : func + 1;
  move(vm, values, first, resumer, at, count);
  if (!isWrap) resumer.stack[func] = success;
  deliver(vm, resumer, frame.mode, frame.ret, frame.wanted, func, at - func + count);
}
