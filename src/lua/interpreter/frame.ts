/** One activation on the stack of a coroutine, as plain data: what runs, where, and what becomes of its results. */
import type { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import type { LuaClosure } from './closure.ts';

/** What a frame is. */
export const LUA = 0;
/** `pcall` or `xpcall`: errors above it end here. `handler` is the message handler of `xpcall`. */
export const PROTECTED_CALL = 1;
/** A native that the host or another native called: a boundary no yield crosses. */
export const NATIVE = 2;
/** `coroutine.resume` or a wrapped coroutine, waiting for the coroutine it resumed. */
export const RESUME = 3;
/** `coroutine.yield`, waiting to be resumed. */
export const YIELD = 4;

/** What happens to the results of a frame. */
/** `wanted` results go to the registers from `ret` on (−1: all, and the stack's top is set). */
export const TO_REGISTERS = 0;
/** All results go back to JavaScript. */
export const TO_HOST = 1;
/** A metamethod's value goes to the register `ret`. */
export const TO_ONE = 2;
/** A metamethod's truth decides a test: `wanted` is the truth that lets the next jump happen. */
export const TO_TEST = 3;
/** As TO_TEST with the truth inverted (`a <= b` as `not (b < a)`). */
export const TO_TEST_INVERTED = 4;
/** A metamethod's results are dropped (`__newindex`). */
export const TO_NOWHERE = 5;
/** `__concat`: the value goes to `ret` and the concatenation goes on. */
export const TO_CONCAT = 6;
/** The results of the function that `pcall` called. */
export const TO_PROTECTED = 7;
/** The results of the main function of a coroutine. */
export const TO_RESUMER = 8;

/** Of {@link Frame.nativeDepth}: as in the frame below. Most calls, so that they need not look there. */
export const INHERITED = -1;

export class Frame {
  kind = LUA;
  fn: LuaClosure | NativeFunction | undefined = undefined;
  /** First register. */
  base = 0;
  /** Next instruction. */
  pc = 0;
  /** First stack place above all registers. */
  top = 0;
  /** Stack place of the function that was called; its arguments follow. */
  func = 0;
  /** Stack place where results go. */
  ret = 0;
  wanted = 0;
  mode = TO_REGISTERS;
  /** Whether a tail call replaced the caller (the traceback shows it). */
  isTail = false;
  /** Nested native levels (manual: C calls) up to and including this frame, or {@link INHERITED}. */
  nativeDepth = 0;
  handler: LuaValue = undefined;
  /** The native that called back (`table.sort` under its comparator), for the traceback. */
  via: NativeFunction | undefined = undefined;
  /** For RESUME: whether the coroutine was resumed by its wrapper. */
  isWrap = false;

  copy(): Frame {
    return Object.assign(new Frame(), this);
  }
}
