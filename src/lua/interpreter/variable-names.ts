/**
 * Names for error messages and tracebacks, found by symbolic execution of the bytecode.
 *
 * Follows ldebug.c of Lua 5.3 (Copyright © 1994–2020 Lua.org, PUC-Rio, MIT license).
 */
import {
  argA,
  argB,
  argC,
  CALL,
  GETTABLE,
  GETTABUP,
  GETUPVAL,
  JMP,
  jumpTarget,
  LOADK,
  LOADKX,
  LOADNIL,
  MOVE,
  opcode,
  SELF,
  TAILCALL,
  TFORCALL,
} from './instructions.ts';
import { FIRST_CONSTANT, type Proto } from './proto.ts';

export interface VariableName {
  /** "local", "global", "field", "upvalue", "constant", "method", "metamethod", "for iterator". */
  readonly what: string;
  readonly name: string;
}

/** Opcodes that do not set their register A (lopcodes.c, luaP_opmodes). */
const SETS_NOTHING = new Set([8, 9, 10, 30, 31, 32, 33, 34, 38, 41, 43, 46]);

/** Metamethods by opcode, for what calls them. */
const METAMETHODS: Readonly<Record<number, string>> = {
  6: '__index',
  7: '__index',
  8: '__newindex',
  10: '__newindex',
  12: '__index',
  13: '__add',
  14: '__sub',
  15: '__mul',
  16: '__mod',
  17: '__pow',
  18: '__div',
  19: '__idiv',
  20: '__band',
  21: '__bor',
  22: '__bxor',
  23: '__shl',
  24: '__shr',
  25: '__unm',
  26: '__bnot',
  28: '__len',
  29: '__concat',
  31: '__eq',
  32: '__lt',
  33: '__le',
};

/** The local variable in `register` at `pc`, if a declared one. */
export function localName(proto: Proto, register: number, pc: number): string | undefined {
  let left = register;
  for (const local of proto.locals) {
    if (local.start > pc) break;
    if (pc < local.end && left-- === 0) return local.name;
  }
  return undefined;
}

export function upvalueName(proto: Proto, index: number): string {
  return proto.upvalues[index]?.name || '?';
}

/** The instruction before `last` that set `register`, or −1 when it is not certain. */
function findSetter(proto: Proto, last: number, register: number): number {
  let setter = -1;
  let target = 0;
  for (let pc = 0; pc < last; pc++) {
    const i = proto.code[pc] as number;
    const a = argA(i);
    let sets: boolean;
    switch (opcode(i)) {
      case LOADNIL:
        sets = a <= register && register <= a + argB(i);
        break;
      case TFORCALL:
        sets = register >= a + 2;
        break;
      case CALL:
      case TAILCALL:
        sets = register >= a;
        break;
      case JMP: {
        const to = jumpTarget(i, pc);
        if (pc < to && to <= last && to > target) target = to;
        sets = false;
        break;
      }
      default:
        sets = !SETS_NOTHING.has(opcode(i)) && register === a;
    }
    // Code that a jump may skip proves nothing.
    if (sets) setter = pc < target ? -1 : pc;
  }
  return setter;
}

/** What the program calls the value in `register` when the instruction at `pc` runs. */
export function registerName(proto: Proto, pc: number, register: number): VariableName | undefined {
  const local = localName(proto, register, pc);
  if (local !== undefined) return { what: 'local', name: local };
  const setter = findSetter(proto, pc, register);
  if (setter < 0) return undefined;
  const i = proto.code[setter] as number;
  switch (opcode(i)) {
    case MOVE:
      return argB(i) < argA(i) ? registerName(proto, setter, argB(i)) : undefined;
    case GETTABUP:
    case GETTABLE: {
      const table = opcode(i) === GETTABLE ? localName(proto, argB(i), setter) : upvalueName(proto, argB(i));
      return { what: table === '_ENV' ? 'global' : 'field', name: keyName(proto, setter, argC(i)) };
    }
    case GETUPVAL:
      return { what: 'upvalue', name: upvalueName(proto, argB(i)) };
    case LOADK:
    case LOADKX: {
      const at = opcode(i) === LOADK ? i >>> 14 : (proto.code[setter + 1] as number) >>> 6;
      const constant = proto.constants[at];
      return typeof constant === 'string' ? { what: 'constant', name: constant } : undefined;
    }
    case SELF:
      return { what: 'method', name: keyName(proto, setter, argC(i)) };
    default:
      return undefined;
  }
}

function keyName(proto: Proto, pc: number, operand: number): string {
  if (operand >= FIRST_CONSTANT) {
    const constant = proto.constants[operand - FIRST_CONSTANT];
    return typeof constant === 'string' ? constant : '?';
  }
  const key = registerName(proto, pc, operand);
  return key?.what === 'constant' ? key.name : '?';
}

/** The name of what the instruction at `pc` calls. */
export function calledName(proto: Proto, pc: number): VariableName | undefined {
  const i = proto.code[pc];
  if (i === undefined) return undefined;
  switch (opcode(i)) {
    case CALL:
    case TAILCALL:
      return registerName(proto, pc, argA(i));
    case TFORCALL:
      return { what: 'for iterator', name: 'for iterator' };
    default: {
      const event = METAMETHODS[opcode(i)];
      return event === undefined ? undefined : { what: 'metamethod', name: event };
    }
  }
}

/** " (local 'x')" for the message about an operand, or nothing. */
export function describe(name: VariableName | undefined): string {
  return name === undefined ? '' : ` (${name.what} '${name.name}')`;
}
