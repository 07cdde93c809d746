/**
 * A compiled function, as plain data. The instruction format is that of Lua 5.3 (lopcodes.h): 6 bits opcode, 8 bits A,
 * 9 bits C, 9 bits B; Bx is C and B together; sBx is Bx − 131071.
 */
import { arrayOf } from '../arrays.ts';
import type { Compiled } from '../compiled/convention.ts';
import type { KnownFunction } from '../compiled/known.ts';
import type { LuaValue } from '../value.ts';
import type { MethodCache } from './method-cache.ts';

export interface UpvalueDescription {
  readonly name: string;
  /** Whether it is a register of the enclosing function, or one of its upvalues. */
  readonly inStack: boolean;
  readonly index: number;
}

export interface LocalVariable {
  readonly name: string;
  /** First instruction where it is alive, and first where it is dead. */
  readonly start: number;
  readonly end: number;
}

/** What functions were compiled from; compiling it again gives the same ones. */
export interface Chunk {
  /** Lua text, a byte string. */
  readonly text: string;
  /** As given to `load`. */
  readonly name: string;
  readonly main: Proto;
}

export class Proto {
  /** Undefined for one that came as bytecode. */
  chunk: Chunk | undefined = undefined;
  /**
   * What was seen by each instruction: with a constant string key the place of that key in the nodes of the table seen
   * last, of a call {@link CALLED_LUA}, of a generic loop where it was (traverse.ts). Only hints, never part of a snapshot.
   */
  readonly slots: Int32Array;
  readonly constants: LuaValue[] = arrayOf();
  /** One for each method call in it, once there is compiled code. */
  methods: readonly MethodCache[] = [];
  /** Its code as a JavaScript function; null when it stays interpreted, undefined while that is open (compiled/tier.ts). */
  compiled: Compiled | null | undefined = undefined;
  /** The same, where other compiled functions can call it with arguments: not for variadic functions. */
  direct: Compiled | undefined = undefined;
  /** Starts of loops where compiled code can be entered. */
  entries: ReadonlySet<number> | undefined = undefined;
  /** Loops with code of their own, by where it can be entered: of a function that is called seldom. */
  loops: Map<number, Compiled> | undefined = undefined;
  /**
   * Work done in it by the interpreter since compiled/tier.ts looked at it last, in instructions, and how much of it makes
   * it look again.
   */
  heat = 0;
  loopHeat = 0;
  hotAt = 0;
  /** What is known of functions like this one, once it did some work. */
  known: KnownFunction | undefined = undefined;
  /** How often compiled code was left by a yield. */
  suspensions = 0;

  constructor(
    readonly code: Int32Array,
    constants: readonly LuaValue[],
    readonly protos: readonly Proto[],
    readonly upvalues: readonly UpvalueDescription[],
    /** Source line of each instruction. */
    readonly lines: Int32Array,
    readonly locals: readonly LocalVariable[],
    /** Chunk name as given to `load` (`@file`, `=name` or the text). */
    readonly source: string,
    readonly lineDefined: number,
    readonly lastLineDefined: number,
    readonly parameterCount: number,
    readonly isVararg: boolean,
    /** Registers it needs. */
    readonly stackSize: number,
  ) {
    this.slots = new Int32Array(code.length);
    // One by one: of the same kind for V8 as registers are, whatever they are. Instructions read both in one place.
    for (const constant of constants) this.constants.push(constant);
  }
}

/** A function and all functions in it, each before those in it, in the order of the text. */
export function protosOf(proto: Proto): Proto[] {
  return [proto, ...proto.protos.flatMap(protosOf)];
}

/** In {@link Proto.slots} of a call: it called a Lua function. */
export const CALLED_LUA = 1;

/** Operands from this value on are constants (`RK` in the manual's notation). */
export const FIRST_CONSTANT = 256;
/** Offset of the signed operand sBx. */
export const JUMP_BIAS = 131071;
/** Items one SETLIST stores. */
export const FIELDS_PER_FLUSH = 50;
