/**
 * The slow paths of instructions: metamethods (manual §2.4). Functions here return true when the instruction is done,
 * false when a metamethod was called instead (its frame, or its results, are in place: the interpreter loop reloads).
 */
import { BIG_INTEGER } from '../gas.ts';
import { NativeFunction } from '../native.ts';
import { arithmetic, BNOT, isBitwise, UNM } from '../number/arithmetic.ts';
import { isNumber, lessEqual, lessThan, rawEquals } from '../number/int64.ts';
import { LuaTable } from '../table.ts';
import { LuaFloat, type LuaFunction, type LuaValue } from '../value.ts';
import { LuaClosure } from './closure.ts';
import { arithmeticError, indexError, lengthError, orderError, runtimeError } from './faults.ts';
import { TO_NOWHERE, TO_ONE, TO_TEST, TO_TEST_INVERTED } from './frame.ts';
import { EQ, LE } from './instructions.ts';
import type { Interpreter } from './interpreter.ts';
import type { MethodCache } from './method-cache.ts';

/** Longest chain of `__index` tables (MAXTAGLOOP). */
const MAX_CHAIN = 2000;

/** Bits of {@link LuaTable.absent}. */
const INDEX = 1;
const NEWINDEX = 2;

const EVENTS = [
  '__add',
  '__sub',
  '__mul',
  '__mod',
  '__pow',
  '__div',
  '__idiv',
  '__band',
  '__bor',
  '__bxor',
  '__shl',
  '__shr',
  '__unm',
  '__bnot',
];

export function isFunction(value: LuaValue): value is LuaFunction {
  return value instanceof LuaClosure || value instanceof NativeFunction;
}

/** `__index` of a metatable, remembering when there is none. */
export function indexHandler(metatable: LuaTable): LuaValue {
  if ((metatable.absent & INDEX) !== 0) return undefined;
  const { nodes, indexSlot } = metatable;
  if (indexSlot < nodes.length && nodes[indexSlot] === '__index' && nodes[indexSlot + 1] !== undefined) {
    return nodes[indexSlot + 1];
  }
  const slot = metatable.find('__index');
  const handler = slot < 0 ? undefined : metatable.nodes[slot + 1];
  if (handler === undefined) metatable.absent |= INDEX;
  else metatable.indexSlot = slot;
  return handler;
}

function newIndexHandler(metatable: LuaTable): LuaValue {
  if ((metatable.absent & NEWINDEX) !== 0) return undefined;
  const handler = metatable.getString('__newindex');
  if (handler === undefined) metatable.absent |= NEWINDEX;
  return handler;
}

/** Tables that a method call looks through by itself. */
const MAX_HOPS = 8;

/**
 * The function of a method call, usually in the object itself or in a class up the chain of `__index` tables; undefined
 * where only {@link index} tells. Keeps its place among the nodes of its table for the instruction at `pc`, and in `cache`
 * what all objects with this metatable that have no such key themselves find.
 */
export function findMethod(
  vm: Interpreter,
  slots: Int32Array,
  pc: number,
  object: LuaValue,
  key: LuaValue,
  cache?: MethodCache,
): LuaValue {
  let watched = cache !== undefined && object instanceof LuaTable;
  let holder: LuaValue = object;
  if (typeof object === 'string' && vm.stringMetatable !== undefined) holder = indexHandler(vm.stringMetatable);
  for (let hops = 0; hops < MAX_HOPS && holder instanceof LuaTable; hops++) {
    const { nodes } = holder;
    let slot = slots[pc] as number;
    if (!(slot < nodes.length && nodes[slot] === key)) {
      slot = typeof key === 'string' ? holder.find(key) : -1;
      if (slot >= 0) slots[pc] = slot;
    }
    if (slot >= 0) {
      const value = holder.nodes[slot + 1];
      if (value !== undefined) {
        if (watched && hops > 0 && holder.watch()) cache?.keep((object as LuaTable).metatable, vm.heap.version, value);
        return value;
      }
      if (hops === 0) watched = false;
    }
    const { metatable } = holder;
    if (metatable === undefined) return undefined;
    watched &&= (hops === 0 || holder.watch()) && metatable.watch();
    holder = indexHandler(metatable);
  }
  return undefined;
}

