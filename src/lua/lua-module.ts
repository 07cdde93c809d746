/** A process' own Lua modules, called as `lua@5.3a` calls them (spec/aos.md §6). */
import type { AosError, LuaAnswer, LuaCall, LuaReplacement } from '../core/ports/engine.ts';
import requireSource from './aos/require.lua?raw';
import { BorderError } from './border.ts';
import { GasError, LuaError } from './errors.ts';
import { LuaClosure } from './interpreter/closure.ts';
import { present, takeBack } from './lazy-border.ts';
import { typeName } from './type-name.ts';
import type { Machine } from './machine.ts';
import { NativeFunction, type Runtime } from './native.ts';
import { UnansweredQuestion, type Questions } from './questions.ts';
import { LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

/** What a call left behind: its answer, and whether it returned a table, which alone keeps what it changed. */
export interface ModuleCall {
  answer: LuaAnswer;
  returnedTable: boolean;
}

/**
 * Runs the modules in order in one set of globals, closes the sandbox, then adds the node's own functions to `ao`. Bundles
 * find `require` and `package` as Lua has them, and in them only what they put there.
 */
export function loadModules(machine: Machine, { modules, sandbox }: LuaCall, questions: Questions): void {
  machine.call(machine.load(requireSource, '@require'), [FIND_NOTHING], { gas: Infinity });
  for (const { name, source } of modules) machine.call(machine.load(source, `@${name}`));
  for (const replacement of sandbox) replace(machine, replacement);
  const existing = machine.globals.getString('ao');
  // A module's own closures may hold its `ao`: it stays the same table.
  const ao = existing instanceof LuaTable ? existing : machine.runtime.newTable();
  for (const native of [...AO, questions.resolve]) ao.setString(native.name.slice('ao.'.length), native);
  machine.globals.setString('ao', ao);
}

/** The natives that a heap with its own modules can reach beside the standard ones, for snapshots. */
export const moduleNatives = (questions: Questions): NativeFunction[] => [FIND_NOTHING, ...AO, questions.resolve];

const FIND_NOTHING = new NativeFunction('package.find', () => undefined);

/** Replaces a global, or a field of one; where there is no table to hold the field there is nothing to replace. */
function replace({ globals, runtime }: Machine, { path, value }: LuaReplacement): void {
  let table: LuaValue = globals;
  for (const name of path.slice(0, -1)) table = table instanceof LuaTable ? table.getString(name) : undefined;
  const name = path.at(-1);
  if (table instanceof LuaTable && name !== undefined) table.setString(name, present(value, runtime));
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
export function callModule(machine: Machine, call: LuaCall, questions: Questions): ModuleCall {
  const { function: name, parameters } = call;
  if (name === undefined) return bare({ status: 'ok', value: functionsOf(machine) });
  const fn = machine.globals.getString(name);
  if (fn === undefined)
    return bare({ error: { code: 'unknown-function', message: `The modules define no function ${name}.` } });
  questions.begin(call.resolved);
  try {
    const given = parameters.map((value) => present(value, machine.runtime));
    const results = machine.call(fn, given);
    const [status, value] = results.length > 1 ? [statusOf(results[0]), results[1]] : ['ok', results[0]];
    const answer = { status, value: value === undefined ? undefined : takeBack(value) };
    return { answer, returnedTable: value instanceof LuaTable };
  } catch (error) {
    return bare(error instanceof UnansweredQuestion ? { asks: error.question } : { error: failure(error) });
  }
}

const bare = (answer: LuaAnswer): ModuleCall => ({ answer, returnedTable: false });

/** The names of the functions that the modules define, sorted; natives and `require` are not theirs. */
function functionsOf({ globals }: Machine): string[] {
  const names: string[] = [];
  for (const [name, value] of globals.entries())
    if (typeof name === 'string' && name !== 'require' && value instanceof LuaClosure) names.push(name);
  return names.sort();
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
