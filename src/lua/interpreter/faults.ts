/** Lua's run-time errors about operands, with the names of variables (ldebug.c of Lua 5.3). */
import { LuaError } from '../errors.ts';
import { isNumber } from '../number/int64.ts';
import { toInteger, toNumber } from '../number/arithmetic.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { position } from './activations.ts';
import type { LuaClosure } from './closure.ts';
import { type Frame, LUA } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { FIRST_CONSTANT } from './proto.ts';
import { typeName } from '../type-name.ts';
import { describe, registerName, upvalueName } from './variable-names.ts';

/** Type name for messages: `__name` of the metatable of a table, if a string. */
function typeNameOf(vm: Interpreter, value: LuaValue): string {
  if (value instanceof LuaTable) {
    const name = vm.metamethod(value, '__name');
    if (typeof name === 'string') return name;
  }
  return typeName(value);
}

/** An error at the current instruction of the running Lua function. */
export function runtimeError(vm: Interpreter, message: string): LuaError {
  // As luaG_runerror: an error inside a native has no position.
  return new LuaError(vm.native === undefined ? position(vm.coroutine.current()) + message : message);
}

function running(vm: Interpreter): Frame | undefined {
  const frame = vm.coroutine.current();
  return vm.native === undefined && frame !== undefined && frame.kind === LUA ? frame : undefined;
}

/** " (local 'x')" for the value in a register of the running function; constants and other places have no name. */
function registerInfo(vm: Interpreter, register: number): string {
  const frame = running(vm);
  if (frame === undefined || register < 0 || register >= FIRST_CONSTANT) return '';
  return describe(registerName((frame.fn as LuaClosure).proto, frame.pc - 1, register));
}

function typeFault(vm: Interpreter, operation: string, value: LuaValue, info: string): LuaError {
  return runtimeError(vm, `attempt to ${operation} a ${typeNameOf(vm, value)} value${info}`);
}

export function callError(vm: Interpreter, value: LuaValue, place: number): LuaError {
  const frame = running(vm);
  // Only a call instruction has a named callee; metamethods and iterators have not.
  const op = frame === undefined ? -1 : ((frame.fn as LuaClosure).proto.code[frame.pc - 1] as number) & 0x3f;
  const info = frame !== undefined && (op === 36 || op === 37) ? registerInfo(vm, place - frame.base) : '';
  return typeFault(vm, 'call', value, info);
}

const GETTABUP = 6;
const SETTABUP = 8;
const SETTABLE = 10;

/** @param direct whether the value is the operand of the instruction itself, not something down an `__index` chain */
export function indexError(vm: Interpreter, value: LuaValue, direct: boolean): LuaError {
  const frame = running(vm);
  if (!direct || frame === undefined || vm.native !== undefined) return typeFault(vm, 'index', value, '');
  const { proto } = frame.fn as LuaClosure;
  const i = proto.code[frame.pc - 1] as number;
  switch (i & 0x3f) {
    case GETTABUP:
      return typeFault(vm, 'index', value, ` (upvalue '${upvalueName(proto, i >>> 23)}')`);
    case SETTABUP:
      return typeFault(vm, 'index', value, ` (upvalue '${upvalueName(proto, (i >>> 6) & 0xff)}')`);
    case SETTABLE:
      return typeFault(vm, 'index', value, registerInfo(vm, (i >>> 6) & 0xff));
    default:
      return typeFault(vm, 'index', value, registerInfo(vm, i >>> 23));
  }
}

/** Operands are values with their register or constant number. */
export function arithmeticError(
  vm: Interpreter,
  bitwise: boolean,
  a: LuaValue,
  b: LuaValue,
  registerA: number,
  registerB: number,
): LuaError {
  if (bitwise && toNumber(a) !== undefined && toNumber(b) !== undefined) {
    const register = toInteger(a) === undefined ? registerA : registerB;
    return runtimeError(vm, `number${registerInfo(vm, register)} has no integer representation`);
  }
  const first = toNumber(a) === undefined;
  const operation = bitwise ? 'perform bitwise operation on' : 'perform arithmetic on';
  return typeFault(vm, operation, first ? a : b, registerInfo(vm, first ? registerA : registerB));
}

export function concatError(vm: Interpreter, a: LuaValue, b: LuaValue, registerA: number): LuaError {
  const first = !(typeof a === 'string' || isNumber(a));
  return typeFault(vm, 'concatenate', first ? a : b, registerInfo(vm, first ? registerA : registerA + 1));
}

export function lengthError(vm: Interpreter, value: LuaValue, register: number): LuaError {
  return typeFault(vm, 'get length of', value, registerInfo(vm, register));
}

export function orderError(vm: Interpreter, a: LuaValue, b: LuaValue): LuaError {
  const [left, right] = [typeNameOf(vm, a), typeNameOf(vm, b)];
  return runtimeError(
    vm,
    left === right ? `attempt to compare two ${left} values` : `attempt to compare ${left} with ${right}`,
  );
}