/** What reading a key comes to: a value, or a function to call with the object it belongs to. */
interface Reading {
  value: LuaValue;
  handler: LuaFunction | undefined;
  object: LuaValue;
}

const reading: Reading = { value: undefined, handler: undefined, object: undefined };

/** Follows `__index` up to a value or a function. The result is overwritten by the next call. */
function read(vm: Interpreter, start: LuaValue, key: LuaValue): Reading {
  let object = start;
  for (let chain = 0; chain < MAX_CHAIN; chain++) {
    let handler: LuaValue;
    if (object instanceof LuaTable) {
      const value = object.get(key);
      const { metatable } = object;
      if (value !== undefined || metatable === undefined || (handler = indexHandler(metatable)) === undefined) {
        reading.value = value;
        reading.handler = undefined;
        return reading;
      }
    } else {
      handler = vm.metamethod(object, '__index');
      if (handler === undefined) throw indexError(vm, object, chain === 0);
    }
    if (isFunction(handler)) {
      reading.handler = handler;
      reading.object = object;
      return reading;
    }
    object = handler;
  }
  throw runtimeError(vm, "'__index' chain too long; possible loop");
}

/** `stack[dest] = object[key]`. */
export function index(vm: Interpreter, stack: LuaValue[], object: LuaValue, key: LuaValue, dest: number): boolean {
  const found = read(vm, object, key);
  if (found.handler === undefined) {
    stack[dest] = found.value;
    return true;
  }
  vm.callHandler(found.handler, found.object, key, undefined, 2, TO_ONE, dest, 0);
  return false;
}

/** `object[key]` for natives: metamethods run to their end. */
export function indexValue(vm: Interpreter, object: LuaValue, key: LuaValue): LuaValue {
  const found = read(vm, object, key);
  return found.handler === undefined ? found.value : vm.call(found.handler, [found.object, key])[0];
}

/** Sets `table[key]` raw, with Lua's errors for nil and NaN. */
export function rawSet(vm: Interpreter, table: LuaTable, key: LuaValue, value: LuaValue): void {
  if (key === undefined) throw runtimeError(vm, 'table index is nil');
  if (typeof key === 'number' && key !== key) throw runtimeError(vm, 'table index is NaN');
  table.set(key, value);
}

/** Follows `__newindex`: sets the value and returns undefined, or returns the function to call and its object. */
function write(vm: Interpreter, start: LuaValue, key: LuaValue, value: LuaValue): Reading | undefined {
  let object = start;
  for (let chain = 0; chain < MAX_CHAIN; chain++) {
    let handler: LuaValue;
    if (object instanceof LuaTable) {
      const { metatable } = object;
      if (
        metatable === undefined ||
        (handler = newIndexHandler(metatable)) === undefined ||
        object.get(key) !== undefined
      ) {
        rawSet(vm, object, key, value);
        return undefined;
      }
    } else {
      handler = vm.metamethod(object, '__newindex');
      if (handler === undefined) throw indexError(vm, object, chain === 0);
    }
    if (isFunction(handler)) {
      reading.handler = handler;
      reading.object = object;
      return reading;
    }
    object = handler;
  }
  throw runtimeError(vm, "'__newindex' chain too long; possible loop");
}

/** `object[key] = value`. */
export function setIndex(vm: Interpreter, object: LuaValue, key: LuaValue, value: LuaValue): boolean {
  const pending = write(vm, object, key, value);
  if (pending === undefined) return true;
  vm.callHandler(pending.handler, pending.object, key, value, 3, TO_NOWHERE, 0, 0);
  return false;
}

/** `object[key] = value` for natives. */
export function setIndexValue(vm: Interpreter, object: LuaValue, key: LuaValue, value: LuaValue): void {
  const pending = write(vm, object, key, value);
  if (pending !== undefined) vm.call(pending.handler, [pending.object, key, value]);
}

/**
 * `stack[dest] = a op b` (op as in number/arithmetic.ts). Operand numbers are those of the instruction, for messages;
 * unary operators pass their operand twice.
 */
