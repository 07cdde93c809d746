/** The slow paths of compiled code: what run.ts leaves to metamethods.ts, as functions that give the result back. */
import { concat as concatRange, join, toText } from '../interpreter/concat.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { arithmeticError, indexError } from '../interpreter/faults.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { ADD, argA, argB, argC, EQ, LE, opcode, UNM } from '../interpreter/instructions.ts';
import { prepare } from '../interpreter/loops.ts';
import * as meta from '../interpreter/metamethods.ts';
import type { MethodCache } from '../interpreter/method-cache.ts';
import type { Proto } from '../interpreter/proto.ts';
import { isBitwise } from '../number/arithmetic.ts';
import type { Heap } from '../heap.ts';
import { LuaTable } from '../table.ts';
import { float, type LuaValue } from '../value.ts';
import { MANY, type Outcome } from './convention.ts';
import { fail, finish } from './finish.ts';

/** More than a new entry of a table is charged, unless the table is arranged anew. */
const ENTRY_BYTES = 256;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

const isSafe = (n: number): boolean => n <= MAX_SAFE && n >= -MAX_SAFE;

/** `x op y` of raw numbers whose result is a raw number, else undefined: see arithmetic.ts. */
export function add(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const sum = x + y;
  return !Number.isInteger(sum) || (Number.isInteger(x) && Number.isInteger(y) && isSafe(sum)) ? sum : undefined;
}

export function subtract(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const rest = x - y;
  return !Number.isInteger(rest) || (Number.isInteger(x) && Number.isInteger(y) && isSafe(rest)) ? rest : undefined;
}

export function multiply(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const product = x * y;
  if (!Number.isInteger(product)) return product;
  // + 0: there is no integer −0.
  return isSafe(product) && Number.isInteger(x) && Number.isInteger(y) ? product + 0 : undefined;
}

export function divide(x: LuaValue, y: LuaValue): LuaValue {
  return typeof x === 'number' && typeof y === 'number' ? float(x / y) : undefined;
}

export function modulo(x: LuaValue, y: LuaValue): number | undefined {
  if (typeof x !== 'number' || typeof y !== 'number' || x < 0 || y <= 0) return undefined;
  return Number.isInteger(x) && Number.isInteger(y) ? x % y : undefined;
}

/**
 * Before work that may look at the frame: it is past the instruction at `pc`, and `gas` more is used. All slow paths do it
 * themselves, so that the JavaScript of functions, which starts slow and is optimised the later the longer it is, has only a
 * call.
 */
export function account(vm: Interpreter, frame: Frame, pc: number, gas: number): void {
  frame.pc = pc + 1;
  vm.gas -= gas;
}

const protoOf = (frame: Frame): Proto => (frame.fn as LuaClosure).proto;
const instructionAt = (frame: Frame, pc: number): number => protoOf(frame).code[pc] as number;
/** Stack place of the register that the instruction `i` sets. */
const target = (frame: Frame, i: number): number => frame.base + argA(i);

/** The value that an operation left at `place`, once the metamethod it may have called has returned. */
function valueAt(vm: Interpreter, co: Coroutine, depth: number, place: number, isDone: boolean): Outcome {
  return isDone || finish(vm, co, depth) ? co.stack[place] : MANY;
}

/** The arithmetic instruction at `pc`. */
export function arith(vm: Interpreter, frame: Frame, pc: number, x: LuaValue, y: LuaValue, gas: number): Outcome {
  account(vm, frame, pc, gas);
  const i = instructionAt(frame, pc);
  const op = opcode(i) - ADD;
  const operandX = argB(i);
  const operandY = opcode(i) >= UNM ? operandX : argC(i);
  // The most usual fault, without a `throw`.
  if (x === undefined || y === undefined) {
    const other = x ?? y;
    if (vm.metatableOf(other) === undefined)
      return fail(vm, arithmeticError(vm, isBitwise(op), x, y, operandX, operandY));
  }
  const co = vm.coroutine;
  const { depth } = co;
  const place = target(frame, i);
  return valueAt(vm, co, depth, place, meta.arith(vm, co.stack, op, x, y, operandX, operandY, place));
}

