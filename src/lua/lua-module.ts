/** A process' own Lua modules, called as `lua@5.3a` calls them (spec/aos.md §6). */
import type { AosError, LuaAnswer, LuaCall, LuaModule } from '../core/ports/engine.ts';
import { Float, isList, isMap, type MapValue, type Value } from '../core/value.ts';
import { BorderError, MAX_BORDER_DEPTH, toLua } from './border.ts';
import { GasError, LuaError } from './errors.ts';
import { LuaClosure } from './interpreter/closure.ts';
import { typeName } from './type-name.ts';
import type { Machine } from './machine.ts';
import { NativeFunction, type Runtime } from './native.ts';
import { LuaTable } from './table.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** What a call left behind: its answer, and whether it returned a table, which alone keeps what it changed. */
export interface ModuleCall {
  answer: LuaAnswer;
  returnedTable: boolean;
}

/** Runs the modules in order in one set of globals, then adds the node's own functions to `ao`. */
export function loadModules(machine: Machine, modules: readonly LuaModule[]): void {
  for (const { name, source } of modules) machine.call(machine.load(source, `@${name}`));
  const existing = machine.globals.getString('ao');
  // A module's own closures may hold its `ao`: it stays the same table.
  const ao = existing instanceof LuaTable ? existing : machine.runtime.newTable();
  for (const native of AO) ao.setString(native.name.slice('ao.'.length), native);
  machine.globals.setString('ao', ao);
}

const AO = [
  // A node writes these to its own log; there is none here.
  new NativeFunction('ao.event', () => 'ok'),
  new NativeFunction('ao.set', (runtime, [base, key, value]) => set(runtime, base, key, value)),
];

/** A copy of `base` with `key` set, or with all keys of a table. */
function set(runtime: Runtime, base: LuaValue, key: LuaValue, value: LuaValue): LuaTable {
  if (!(base instanceof LuaTable)) throw runtime.argError(1, `table expected, got ${typeName(base)}`);
  const copy = runtime.newTable();
  for (const [name, item] of base.entries()) copy.set(name, item);
  if (key instanceof LuaTable) for (const [name, item] of key.entries()) copy.set(name, item);
  else if (key !== undefined) copy.set(key, value);
  return copy;
}

/** Calls a global function of the modules. Errors of the program are answers; faults of ours are thrown. */
export function callModule(machine: Machine, { function: name, parameters }: LuaCall): ModuleCall {
  try {
    const given = parameters.map((value) => toLua(asArrays(value), machine.runtime));
    const results = machine.call(machine.globals.getString(name), given);
    const [status, value] = results.length > 1 ? [statusOf(results[0]), results[1]] : ['ok', results[0]];
    const answer = { status, value: value === undefined ? undefined : fromModule(value) };
    return { answer, returnedTable: value instanceof LuaTable };
  } catch (error) {
    return { answer: { error: failure(error) }, returnedTable: false };
  }
}

const statusOf = (status: LuaValue): string => (typeof status === 'string' ? status : String(status));

/** What a program of the user's own may end with, as the error of a slot. Faults of ours are thrown on. */
export function failure(error: unknown): AosError {
  if (error instanceof BorderError) return { code: 'invalid-result', message: error.message };
  if (error instanceof GasError) return { code: 'gas-exhausted', message: error.message };
  if (!(error instanceof LuaError)) throw error;
  const { message } = error;
  if (message.endsWith('not enough memory')) return { code: 'out-of-memory', message };
  const line = /:(\d+): /.exec(message)?.[1];
  return { code: 'lua-error', message, ...(line === undefined ? {} : { line: Number(line) }) };
}

/** A map with exactly the keys 1 … n goes in as an array. */
function asArrays(value: Value): Value {
  if (isList(value)) return value.map(asArrays);
  if (!isMap(value)) return value;
  const numbers = value.size > 0 && Array.from({ length: value.size }, (_, i) => value.get(String(i + 1)));
  if (numbers && numbers.every((item) => item !== undefined)) return numbers.map(asArrays);
  return new Map([...value].map(([key, item]) => [key, asArrays(item)]));
}

/**
 * What a module returned: a table with exactly the keys 1 … n, or none, is a list; every other one a map, its numbers
 * as text.
 */
function fromModule(value: LuaValue, path = '', depth = 0): Value {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (value instanceof LuaFloat) return new Float(value.n);
  if (!(value instanceof LuaTable)) throw new BorderError(path, `a ${typeName(value)} cannot leave the process`);
  if (depth >= MAX_BORDER_DEPTH) throw new BorderError(path, `tables nested deeper than ${MAX_BORDER_DEPTH}`);
  const entries = [...value.entries()];
  const list = entries.every(([key]) => typeof key === 'number' && key >= 1 && key <= entries.length);
  if (list) return entries.map((_, i) => fromModule(value.get(i + 1), `${path}[${i + 1}]`, depth + 1));
  const map: MapValue = new Map();
  for (const [key, item] of entries) {
    // As Luerl's decoding: what has no form outside is left out.
    if (isFunction(item)) continue;
    const name = keyText(key, path);
    map.set(name, fromModule(item, path === '' ? name : `${path}.${name}`, depth + 1));
  }
  return map;
}

const isFunction = (value: LuaValue): boolean => value instanceof LuaClosure || value instanceof NativeFunction;

function keyText(key: LuaValue, path: string): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'bigint') return String(key);
  throw new BorderError(path, `a ${typeName(key)} cannot be a key outside of the process`);
}