export function arith(
  vm: Interpreter,
  stack: LuaValue[],
  op: number,
  a: LuaValue,
  b: LuaValue,
  operandA: number,
  operandB: number,
  dest: number,
): boolean {
  const result = arithmetic(op, a, b);
  if (result !== undefined) {
    if (typeof result === 'string') {
      throw runtimeError(vm, result === 'divide by zero' ? 'attempt to divide by zero' : "attempt to perform 'n%0'");
    }
    if (typeof result === 'bigint') vm.gas -= BIG_INTEGER;
    stack[dest] = result;
    return true;
  }
  const event = EVENTS[op] as string;
  const handler = vm.metamethod(a, event) ?? vm.metamethod(b, event);
  if (handler === undefined) throw arithmeticError(vm, isBitwise(op), a, b, operandA, operandB);
  vm.callHandler(handler, a, op === UNM || op === BNOT ? a : b, undefined, 2, TO_ONE, dest, 0);
  return false;
}

/** `stack[dest] = #value`. */
export function length(vm: Interpreter, stack: LuaValue[], value: LuaValue, operand: number, dest: number): boolean {
  if (value instanceof LuaTable && value.metatable === undefined) {
    stack[dest] = value.length();
    return true;
  }
  if (typeof value === 'string') {
    stack[dest] = value.length;
    return true;
  }
  const handler = vm.metamethod(value, '__len');
  if (handler !== undefined) {
    vm.callHandler(handler, value, value, undefined, 2, TO_ONE, dest, 0);
    return false;
  }
  if (!(value instanceof LuaTable)) throw lengthError(vm, value, operand);
  stack[dest] = value.length();
  return true;
}

/** The outcome of a comparison, or the metamethod that decides it (with `inverted` and swapped operands for `__le`). */
export type Comparison = boolean | { handler: LuaValue; inverted: boolean };

/** `a == b`; `a !== b` holds already. */
export function compareEqual(vm: Interpreter, a: LuaValue, b: LuaValue): Comparison {
  if (a instanceof LuaTable && b instanceof LuaTable) {
    const handler = vm.metamethod(a, '__eq') ?? vm.metamethod(b, '__eq');
    return handler === undefined ? false : { handler, inverted: false };
  }
  return (a instanceof LuaFloat || b instanceof LuaFloat) && rawEquals(a, b);
}

export function compareLess(vm: Interpreter, a: LuaValue, b: LuaValue): Comparison {
  if (typeof a === 'string' && typeof b === 'string') return a < b;
  if (isNumber(a) && isNumber(b)) return lessThan(a, b);
  const handler = vm.metamethod(a, '__lt') ?? vm.metamethod(b, '__lt');
  if (handler === undefined) throw orderError(vm, a, b);
  return { handler, inverted: false };
}

/** `a <= b`; without `__le` it is `not (b < a)`, as in Lua 5.3. */
export function compareLessEqual(vm: Interpreter, a: LuaValue, b: LuaValue): Comparison {
  if (typeof a === 'string' && typeof b === 'string') return a <= b;
  if (isNumber(a) && isNumber(b)) return lessEqual(a, b);
  const handler = vm.metamethod(a, '__le') ?? vm.metamethod(b, '__le');
  if (handler !== undefined) return { handler, inverted: false };
  const reverse = vm.metamethod(b, '__lt') ?? vm.metamethod(a, '__lt');
  if (reverse === undefined) throw orderError(vm, a, b);
  return { handler: reverse, inverted: true };
}

/** What the comparison instruction `op` of Lua asks of operands that are not equal as they are. */
export function compare(vm: Interpreter, op: number, a: LuaValue, b: LuaValue): Comparison {
  return op === EQ ? compareEqual(vm, a, b) : op === LE ? compareLessEqual(vm, a, b) : compareLess(vm, a, b);
}

/** Calls the metamethod of a comparison instruction; the next jump is taken when the truth is `wanted`. */
export function callComparison(
  vm: Interpreter,
  comparison: Exclude<Comparison, boolean>,
  a: LuaValue,
  b: LuaValue,
  wanted: number,
): void {
  if (comparison.inverted) vm.callHandler(comparison.handler, b, a, undefined, 2, TO_TEST_INVERTED, 0, wanted);
  else vm.callHandler(comparison.handler, a, b, undefined, 2, TO_TEST, 0, wanted);
}

/** A comparison for natives. */
export function decide(vm: Interpreter, comparison: Comparison, a: LuaValue, b: LuaValue): boolean {
  if (typeof comparison === 'boolean') return comparison;
  const [value] = vm.call(comparison.handler, comparison.inverted ? [b, a] : [a, b]);
  return (value !== undefined && value !== false) !== comparison.inverted;
}