/** `#value` where no metamethod is asked, else undefined. */
export function plainLength(value: LuaValue): number | undefined {
  if (value instanceof LuaTable) return value.metatable === undefined ? value.length() : undefined;
  return typeof value === 'string' ? value.length : undefined;
}

/** The instruction `#` at `pc`. */
export function length(vm: Interpreter, frame: Frame, pc: number, value: LuaValue, gas: number): Outcome {
  account(vm, frame, pc, gas);
  const co = vm.coroutine;
  const { depth } = co;
  const i = instructionAt(frame, pc);
  const place = target(frame, i);
  return valueAt(vm, co, depth, place, meta.length(vm, co.stack, value, argB(i), place));
}

/** Whether `..` takes the value as it is, without a metamethod and without a text of its own. */
const isText = (value: LuaValue): value is string | number => typeof value === 'string' || typeof value === 'number';

function joined(vm: Interpreter, left: string | number, right: string | number): string {
  return join(vm, toText(left) as string, toText(right) as string);
}

/** `x .. y` of the instruction at `pc`, whose operands need not be on the stack. */
export function concat2(vm: Interpreter, frame: Frame, pc: number, x: LuaValue, y: LuaValue, gas: number): Outcome {
  account(vm, frame, pc, gas);
  if (isText(x) && isText(y)) return joined(vm, x, y);
  return concatFrom(vm, frame, pc, [x, y]);
}

/** `x .. y .. z`, as {@link concat2}. */
export function concat3(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  x: LuaValue,
  y: LuaValue,
  z: LuaValue,
  gas: number,
): Outcome {
  account(vm, frame, pc, gas);
  if (isText(x) && isText(y) && isText(z)) return joined(vm, x, joined(vm, y, z));
  return concatFrom(vm, frame, pc, [x, y, z]);
}

function concatFrom(vm: Interpreter, frame: Frame, pc: number, values: readonly LuaValue[]): Outcome {
  const first = frame.base + argB(instructionAt(frame, pc));
  const { stack } = vm.coroutine;
  for (let j = 0; j < values.length; j++) stack[first + j] = values[j];
  return concatOnStack(vm, frame, pc);
}

/** The instruction `..` at `pc` with its operands on the stack. */
export function concatAll(vm: Interpreter, frame: Frame, pc: number, gas: number): Outcome {
  account(vm, frame, pc, gas);
  return concatOnStack(vm, frame, pc);
}

function concatOnStack(vm: Interpreter, frame: Frame, pc: number): Outcome {
  const co = vm.coroutine;
  const { depth } = co;
  const i = instructionAt(frame, pc);
  const first = frame.base + argB(i);
  if (concatRange(vm, co, first, frame.base + argC(i))) return co.stack[first];
  return valueAt(vm, co, depth, target(frame, i), false);
}

/** Whether the jump behind the comparison at `pc` is taken. */
export function compare(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  x: LuaValue,
  y: LuaValue,
  gas: number,
): boolean | typeof MANY {
  account(vm, frame, pc, gas);
  const i = instructionAt(frame, pc);
  const op = opcode(i);
  const wanted = argA(i);
  const decide = op === EQ ? meta.compareEqual : op === LE ? meta.compareLessEqual : meta.compareLess;
  const outcome = decide(vm, x, y);
  if (typeof outcome === 'boolean') return outcome === (wanted !== 0);
  const co = vm.coroutine;
  const { depth } = co;
  meta.callComparison(vm, outcome, x, y, wanted);
  if (!finish(vm, co, depth)) return MANY;
  if (frame.pc === pc + 1) return true;
  // The metamethod's end skipped the jump in the frame and counted it, as the code around does.
  vm.gas++;
  return false;
}

