/** Entering and leaving functions: frames are pushed here and results find their way. */
import { LuaError } from '../errors.ts';
import { NATIVE_CALL } from '../gas.ts';
import { NativeFunction, type NativeResult } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { LuaClosure } from './closure.ts';
import { continueConcat } from './concat.ts';
import type { ControlFunction } from './control.ts';
import { type Coroutine, MAX_STACK } from './coroutine.ts';
import { callError } from './faults.ts';
import {
  type Frame,
  INHERITED,
  LUA,
  NATIVE,
  TO_CONCAT,
  TO_HOST,
  TO_NOWHERE,
  TO_ONE,
  TO_PROTECTED,
  TO_REGISTERS,
  TO_RESUMER,
  TO_TEST,
} from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { finishCoroutine } from './switching.ts';

/** Places kept free above every frame, for the arguments of metamethods. */
const SLACK = 8;
/** Stack that message handlers may use beyond an overflow. */
const HANDLER_STACK = 4000;

/** Makes all places below `end` (and some slack) exist. */
export function reserve(vm: Interpreter, coroutine: Coroutine, end: number): void {
  const { stack } = coroutine;
  if (end + SLACK <= stack.length) return;
  const limit = vm.handling > 0 ? MAX_STACK + HANDLER_STACK : MAX_STACK;
  if (end > limit) throw vm.error('stack overflow');
  const size = Math.max(end + SLACK, Math.min(stack.length * 2, MAX_STACK), 64);
  vm.heap.charge((size - stack.length) * 8);
  for (let i = stack.length; i < size; i++) stack.push(undefined);
}

/** Counts one more nested native level. `fromLua`: an instruction asks for it, so an error has its position. */
export function deepen(vm: Interpreter, coroutine: Coroutine, fromLua: boolean): number {
  const depth = coroutine.nativeDepth() + 1;
  const total = coroutine.nativeBase + depth;
  if (total >= vm.nativeLimit) {
    if (vm.handling > 0) {
      const error = new LuaError('error in error handling');
      error.handled = true;
      throw error;
    }
    throw fromLua ? vm.error('C stack overflow') : new LuaError('C stack overflow');
  }
  return depth;
}

/** Pushes the frame of a Lua function whose arguments lie behind `func`. */
export function pushLua(
  vm: Interpreter,
  coroutine: Coroutine,
  closure: LuaClosure,
  func: number,
  count: number,
  ret: number,
  wanted: number,
  mode: number,
): void {
  const { proto } = closure;
  const { parameterCount } = proto;
  const { stack } = coroutine;
  let base = func + 1;
  if (proto.isVararg) {
    base += count;
    if (base + proto.stackSize + SLACK > stack.length) reserve(vm, coroutine, base + proto.stackSize);
    for (let j = 0; j < parameterCount; j++) {
      if (j < count) {
        stack[base + j] = stack[func + 1 + j];
        stack[func + 1 + j] = undefined;
      } else stack[base + j] = undefined;
    }
  } else {
    if (base + proto.stackSize + SLACK > stack.length) reserve(vm, coroutine, base + proto.stackSize);
    for (let j = count; j < parameterCount; j++) stack[base + j] = undefined;
  }
  const nativeDepth =
    mode === TO_REGISTERS || mode === TO_PROTECTED ? INHERITED : deepen(vm, coroutine, mode !== TO_HOST);
  const frame = coroutine.push();
  frame.kind = LUA;
  frame.fn = closure;
  frame.base = base;
  frame.pc = 0;
  frame.top = base + proto.stackSize;
  frame.func = func;
  frame.ret = ret;
  frame.wanted = wanted;
  frame.mode = mode;
  frame.isTail = false;
  frame.nativeDepth = nativeDepth;
  if (mode === TO_HOST) frame.via = vm.via;
}

/** As {@link pushLua} for the call instruction: results come back to where the function lies. */
export function enterLua(
  vm: Interpreter,
  coroutine: Coroutine,
  closure: LuaClosure,
  func: number,
  count: number,
  wanted: number,
): void {
  const { proto } = closure;
  const { parameterCount } = proto;
  const { stack } = coroutine;
  if (proto.isVararg) return pushLua(vm, coroutine, closure, func, count, func, wanted, TO_REGISTERS);
  const base = func + 1;
  const top = base + proto.stackSize;
  if (top + SLACK > stack.length) reserve(vm, coroutine, top);
  for (let j = count; j < parameterCount; j++) stack[base + j] = undefined;
  const frame = coroutine.push();
  frame.kind = LUA;
  frame.fn = closure;
  frame.base = base;
  frame.pc = 0;
  frame.top = top;
  frame.func = func;
  frame.ret = func;
  frame.wanted = wanted;
  frame.mode = TO_REGISTERS;
  frame.isTail = false;
  frame.nativeDepth = INHERITED;
}

/** Puts the call of `fn` at `from` in place of the running frame (a tail call). */
export function replaceFrame(vm: Interpreter, co: Coroutine, fn: LuaClosure, from: number, count: number): void {
  const frame = co.current() as Frame;
  const { stack } = co;
  if (co.open.length > 0) co.close(frame.base, vm.heap);
  const { func, ret, wanted, mode, nativeDepth } = frame;
  for (let j = 0; j <= count; j++) stack[func + j] = stack[from + j];
  co.depth--;
  pushLua(vm, co, fn, func, count, ret, wanted, TO_REGISTERS);
  frame.mode = mode;
  frame.isTail = true;
  frame.nativeDepth = nativeDepth;
}

