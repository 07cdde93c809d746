/** The engine port over Lua machines: one machine per process, each with its own heap. */
import { PocketbeamError } from '../core/errors.ts';
import type { AosResult, Engine } from '../core/ports/engine.ts';
import { createAosProcess, type AosProcess } from './aos/aos-process.ts';
import { createMachine, type Machine } from './machine.ts';

interface Running {
  machine: Machine;
  process: AosProcess;
  position: number;
  /** Clock of the message at hand, ms since 1970. */
  clock: { now: number };
}

export interface LuaEngineOptions {
  /** Gas of one message. Default: that of a machine. */
  gas?: number;
  /** Memory of one process in bytes. Default: that of a machine. */
  memory?: number;
}

/** Errors after which the heap goes back to where it stood before the message; after others aos keeps its globals. */
const UNDONE = new Set(['gas-exhausted', 'out-of-memory']);

export function createLuaEngine(options: LuaEngineOptions = {}): Engine {
  const processes = new Map<string, Running>();

  function at(process: string, slot: number): Running {
    let running = processes.get(process);
    if (!running) {
      const clock = { now: 0 };
      const machine = createMachine({ ...options, now: () => clock.now });
      running = { machine, process: createAosProcess(machine), position: -1, clock };
      processes.set(process, running);
    }
    if (running.position !== slot - 1)
      throw new PocketbeamError(
        'out-of-order',
        `The engine stands at slot ${running.position} of ${process}, not before ${slot}.`,
      );
    return running;
  }

  return {
    position: (process) => Promise.resolve(processes.get(process)?.position ?? -1),
    run: (process, slot, message, env) =>
      asPromise(() => {
        const running = at(process, slot);
        running.clock.now = Number(message.Timestamp);
        const transaction = running.machine.begin();
        let result: AosResult;
        try {
          result = running.process.handle(message, env);
        } catch (error) {
          transaction.rollback();
          throw error;
        }
        if (result.error && UNDONE.has(result.error.code)) transaction.rollback();
        else transaction.commit();
        running.position = slot;
        return result;
      }),
    skip: (process, slot) =>
      asPromise(() => {
        at(process, slot).position = slot;
      }),
    drop: (process) => {
      processes.delete(process);
      return Promise.resolve();
    },
  };
}

/** Lua runs at once; the port is asynchronous because an engine may live in a worker. */
function asPromise<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