/** `object[key]` of the instruction at `pc`; keeps the place of a string key for its fast path. */
export function get(vm: Interpreter, frame: Frame, pc: number, object: LuaValue, key: LuaValue, gas: number): Outcome {
  account(vm, frame, pc, gas);
  if (object instanceof LuaTable) {
    let value: LuaValue;
    if (typeof key === 'string') {
      const slot = object.find(key);
      if (slot >= 0) {
        protoOf(frame).slots[pc] = slot;
        value = object.nodes[slot + 1];
      }
    } else value = object.get(key);
    if (value !== undefined || object.metatable === undefined) return value;
  }
  if (object === undefined) return fail(vm, indexError(vm, object, true));
  return indexed(vm, frame, pc, object, key);
}

/** Whether nothing but the table itself is asked when a key is missing, and looking for it costs no gas. */
const isPlain = (table: LuaTable): boolean => table.metatable === undefined && table.constructor === LuaTable;

/** `table[key]` for a text, where no slow path is needed; else undefined. */
export function field(table: LuaTable, key: LuaValue): LuaValue {
  return typeof key === 'string' && table.constructor === LuaTable ? table.getString(key) : undefined;
}

/** Whether a value at `key` may make the table give up its array, which takes memory (LuaTable.append). */
const mayRearrange = ({ array }: LuaTable, key: number): boolean =>
  key >= 64 && key === array.length + 1 && (key & (key - 1)) === 0;

/**
 * `table[key] = value` where no slow path is needed: of a key of a plain table while there is memory enough, so that nobody
 * looks at the stack. Returns whether it is done.
 */
export function put(
  heap: Heap,
  slots: Int32Array,
  pc: number,
  table: LuaValue,
  key: LuaValue,
  value: LuaValue,
): boolean {
  if (!(table instanceof LuaTable) || !isPlain(table) || heap.bytes > heap.limit - ENTRY_BYTES) return false;
  if (typeof key === 'string') slots[pc] = table.setString(key, value);
  else if (typeof key === 'number' && key === key && !mayRearrange(table, key)) table.setNumber(key, value);
  else return false;
  return true;
}

function indexed(vm: Interpreter, frame: Frame, pc: number, object: LuaValue, key: LuaValue): Outcome {
  const co = vm.coroutine;
  const { depth } = co;
  const place = target(frame, instructionAt(frame, pc));
  return valueAt(vm, co, depth, place, meta.index(vm, co.stack, object, key, place));
}

/** As {@link get} for the function of a method call, which is usually found in a class up the chain of `__index`. */
export function method(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  cache: MethodCache,
  gas: number,
): Outcome {
  account(vm, frame, pc, gas);
  const value = meta.findMethod(vm, protoOf(frame).slots, pc, object, key, cache);
  return value === undefined ? indexed(vm, frame, pc, object, key) : value;
}

/** `object[key] = value` of the instruction at `pc`; {@link MANY} to leave. */
export function set(
  vm: Interpreter,
  frame: Frame,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  value: LuaValue,
  gas: number,
): typeof MANY | undefined {
  account(vm, frame, pc, gas);
  if (object instanceof LuaTable && object.metatable === undefined) {
    if (typeof key === 'string') {
      protoOf(frame).slots[pc] = object.setString(key, value);
      return undefined;
    }
    if (typeof key === 'number' && key === key) {
      object.setNumber(key, value);
      return undefined;
    }
  }
  if (typeof key === 'string' && object instanceof LuaTable) protoOf(frame).slots[pc] = Math.max(0, object.find(key));
  const co = vm.coroutine;
  const { depth } = co;
  return meta.setIndex(vm, object, key, value) || finish(vm, co, depth) ? undefined : MANY;
}

/** The start of a numeric loop whose values, on the stack, are no small integers. */
export function prepareLoop(vm: Interpreter, frame: Frame, pc: number, gas: number): void {
  account(vm, frame, pc, gas);
  prepare(vm, vm.coroutine.stack, target(frame, instructionAt(frame, pc)));
}

/** At a jump back when the gas known of is used: how much of it there is. @throws GasError */
export function settle(vm: Interpreter, frame: Frame, used: number, pc: number): number {
  vm.gas -= used;
  if (vm.gas < 0) {
    frame.pc = pc;
    vm.refill();
  }
  return vm.gas;
}
