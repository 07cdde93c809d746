/** The engine port over Lua machines: one machine per process, each with its own heap. */
import { PocketbeamError } from '../core/errors.ts';
import type { AosEnv, AosMessage, AosResult, Engine } from '../core/ports/engine.ts';
import { attachAosProcess, createAosProcess, type AosProcess } from './aos/aos-process.ts';
import { HOT_AFTER } from './compiled/tier.ts';
import { DEFAULT_GAS } from './gas.ts';
import { callModule, failure, loadModules } from './lua-module.ts';
import { createMachine, DEFAULT_MEMORY, type Machine, type MachineOptions } from './machine.ts';
import { withParts } from './not-loaded.ts';
import { ModuleReader } from './module-reader.ts';
import { Questions } from './questions.ts';

interface Running {
  machine: Machine;
  questions: Questions;
  /** The aos runtime, once a message ran in it. */
  aos: AosProcess | undefined;
  /** Whether the process' own modules are loaded. */
  loaded: boolean;
  position: number;
  /** Clock of the message at hand, ms since 1970. */
  clock: { now: number };
}

/**
 * Limits of one process. A message beyond them ends with the error in brackets, the heap as it was before the message.
 * Others are fixed: 1,000,000 stack slots of a coroutine (about 200,000 calls deep, "stack overflow"), 200 nested
 * native calls, metamethods or coroutines ("C stack overflow"), 200 levels of nesting in source.
 */
export interface LuaEngineOptions {
  /** Gas of one message (`gas-exhausted`), see gas.ts. Default {@link DEFAULT_GAS}, about 5 s of work for a handler. */
  gas?: number;
  /** Bytes that tables and strings may reach (`out-of-memory`), an estimate. Default {@link DEFAULT_MEMORY}, 256 MiB. */
  memory?: number;
  /** Whether hot functions become JavaScript functions: only speed differs. Default `compiled` (machine.ts). */
  tier?: MachineOptions['tier'];
  /** Work in instructions before that; 0 for all functions. Default as in machine.ts. */
  hotAfter?: number;
}

/** Errors after which the heap goes back to where it stood before the message; after others aos keeps its globals. */
const UNDONE = new Set(['gas-exhausted', 'out-of-memory']);

export function createLuaEngine({
  gas = DEFAULT_GAS,
  memory = DEFAULT_MEMORY,
  tier = 'compiled',
  hotAfter = HOT_AFTER,
}: LuaEngineOptions = {}): Engine {
  const processes = new Map<string, Running>();
  const reader = new ModuleReader({ gas, memory, tier });

  function fresh(): Running {
    const clock = { now: 0 };
    const machine = createMachine({ gas, memory, tier, hotAfter, now: () => clock.now });
    const questions = new Questions(() => machine.gasUsed);
    return { machine, questions, aos: undefined, loaded: false, position: -1, clock };
  }

  function at(process: string, slot: number): Running {
    let running = processes.get(process);
    if (!running) {
      running = fresh();
      processes.set(process, running);
    }
    if (running.position !== slot - 1)
      throw new PocketbeamError(
        'out-of-order',
        `The engine stands at slot ${running.position} of ${process}, not before ${slot}.`,
      );
    return running;
  }

  /** Runs a message in a heap transaction; `keeps` decides from its result whether its changes stay. */
  function handle(
    running: Running,
    message: AosMessage,
    env: AosEnv,
    keeps: (result: AosResult) => boolean,
  ): AosResult {
    const { machine, clock } = running;
    clock.now = Number(message.Timestamp);
    running.aos ??= createAosProcess(machine);
    const transaction = machine.begin();
    let result: AosResult;
    try {
      result = running.aos.handle(message, env);
    } catch (error) {
      transaction.rollback();
      throw error;
    }
    if (keeps(result)) transaction.commit();
    else transaction.rollback();
    return result;
  }

  return {
    position: (process) => Promise.resolve(processes.get(process)?.position ?? -1),
    run: (process, slot, message, env) =>
      withParts(() => {
        const running = at(process, slot);
        const result = handle(running, message, env, ({ error }) => !error || !UNDONE.has(error.code));
        running.position = slot;
        return result;
      }),
    trial: (process, message, env) =>
      withParts(() => {
        const running = processes.get(process);
        if (!running) throw new PocketbeamError('out-of-order', `The engine has no heap of ${process} to try on.`);
        return handle(running, message, env, () => false);
      }),
    call: (process, slot, call) =>
      asPromise(() => {
        const running = at(process, slot);
        const { machine, questions, clock } = running;
        clock.now = call.timestamp;
        running.position = slot;
        // Loaded once, and outside of the call's transaction: a call that is undone leaves its modules loaded.
        if (!running.loaded) {
          const loading = machine.begin();
          try {
            loadModules(machine, call, questions);
          } catch (error) {
            loading.rollback();
            return { error: failure(error) };
          }
          loading.commit();
          running.loaded = true;
        }
        const transaction = machine.begin();
        const { answer, returnedTable } = callModule(machine, call, questions);
        if (returnedTable) transaction.commit();
        else transaction.rollback();
        if ('asks' in answer) running.position = slot - 1;
        return answer;
      }),
    read: (call) => asPromise(() => reader.read(call)),
    skip: (process, slot) =>
      asPromise(() => {
        at(process, slot).position = slot;
      }),
    drop: (process) => {
      processes.delete(process);
      return Promise.resolve();
    },
    async snapshot(process) {
      const { saveProcess } = await snapshots();
      const running = processes.get(process);
      if (!running) return undefined;
      const { aos, position: slot } = running;
      return { slot, bytes: saveProcess({ ...running, aos: aos?.root }, { process, slot }) };
    },
    async restore(process, { slot, bytes }) {
      const { restoreProcess } = await snapshots();
      processes.delete(process);
      const running = fresh();
      const { aos, loaded } = restoreProcess(running, bytes, { process, slot });
      if (aos !== undefined) running.aos = attachAosProcess(running.machine, aos);
      processes.set(process, Object.assign(running, { loaded, position: slot }));
    },
  };
}

/** A file of its own: no message needs it, and an engine starts without it. */
export const snapshots = () => import('./snapshot/process-snapshot.ts');

/** Lua runs at once; the port is asynchronous because an engine may live in a worker. */
function asPromise<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
