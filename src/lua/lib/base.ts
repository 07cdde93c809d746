/** The basic functions (manual §6.1). There is no `dofile`, `loadfile` or `require`: a machine has no files. */
import { LuaError } from '../errors.ts';
import { Interpreter } from '../interpreter/interpreter.ts';
import { rawSet } from '../interpreter/metamethods.ts';
import { type Library, NativeFunction, NONE, type NativeResult, type Runtime } from '../native.ts';
import { rawEquals } from '../number/int64.ts';
import { parseNumber } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { checkAny, checkIndex, checkTable, isNumber, optIndex, optString, typeError } from './arguments.ts';
import { typeName } from '../type-name.ts';
import { load } from './load.ts';
import { parseInBase } from './number-base.ts';
import { pcall, xpcall } from './protected-calls.ts';

function assert(rt: Runtime, args: LuaValue[]): NativeResult {
  const value = checkAny(rt, args, 1);
  if (value !== undefined && value !== false) return args;
  throw errorAt(rt, args.length > 1 ? args[1] : 'assertion failed!', 1);
}

export function error(rt: Runtime, args: LuaValue[]): NativeResult {
  throw raised(rt, args);
}

/** What {@link error} throws. */
export function raised(rt: Runtime, args: LuaValue[]): LuaError {
  return errorAt(rt, args[0], optIndex(rt, args, 2, 1));
}

/** An error with `value`, a string with the position of the function at `level` in front. */
function errorAt(rt: Runtime, value: LuaValue, level: number): LuaError {
  return new LuaError(typeof value === 'string' && level > 0 ? interpreter(rt).where(level) + value : value);
}

function getmetatable(rt: Runtime, args: LuaValue[]): NativeResult {
  const metatable = rt.metatableOf(checkAny(rt, args, 1));
  return metatable?.getString('__metatable') ?? metatable;
}

function setmetatable(rt: Runtime, args: LuaValue[]): NativeResult {
  const table = checkTable(rt, args, 1);
  const metatable = args[1];
  if (args.length < 2 || (metatable !== undefined && !(metatable instanceof LuaTable))) {
    throw rt.argError(2, 'nil or table expected');
  }
  if (table.metatable?.getString('__metatable') !== undefined) throw rt.error('cannot change a protected metatable');
  table.setMetatable(metatable);
  return table;
}

function ipairs(rt: Runtime, args: LuaValue[]): NativeResult {
  return [interpreter(rt).ipairsIterator, checkAny(rt, args, 1), 0];
}

function ipairsStep(rt: Runtime, args: LuaValue[]): NativeResult {
  const at = checkIndex(rt, args, 2) + 1;
  const value = rt.index(args[0], at);
  return value === undefined ? undefined : [at, value];
}

function next(rt: Runtime, args: LuaValue[]): NativeResult {
  const table = checkTable(rt, args, 1);
  const position = table.nextPosition(args[1]);
  if (position === -2) throw new LuaError("invalid key to 'next'");
  return position < 0 ? undefined : [table.keyAt(position), table.valueAt(position)];
}

function pairs(rt: Runtime, args: LuaValue[]): NativeResult {
  const value = checkAny(rt, args, 1);
  const handler = rt.metamethod(value, '__pairs');
  if (handler === undefined) return [interpreter(rt).nextFunction, value, undefined];
  const [iterator, state, control] = rt.call(handler, [value]);
  return [iterator, state, control];
}

function print(rt: Runtime, args: LuaValue[]): NativeResult {
  const line = args.map((value) => rt.tostring(value)).join('\t');
  rt.charge(line.length >>> 3);
  interpreter(rt).options.print(line);
  return NONE;
}

function rawequal(rt: Runtime, args: LuaValue[]): NativeResult {
  return rawEquals(checkAny(rt, args, 1), checkAny(rt, args, 2));
}

function rawget(rt: Runtime, args: LuaValue[]): NativeResult {
  return checkTable(rt, args, 1).get(checkAny(rt, args, 2));
}

