/** Calls from compiled code, beyond those of one compiled function by another. */
import { callAt, deepen, enterLua, insertCallHandler, replaceFrame, reserve } from '../interpreter/calls.ts';
import { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { type Frame, INHERITED, LUA, TO_HOST, TO_PROTECTED, TO_REGISTERS } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { argA } from '../interpreter/instructions.ts';
import { NO_STEP, traverse } from '../interpreter/traverse.ts';
import { pcall } from '../lib/protected-calls.ts';
import { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import {
  ALL_ENTRY,
  type Compiled,
  entryFor,
  HOST_ENTRY,
  MANY,
  MAX_NESTING,
  type Outcome,
  PROTECTED_ENTRY,
  REPLACED,
  TAIL_ENTRY,
} from './convention.ts';
import { finish, results } from './finish.ts';
import { callNative } from './natives.ts';
import { callProtected, canProtect } from './protected.ts';
import { account } from './operations.ts';
import { directCode } from './tier.ts';

/** Places kept free above every frame, as in interpreter/calls.ts. */
const SLACK = 8;

/**
 * The frame of an activation that begins: pushed for a call with arguments, or on top already. Both in one place, where
 * code that was optimised for the one way in does not meet the other for the first time.
 */
export function arrive(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaClosure,
  func: number,
  size: number,
  entry: number,
): Frame {
  if (entry >= 0) return co.frames[co.depth - 1] as Frame;
  const base = func + 1;
  const top = base + size;
  if (top + SLACK > co.stack.length) reserve(vm, co, top);
  const frame = co.push();
  frame.kind = LUA;
  // The same as in the last call at this depth, more often than not: a look costs less than V8's write barrier.
  if (frame.fn !== fn) frame.fn = fn;
  frame.base = base;
  frame.pc = 0;
  frame.top = top;
  frame.func = func;
  if (entry <= ALL_ENTRY && entry > HOST_ENTRY) {
    frame.isTail = false;
    frame.ret = func;
    frame.wanted = -4 - entry;
    frame.mode = TO_REGISTERS;
    frame.nativeDepth = INHERITED;
  } else finishFrame(vm, co, frame, entry);
  return frame;
}

/** Fills the frame of a call that is no call instruction's. */
function finishFrame(vm: Interpreter, co: Coroutine, frame: Frame, entry: number): void {
  frame.isTail = entry === TAIL_ENTRY;
  // After a tail call the results go where those of the function before would have gone.
  if (entry === TAIL_ENTRY) return;
  frame.ret = frame.func;
  frame.wanted = -1;
  if (entry === PROTECTED_ENTRY) {
    frame.mode = TO_PROTECTED;
    frame.nativeDepth = INHERITED;
  } else {
    frame.mode = TO_HOST;
    frame.via = vm.via;
    co.depth--;
    frame.nativeDepth = deepen(vm, co, false);
    co.depth++;
  }
}

/**
 * The call instruction at `pc`, for `wanted` results at `func`. Gives the one result, or anything where none or several are
 * wanted: those are on the stack then, of an open call up to its top.
 */
export function callWith(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  fn: LuaValue,
  func: number,
  wanted: number,
  args: LuaValue[],
  gas: number,
): Outcome {
  begin(vm, frame, pc, gas);
  const co = vm.coroutine;
  const { depth } = co;
  const given = call(vm, co, fn, func, wanted, args);
  return given !== MANY && (wanted === 1 || wanted === 0) ? given : end(vm, co, depth, func, wanted, given);
}

/**
 * For a call instruction that called Lua functions so far: the code to call. Where there is none, {@link call} does it; either
 * way {@link end} does what is left.
 */
export function codeAt(vm: Interpreter, frame: Frame, pc: number, fn: LuaValue, gas: number): Compiled | undefined {
  begin(vm, frame, pc, gas);
  return codeOf(vm, fn);
}

/** As {@link callWith} with the arguments on the stack behind `func`, up to its top. */
export function callOpen(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  func: number,
  wanted: number,
  gas: number,
): Outcome {
  begin(vm, frame, pc, gas);
  const co = vm.coroutine;
  const { depth } = co;
  const fn = co.stack[func];
  const given =
    fn instanceof NativeFunction && !fn.isControl
      ? callNative(vm, co, fn, func, wanted, co.stack.slice(func + 1, co.top))
      : callPlaced(vm, co, fn, func, co.top - func - 1, wanted);
  return wanted === 1 && given !== MANY ? given : end(vm, co, depth, func, wanted, given);
}

/**
 * The first value that the iterator of the generic loop with its TFORCALL at `pc` gives for the next round, the second in
 * `vm.second`, all from `func` on where three or more are wanted.
 */
export function iterate(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  fn: LuaValue,
  state: LuaValue,
  control: LuaValue,
  wanted: number,
  gas: number,
): Outcome {
  account(vm, frame, pc, gas);
  const { slots, code } = (frame.fn as LuaClosure).proto;
  if (wanted <= 2) {
    const key = traverse(vm, slots, pc, fn, state, control);
    if (key !== NO_STEP) return key;
  }
  const func = frame.base + argA(code[pc] as number) + 3;
  const co = vm.coroutine;
  const { depth } = co;
  const direct = codeOf(vm, fn);
  const given =
    direct === undefined
      ? call(vm, co, fn, func, wanted, [state, control])
      : direct(vm, co, fn as LuaClosure, func, entryFor(wanted), state, control);
  if (end(vm, co, depth, func, wanted, given) === MANY) return MANY;
  vm.second = co.stack[func + 1];
  return co.stack[func];
}

function begin(vm: Interpreter, frame: Frame, pc: number, gas: number): void {
  account(vm, frame, pc, gas);
  if (vm.gas < 0) vm.refill();
}

function codeOf(vm: Interpreter, fn: LuaValue): Compiled | undefined {
  return fn instanceof LuaClosure && vm.nesting < MAX_NESTING ? fn.proto.direct : undefined;
}

/** After a call gave anything but the one result that was wanted. */
export function end(
  vm: Interpreter,
  co: Coroutine,
  depth: number,
  func: number,
  wanted: number,
  given: Outcome,
): Outcome {
  const { stack } = co;
  let count = 1;
  if (given !== MANY) stack[func] = given;
  else if ((count = results(vm, co, depth, func, wanted)) < 0) return MANY;
  if (wanted < 0) co.top = func + count;
  else for (let j = count; j < wanted; j++) stack[func + j] = undefined;
  return wanted === 1 ? stack[func] : undefined;
}

/** Calls a native, or whatever else had no compiled code to call directly. */
export function call(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaValue,
  func: number,
  wanted: number,
  args: LuaValue[],
): Outcome {
  if (fn instanceof NativeFunction) {
    if (!fn.isControl) return callNative(vm, co, fn, func, wanted, args);
    const [target] = args;
    if (fn === pcall && canProtect(vm, target)) return callProtected(vm, co, target, func, wanted, args);
  } else if (fn instanceof LuaClosure) {
    const code = directCode(vm, fn.proto);
    if (code !== undefined) return code(vm, co, fn, func, entryFor(wanted), ...args);
  }
  const { stack } = co;
  stack[func] = fn;
  for (let j = 0; j < args.length; j++) stack[func + 1 + j] = args[j];
  return callPlaced(vm, co, fn, func, args.length, wanted);
}

function callPlaced(
  vm: Interpreter,
  co: Coroutine,
  fn: LuaValue,
  func: number,
  count: number,
  wanted: number,
): Outcome {
  const { depth } = co;
  if (fn instanceof LuaClosure) {
    enterLua(vm, co, fn, func, count, wanted);
  } else callAt(vm, co, func, count, func, wanted, TO_REGISTERS);
  if (!finish(vm, co, depth)) return MANY;
  if (wanted === 1) return co.stack[func];
  vm.returned = wanted < 0 ? co.top - func : wanted;
  return MANY;
}

/** A tail call with all on the stack: natives are called, any other function takes the frame. */
export function tailCall(vm: Interpreter, co: Coroutine, func: number, given: number): Outcome {
  const { stack } = co;
  let count = given;
  let fn = stack[func];
  if (!(fn instanceof LuaClosure) && !(fn instanceof NativeFunction)) {
    insertCallHandler(vm, co, func, count++);
    fn = stack[func];
  }
  if (!(fn instanceof LuaClosure)) {
    if (!(fn as NativeFunction).isControl) {
      return callNative(vm, co, fn as NativeFunction, func, -1, stack.slice(func + 1, func + 1 + count));
    }
    return callPlaced(vm, co, fn, func, count, -1);
  }
  replaceFrame(vm, co, fn, func, count);
  vm.returned = REPLACED;
  return MANY;
}

/** RETURN of no value from a function that was entered so. Where a number of results is wanted they are nil. */
export function none(vm: Interpreter, entry: number): Outcome {
  if (entry < ALL_ENTRY && entry > HOST_ENTRY) return undefined;
  vm.returned = 0;
  return MANY;
}

/** RETURN of all values on the stack from `from` on. */
export function returnOpen(vm: Interpreter, co: Coroutine, func: number, from: number): Outcome {
  const { stack } = co;
  const count = co.top - from;
  if (count === 1) return stack[from];
  for (let j = 0; j < count; j++) stack[func + j] = stack[from + j];
  vm.returned = count;
  return MANY;
}

/** All variadic arguments (on the stack up to `base`) to `to`, where they stay open. */
export function vararg(vm: Interpreter, co: Coroutine, from: number, base: number, to: number): void {
  const { stack } = co;
  const count = Math.max(0, base - from);
  reserve(vm, co, to + count);
  co.top = to + count;
  for (let j = 0; j < count; j++) stack[to + j] = stack[from + j];
}
