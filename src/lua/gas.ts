/**
 * Gas: the work a call may do, the same on every run and in every tier.
 *
 * One unit is one bytecode instruction; a conditional test counts two (the test and the jump that follows it), whether
 * or not it jumps. Natives charge by the size of what they touch through `Runtime.charge`.
 */

/** Default gas of a call: 2 to 6 s of work (bounded.test.ts prints it for loops, errors, strings, tables). */
export const DEFAULT_GAS = 300_000_000;

/** Every call of a native function, on top of the instruction that calls it and of what it charges itself. */
export const NATIVE_CALL = 5;

/** One step of a slow path on 64-bit integers beyond 2^53 (BigInt). */
export const BIG_INTEGER = 10;

/** Starting or resuming a coroutine, entering a protected call. */
export const CONTROL = 10;

/** An error on its way to the protected call that catches it. */
export const ERROR = 100;

/** An address as `tostring(table)` shows it. */
export const ADDRESS = 40;

/** A string made by `..` costs one unit per this many bytes. */
export const CONCAT_BYTES = 16;

/** Compiling costs one unit per byte of source. */
export const COMPILE_BYTE = 1;
