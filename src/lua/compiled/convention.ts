/**
 * How compiled functions are called and what they give back.
 *
 * A call pushes the same frame that the interpreter would push, and whatever may look at it finds it in order: its `pc`,
 * and on the stack the registers that are needed later. So errors, tracebacks, the measure of the heap, yields and
 * snapshots know nothing of this tier, and any activation can be given up at a call: the interpreter goes on with it.
 */
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { LuaValue } from '../value.ts';

/** What a function gives back instead of its one result: `vm.returned` says what happened. */
export const MANY = Symbol('many');

/** Values of `vm.returned` that are no count of results (which lie on the stack from `func` on). */
/** The coroutine was suspended, or the frames are to be continued by the interpreter for another reason. */
export const SUSPENDED = -1;
/** Another function took the frame (a tail call) and has to run. */
export const REPLACED = -2;
/** An error, which is in `vm.failure`: see {@link fail}. */
export const FAILED = -3;
/** A loop that was compiled by itself is over, was jumped out of, or refused its registers: the interpreter goes on. */
export const LEFT = -4;

/** `entry` of a call with arguments that pushes a frame for `wanted` results (−1: all). */
export const entryFor = (wanted: number): number => -4 - wanted;
/** {@link entryFor} of a call for all results; those for fewer are below. */
export const ALL_ENTRY = -3;
/** `entry` of a call with arguments in place of a frame that was popped (a tail call). */
export const TAIL_ENTRY = -1;
/** `entry` of a call with arguments under the guard of `pcall`. */
export const PROTECTED_ENTRY = -2;

/** `entry` of a call with arguments by the host or a native: less than that of any instruction. */
export const HOST_ENTRY = -1000;

/** Deeper than that many units of JavaScript's stack functions are interpreted, on frames of the heap. */
export const MAX_NESTING = 30_000;

/** What one activation takes of JavaScript's stack at most, in units of about 8 bytes. */
export const nestingOf = (stackSize: number): number => 90 + 2 * stackSize;

export type Outcome = LuaValue | typeof MANY;

/**
 * @param func stack place of the function
 * @param entry one of the entries above (negative), or the instruction to go on at, the frame being on top: 0, or the
 *   start of a loop with all registers on the stack
 * @param args parameters, except at a loop
 */
export type Compiled = (
  vm: Interpreter,
  coroutine: Coroutine,
  fn: LuaClosure,
  func: number,
  entry: number,
  ...args: LuaValue[]
) => Outcome;
