/**
 * The aos 2 runtime in a machine: what a process of aos is to the outside (spec/aos.md §1).
 *
 * Everything that lasts (handlers, inbox, waiting coroutines, the random sequence) lives in the Lua heap, so
 * transactions and snapshots of the machine cover it; this side keeps nothing but the entry function.
 */
import type { AosEnv, AosMessage, AosResult } from '../../core/ports/engine.ts';
import { COMPILE_BYTE } from '../gas.ts';
import { LuaClosure, Upvalue } from '../interpreter/closure.ts';
import type { Machine } from '../machine.ts';
import { NativeFunction, type Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { builtinModule } from './builtin-module.ts';
import { luaModules, nativeModules } from './modules.ts';
import { envTable } from './env-table.ts';
import { keys } from './fields.ts';
import { messageTable } from './message-tables.ts';
import requireSource from './require.lua?raw';
import { failureOf, resultOf } from './result.ts';

export interface AosProcess {
  /**
   * Runs one message to its result. Errors of the program come as `result.error`: globals it changed stay changed, its
   * outbox is empty, the next message works. After `gas-exhausted` the heap is as the end of the gas left it: a caller
   * that wants it undone opens a transaction of the machine around this call.
   */
  handle(message: AosMessage, env: AosEnv): AosResult;
  /** The function behind {@link handle}: the root to save in a snapshot beside the globals. */
  readonly root: LuaValue;
}

const nativeLoaders = new Map(
  [...nativeModules].map(([name, make]) => [name, new NativeFunction(`aos.load ${name}`, (runtime) => make(runtime))]),
);

/** The resolver of `require`: gives the loader of a built-in module, or nil for a name that is none. */
const findModule = new NativeFunction('aos.find', (runtime, [name]) => {
  if (typeof name !== 'string') return undefined;
  const native = nativeLoaders.get(name);
  if (native) return native;
  const source = luaModules.get(name);
  const proto = builtinModule(name);
  if (source === undefined || proto === undefined) return undefined;
  // As a first compilation does, or the first process of a realm would count its memory differently.
  runtime.charge(source.length * COMPILE_BYTE);
  runtime.allocate(source.length * 4);
  return new LuaClosure(proto, [new Upvalue([runtime.globals], 0)]);
});

/** The natives that a heap with the aos runtime can reach beside the standard ones, for snapshots: they or tables of them. */
export function aosNatives(runtime: Runtime): LuaValue[] {
  return [findModule, ...nativeLoaders.values(), ...[...nativeModules.values()].map((make) => make(runtime))];
}

/** Loads the aos 2 runtime into a fresh machine. Its globals become those of a new, empty process. */
export function createAosProcess(machine: Machine): AosProcess {
  const free = { gas: Infinity };
  const [require] = machine.call(machine.load(requireSource, '@aos/require.lua'), [findModule], free);
  const [process] = machine.call(require, ['.process'], free);
  if (!(process instanceof LuaTable)) throw new Error('The aos runtime did not load');
  return attachAosProcess(machine, process.get('receive'));
}

const inAo = keys('env');

/** `ao.env`: that of the message before, unless a program put something else there. It lives in the heap, as replays need it. */
function lastEnv({ globals, runtime }: Machine): LuaValue {
  const ao = globals.getString('ao');
  return ao instanceof LuaTable && ao.metatable === undefined ? inAo.env.of(runtime, ao) : undefined;
}

/** The process of a machine that was restored from a snapshot; `root` is what {@link AosProcess.root} was. */
export function attachAosProcess(machine: Machine, root: LuaValue): AosProcess {
  return {
    root,
    handle(message, env) {
      try {
        const { table, isPlain } = messageTable(message, env, machine.runtime);
        const values = machine.call(root, [
          table,
          envTable(env, machine.runtime, lastEnv(machine)),
          isPlain && message.From === message.Owner && message.Target === env.Process.Id,
        ]);
        return resultOf(values, machine.runtime, machine.gasUsed);
      } catch (thrown) {
        return { ...failureOf(thrown), gas: machine.gasUsed };
      }
    },
  };
}
