/** Instructions of Lua 5.3 (lopcodes.h): their operands, where they go on, and which registers they touch. */
import { FIRST_CONSTANT, JUMP_BIAS, type Proto } from './proto.ts';

export const MOVE = 0;
export const LOADK = 1;
export const LOADKX = 2;
export const LOADBOOL = 3;
export const LOADNIL = 4;
export const GETUPVAL = 5;
export const GETTABUP = 6;
export const GETTABLE = 7;
export const SETTABUP = 8;
export const SETUPVAL = 9;
export const SETTABLE = 10;
export const NEWTABLE = 11;
export const SELF = 12;
export const ADD = 13;
export const SHR = 24;
export const UNM = 25;
export const BNOT = 26;
export const NOT = 27;
export const LEN = 28;
export const CONCAT = 29;
export const JMP = 30;
export const EQ = 31;
export const LE = 33;
export const TEST = 34;
export const TESTSET = 35;
export const CALL = 36;
export const TAILCALL = 37;
export const RETURN = 38;
export const FORLOOP = 39;
export const FORPREP = 40;
export const TFORCALL = 41;
export const TFORLOOP = 42;
export const SETLIST = 43;
export const CLOSURE = 44;
export const VARARG = 45;

export const opcode = (i: number): number => i & 0x3f;
export const argA = (i: number): number => (i >>> 6) & 0xff;
export const argB = (i: number): number => i >>> 23;
export const argC = (i: number): number => (i >>> 14) & 0x1ff;
export const argBx = (i: number): number => i >>> 14;

/** Where the jump at `pc` leads. */
export const jumpTarget = (i: number, pc: number): number => pc + 1 + (i >>> 14) - JUMP_BIAS;

/** Whether the instruction may jump back. */
export const isJump = (op: number): boolean => op === JMP || op === FORLOOP || op === TFORLOOP;

/** Where its method calls are. */
export const methodCalls = (code: Int32Array): number[] =>
  [...code.keys()].filter((pc) => opcode(code[pc] as number) === SELF);

/** Whether a jump follows that the instruction may skip. */
export const isTest = (op: number): boolean => op >= EQ && op <= TESTSET;

/** Whether the word behind the instruction at `pc` is an operand of it. */
export function hasExtra(i: number): boolean {
  const op = opcode(i);
  return op === LOADKX || (op === SETLIST && argC(i) === 0);
}

/** Calls `visit` with each instruction that may run after the one at `pc`. */
export function successors(proto: Proto, pc: number, visit: (next: number) => void): void {
  const i = proto.code[pc] as number;
  const op = opcode(i);
  switch (op) {
    case RETURN:
      return;
    case JMP:
    case FORPREP:
      return visit(jumpTarget(i, pc));
    case FORLOOP:
    case TFORLOOP:
      visit(jumpTarget(i, pc));
      return visit(pc + 1);
    case LOADBOOL:
      return visit(argC(i) !== 0 ? pc + 2 : pc + 1);
    default:
      if (isTest(op)) visit(pc + 2);
      visit(hasExtra(i) ? pc + 2 : pc + 1);
  }
}

type Visit = (from: number, to: number) => void;

/** Calls `visit` with ranges (inclusive) of registers that the instruction at `pc` reads. */
export function reads(proto: Proto, pc: number, visit: Visit): void {
  const i = proto.code[pc] as number;
  const op = opcode(i);
  const a = argA(i);
  const b = argB(i);
  const c = argC(i);
  const operand = (x: number): void => {
    if (x < FIRST_CONSTANT) visit(x, x);
  };
  if ((op >= ADD && op <= SHR) || (op >= EQ && op <= LE)) {
    operand(b);
    return operand(c);
  }
  switch (op) {
    case MOVE:
    case 25:
    case 26:
    case NOT:
    case LEN:
    case TESTSET:
      return visit(b, b);
    case GETTABUP:
      return operand(c);
    case GETTABLE:
    case SELF:
      visit(b, b);
      return operand(c);
    case SETTABUP:
      operand(b);
      return operand(c);
    case SETUPVAL:
    case TEST:
      return visit(a, a);
    case SETTABLE:
      visit(a, a);
      operand(b);
      return operand(c);
    case CONCAT:
      return visit(b, c);
    case CALL:
    case TAILCALL:
    case RETURN: {
      const last = b === 0 ? proto.stackSize - 1 : op === RETURN ? a + b - 2 : a + b - 1;
      if (last >= a) visit(a, last);
      return;
    }
    case FORLOOP:
    case FORPREP:
    case TFORCALL:
      return visit(a, a + 2);
    case TFORLOOP:
      return visit(a + 1, a + 1);
    case SETLIST:
      return visit(a, b === 0 ? proto.stackSize - 1 : a + b);
    case CLOSURE:
      for (const { inStack, index } of (proto.protos[argBx(i)] as Proto).upvalues) if (inStack) visit(index, index);
      return;
    default:
  }
}

/**
 * Calls `visit` with ranges (inclusive) of registers whose old values are gone after the instruction at `pc`.
 * @param always leaves out what only one way on from the instruction writes
 */
export function writes(proto: Proto, pc: number, visit: Visit, always = false): void {
  const i = proto.code[pc] as number;
  const op = opcode(i);
  const a = argA(i);
  switch (op) {
    case SETTABUP:
    case SETUPVAL:
    case SETTABLE:
    case JMP:
    case TEST:
    case RETURN:
    case SETLIST:
      return;
    case LOADNIL:
      return visit(a, a + argB(i));
    case SELF:
      return visit(a, a + 1);
    case TESTSET:
    case TFORLOOP:
      return always ? undefined : visit(a, a);
    case CALL:
    case TAILCALL:
      return visit(a, proto.stackSize - 1);
    case FORLOOP:
      visit(a, a);
      return always ? undefined : visit(a + 3, a + 3);
    case FORPREP:
      return visit(a, a + 2);
    case TFORCALL:
      return visit(a + 3, proto.stackSize - 1);
    case VARARG:
      return visit(a, argB(i) === 0 ? proto.stackSize - 1 : a + argB(i) - 2);
    default:
      // Not comparisons, nor the operand word of the instruction before.
      if (op < EQ || (op > LE && op <= VARARG)) visit(a, a);
  }
}
