/**
 * Reads coroutines. A suspended one goes on from its frames, so they must stand as the interpreter leaves them: the first
 * gives its results to who resumes, each other to the frame below it, and the last one waits in `coroutine.yield`.
 */
import { LuaClosure, type Upvalue } from '../interpreter/closure.ts';
import { type Coroutine, MAX_STACK } from '../interpreter/coroutine.ts';
import {
  Frame,
  LUA,
  PROTECTED_CALL,
  TO_CONCAT,
  TO_HOST,
  TO_PROTECTED,
  TO_RESUMER,
  TO_TEST,
  TO_TEST_INVERTED,
  YIELD,
} from '../interpreter/frame.ts';
import { isFunction } from '../interpreter/metamethods.ts';
import { NativeFunction } from '../native.ts';
import { isNumber } from '../number/int64.ts';
import type { LuaValue } from '../value.ts';
import { badSnapshot } from './bad-snapshot.ts';
import { UPVALUE } from './format.ts';
import type { ValueReader } from './value-reader.ts';

/** What message handlers and slack may add to the stack of a coroutine, rounded up. */
const BEYOND_MAX_STACK = 10_000;
const MAX_NATIVE_DEPTH = 1_000;
const FOR_NUMBERS = new Set(['(for index)', '(for limit)', '(for step)']);

/** The length of a stack, which its owner grows to by itself. */
export function readStackLength({ input }: ValueReader): number {
  return input.below(MAX_STACK + BEYOND_MAX_STACK, 'place');
}

/**
 * @param open upvalues that still look for their register
 * @returns the length of its stack
 */
export function readCoroutine(reader: ValueReader, coroutine: Coroutine, open: Set<Upvalue>): number {
  const { input } = reader;
  const isDead = input.flag();
  coroutine.status = isDead ? 'dead' : 'suspended';
  const size = readStackLength(reader);
  const extent = input.length();
  if (extent > size) throw badSnapshot('a coroutine has more values than places');
  const { stack } = coroutine;
  for (const value of reader.values(extent)) stack.push(value);
  for (let place = extent; place < size; place++) stack.push(undefined);
  coroutine.top = input.below(size + 1, 'place');
  coroutine.depth = input.length();
  for (let depth = 0; depth < coroutine.depth; depth++) coroutine.frames.push(readFrame(reader, isDead));
  readOpen(reader, coroutine, extent, open);
  const failedIn = reader.value();
  if (failedIn !== undefined && !(failedIn instanceof NativeFunction)) throw badSnapshot('no native has failed');
  coroutine.failedIn = failedIn;
  if (isDead) {
    if (size > 0) throw badSnapshot('a dead coroutine has values');
  } else checkSuspended(coroutine, extent);
  return size;
}

function readFrame(reader: ValueReader, isDead: boolean): Frame {
  const { input } = reader;
  const frame = new Frame();
  frame.kind = input.below(YIELD + 1, 'kind of frames');
  frame.base = readStackLength(reader);
  frame.pc = input.count();
  frame.top = readStackLength(reader);
  frame.func = readStackLength(reader);
  frame.ret = readStackLength(reader);
  frame.wanted = readStackLength(reader) - 1;
  frame.mode = input.below(TO_RESUMER + 1, 'kind of results');
  frame.nativeDepth = input.below(MAX_NATIVE_DEPTH, 'level');
  const flags = input.below(4, 'flag');
  frame.isTail = (flags & 1) !== 0;
  frame.isWrap = (flags & 2) !== 0;
  const fn = reader.value();
  frame.handler = reader.value();
  const via = reader.value();
  if (!isFunction(fn)) throw badSnapshot('a frame runs no function');
  frame.fn = fn;
  if (via !== undefined && !(via instanceof NativeFunction)) throw badSnapshot('no native has called a frame');
  frame.via = via;
  if ((frame.kind === LUA) !== fn instanceof LuaClosure) throw badSnapshot('a frame runs a function of another kind');
  if (fn instanceof LuaClosure) {
    const { code, stackSize } = fn.proto;
    if (frame.pc >= code.length) throw badSnapshot('a frame stands behind its function');
    if (frame.top !== frame.base + stackSize) throw badSnapshot('a frame has too few registers');
  }
  if (frame.handler !== undefined && (frame.kind !== PROTECTED_CALL || !isFunction(frame.handler)))
    throw badSnapshot('an error handler is none');
  if (!isDead && frame.mode === TO_HOST) throw badSnapshot('a coroutine waits for the host');
  return frame;
}

function readOpen(reader: ValueReader, coroutine: Coroutine, extent: number, open: Set<Upvalue>): void {
  const { input } = reader;
  let least = 0;
  for (let count = input.length(); count > 0; count--) {
    const upvalue = reader.place(UPVALUE) as Upvalue;
    const index = input.below(extent, 'register');
    if (index < least || !open.delete(upvalue)) throw badSnapshot('an upvalue is in two places');
    least = index + 1;
    upvalue.stack = coroutine.stack;
    upvalue.index = index;
    coroutine.open.push(upvalue);
  }
}

function checkSuspended({ frames, depth, stack }: Coroutine, extent: number): void {
  if (depth === 0) {
    if (extent !== 1 || !isFunction(stack[0])) throw badSnapshot('a new coroutine has no function');
    return;
  }
  let below: Frame | undefined;
  frames.forEach((frame, i) => {
    const { kind, base, func, ret, wanted } = frame;
    const isLast = i === depth - 1;
    if (isLast ? kind !== YIELD : kind !== LUA && kind !== PROTECTED_CALL)
      throw badSnapshot('a coroutine does not wait where it can');
    const isInside = func < base && func >= (below?.func ?? 0) && frame.top <= stack.length;
    if (!isInside || ret + Math.max(wanted, 1) > stack.length) throw badSnapshot('a frame leaves its stack');
    checkResults(frame, below);
    if (kind === LUA) checkLoops(frame, stack);
    below = frame;
  });
  if (extent !== below?.top) throw badSnapshot('a coroutine has another number of values');
}

/** Whether the frame below can take what the frame gives. */
function checkResults({ mode }: Frame, below: Frame | undefined): void {
  const expected = below === undefined ? TO_RESUMER : below.kind === PROTECTED_CALL ? TO_PROTECTED : undefined;
  const isFit = expected === undefined ? mode <= TO_CONCAT : mode === expected;
  if (!isFit) throw badSnapshot('the results of a frame go nowhere');
  if (below?.kind !== LUA) return;
  const { code } = (below.fn as LuaClosure).proto;
  const next = mode === TO_TEST || mode === TO_TEST_INVERTED ? below.pc + 1 : below.pc;
  if (below.pc === 0 || next >= code.length) throw badSnapshot('a frame stands behind its function');
}

/** The registers of numeric loops hold numbers: no instruction looks again. */
function checkLoops({ fn, pc, base }: Frame, stack: readonly LuaValue[]): void {
  let register = base;
  for (const { name, start, end } of (fn as LuaClosure).proto.locals) {
    if (start >= pc) break;
    if (pc > end) continue;
    if (FOR_NUMBERS.has(name) && !isNumber(stack[register])) throw badSnapshot('a loop counts what is no number');
    register++;
  }
}