/** Calls whatever lies at `func`: pushes its frame, or runs it and delivers its results. */
export function callAt(
  vm: Interpreter,
  coroutine: Coroutine,
  func: number,
  count: number,
  ret: number,
  wanted: number,
  mode: number,
): void {
  const fn = coroutine.stack[func];
  if (fn instanceof LuaClosure) pushLua(vm, coroutine, fn, func, count, ret, wanted, mode);
  else if (fn instanceof NativeFunction) {
    if (fn.isControl)
      (fn as ControlFunction).enter(vm, coroutine, { func, count, ret, wanted, mode }, fn as ControlFunction);
    else callNative(vm, coroutine, fn, func, count, ret, wanted, mode);
  } else {
    insertCallHandler(vm, coroutine, func, count);
    callAt(vm, coroutine, func, count + 1, ret, wanted, mode);
  }
}

/** Puts the `__call` metamethod of the value at `func` in front of it. */
export function insertCallHandler(vm: Interpreter, coroutine: Coroutine, func: number, count: number): void {
  const { stack } = coroutine;
  const handler = vm.metamethod(stack[func], '__call');
  if (!(handler instanceof LuaClosure || handler instanceof NativeFunction)) throw callError(vm, stack[func], func);
  reserve(vm, coroutine, func + count + 2);
  for (let place = func + count; place >= func; place--) stack[place + 1] = stack[place];
  stack[func] = handler;
}

function callNative(
  vm: Interpreter,
  coroutine: Coroutine,
  fn: NativeFunction,
  func: number,
  count: number,
  ret: number,
  wanted: number,
  mode: number,
): void {
  const args = coroutine.stack.slice(func + 1, func + 1 + count);
  if (mode === TO_HOST) pushMarker(vm, coroutine, NATIVE, fn, func, count, ret, wanted, mode);
  vm.gas -= NATIVE_CALL;
  vm.native = fn;
  vm.nativeArguments = args;
  const result = fn.body(vm, args);
  vm.native = undefined;
  if (mode === TO_HOST) coroutine.depth--;
  const total = storeResult(vm, coroutine, func, result);
  deliver(vm, coroutine, mode, ret, wanted, func, total);
}

/** A frame that is no Lua function. */
export function pushMarker(
  vm: Interpreter,
  coroutine: Coroutine,
  kind: number,
  fn: NativeFunction,
  func: number,
  count: number,
  ret: number,
  wanted: number,
  mode: number,
): Frame {
  const nativeDepth = deepen(vm, coroutine, false);
  const frame = coroutine.push();
  frame.kind = kind;
  frame.fn = fn;
  frame.base = func + 1;
  frame.pc = 0;
  frame.top = func + count + 1;
  frame.func = func;
  frame.ret = ret;
  frame.wanted = wanted;
  frame.mode = mode;
  frame.isTail = false;
  frame.nativeDepth = nativeDepth;
  frame.handler = undefined;
  frame.via = mode === TO_HOST ? vm.via : undefined;
  frame.isWrap = false;
  return frame;
}

/** Writes what a native returned to the stack from `at` on and returns how many values that are. */
export function storeResult(vm: Interpreter, coroutine: Coroutine, at: number, result: NativeResult): number {
  const { stack } = coroutine;
  if (!Array.isArray(result)) {
    stack[at] = result as LuaValue;
    return 1;
  }
  const values = result as readonly LuaValue[];
  reserve(vm, coroutine, at + values.length);
  for (let i = 0; i < values.length; i++) stack[at + i] = values[i];
  return values.length;
}

/** Hands `count` values from `first` on to where `mode` says. The frame that gave them is already popped. */
export function deliver(
  vm: Interpreter,
  coroutine: Coroutine,
  mode: number,
  ret: number,
  wanted: number,
  first: number,
  count: number,
): void {
  const { stack } = coroutine;
  switch (mode) {
    case TO_REGISTERS:
      if (wanted < 0) {
        reserve(vm, coroutine, ret + count);
        for (let j = 0; j < count; j++) stack[ret + j] = stack[first + j];
        coroutine.top = ret + count;
      } else for (let j = 0; j < wanted; j++) stack[ret + j] = j < count ? stack[first + j] : undefined;
      return;
    case TO_ONE:
      stack[ret] = count > 0 ? stack[first] : undefined;
      return;
    case TO_NOWHERE:
      return;
    case TO_HOST:
      vm.hostResults = stack.slice(first, first + count);
      return;
    case TO_CONCAT:
      stack[ret] = count > 0 ? stack[first] : undefined;
      continueConcat(vm, coroutine, ret);
      return;
    case TO_PROTECTED: {
      const guard = coroutine.current() as Frame;
      coroutine.depth--;
      reserve(vm, coroutine, guard.func + count + 1);
      const shift = guard.func + 1;
      if (first >= shift) for (let j = 0; j < count; j++) stack[shift + j] = stack[first + j];
      else for (let j = count - 1; j >= 0; j--) stack[shift + j] = stack[first + j];
      stack[guard.func] = true;
      deliver(vm, coroutine, guard.mode, guard.ret, guard.wanted, guard.func, count + 1);
      return;
    }
    case TO_RESUMER:
      finishCoroutine(vm, coroutine, first, count);
      return;
    default: {
      const value = count > 0 ? stack[first] : undefined;
      const truth = (value !== undefined && value !== false) === (mode === TO_TEST);
      // Not the wanted truth: skip the jump that follows the test.
      if (truth !== (wanted === 1)) {
        (coroutine.current() as Frame).pc++;
        vm.gas--;
      }
    }
  }
}