function rawset(rt: Runtime, args: LuaValue[]): NativeResult {
  const table = checkTable(rt, args, 1);
  rawSet(interpreter(rt), table, checkAny(rt, args, 2), checkAny(rt, args, 3));
  return table;
}

function rawlen(rt: Runtime, args: LuaValue[]): NativeResult {
  const value = args[0];
  if (typeof value === 'string') return value.length;
  if (value instanceof LuaTable) return value.length();
  throw rt.argError(1, 'table or string expected');
}

function select(rt: Runtime, args: LuaValue[]): NativeResult {
  if (args[0] === '#') return args.length - 1;
  const n = checkIndex(rt, args, 1);
  if (n < 0) {
    if (-n > args.length - 1) throw rt.argError(1, 'index out of range');
    return args.slice(args.length + n);
  }
  if (n === 0) throw rt.argError(1, 'index out of range');
  return args.slice(n);
}

function tonumber(rt: Runtime, args: LuaValue[]): NativeResult {
  if (args[1] === undefined) {
    const value = checkAny(rt, args, 1);
    return isNumber(value) ? value : typeof value === 'string' ? parseNumber(value) : undefined;
  }
  const base = checkIndex(rt, args, 2);
  const text = args[0];
  if (typeof text !== 'string') throw typeError(rt, args, 1, 'string');
  if (base < 2 || base > 36) throw rt.argError(2, 'base out of range');
  return parseInBase(text, base);
}

function tostring(rt: Runtime, args: LuaValue[]): NativeResult {
  return rt.tostring(checkAny(rt, args, 1));
}

function type(rt: Runtime, args: LuaValue[]): NativeResult {
  return typeName(checkAny(rt, args, 1));
}

/** What the options of `collectgarbage` that only tune PUC Lua's collector return, there and here. */
const GC_TUNING: Readonly<Record<string, LuaValue>> = {
  stop: 0,
  restart: 0,
  step: true,
  setpause: 200,
  setstepmul: 200,
  isrunning: true,
};

/** JavaScript collects the garbage; here "count" and "collect" concern the account of the memory ceiling. */
function collectgarbage(rt: Runtime, args: LuaValue[]): NativeResult {
  const option = optString(rt, args, 1, 'collect');
  const { heap } = rt;
  if (option === 'collect') {
    const before = heap.bytes;
    heap.collect();
    rt.charge((before + heap.bytes) >>> 6);
    return 0;
  }
  if (option === 'count') {
    const kilobytes = heap.bytes / 1024;
    return Number.isInteger(kilobytes) ? new LuaFloat(kilobytes) : kilobytes;
  }
  if (!Object.hasOwn(GC_TUNING, option)) throw rt.argError(1, `invalid option '${option}'`);
  return GC_TUNING[option];
}

/** The engine behind a runtime: these functions reach into it. */
export function interpreter(rt: Runtime): Interpreter {
  if (!(rt instanceof Interpreter)) throw new Error('The basic functions need the interpreter');
  return rt;
}

export const baseLibrary: Library = {
  name: '_G',
  functions: {
    assert,
    collectgarbage,
    error,
    getmetatable,
    ipairs,
    load,
    next,
    pairs,
    print,
    rawequal,
    rawget,
    rawlen,
    rawset,
    select,
    setmetatable,
    tonumber,
    tostring,
    type,
  },
  install(rt, table) {
    const vm = interpreter(rt);
    vm.pairsFunction = table.getString('pairs') as NativeFunction;
    vm.ipairsFunction = table.getString('ipairs') as NativeFunction;
    vm.nextFunction = table.getString('next') as NativeFunction;
    vm.ipairsIterator = new NativeFunction('ipairs.iterator', ipairsStep);
    table.setString('pcall', pcall);
    table.setString('xpcall', xpcall);
    table.setString('_G', table);
    table.setString('_VERSION', 'Lua 5.3');
  },
};
