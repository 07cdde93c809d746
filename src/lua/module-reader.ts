/**
 * Dynamic reads: functions of Lua modules, each on globals as the modules leave them (spec/hyperbeam.md, Dynamic reads).
 * Loaded modules are kept and every call is undone, so that nothing passes from one read to the next.
 */
import type { LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import { callModule, failure, loadModules } from './lua-module.ts';
import { createMachine, type Machine, type MachineOptions } from './machine.ts';
import { Questions } from './questions.ts';

/** Modules that stay loaded, the most recently used ones; each may hold as much memory as its program does. */
const MAX_LOADED = 8;

interface Loaded {
  machine: Machine;
  questions: Questions;
  clock: Clock;
}

interface Clock {
  now: number;
  /** Whether the program has looked at it. */
  seen: boolean;
}

export class ModuleReader {
  private readonly loaded = new Map<string, Loaded>();

  /** Limits of one call, and of one loading of modules, as those of the engine. */
  constructor(private readonly limits: Pick<MachineOptions, 'gas' | 'memory' | 'tier'>) {}

  read(call: LuaCall): LuaAnswer {
    let loaded: Loaded;
    try {
      loaded = this.load(call);
    } catch (error) {
      return { error: failure(error) };
    }
    const { machine, questions, clock } = loaded;
    clock.now = call.timestamp;
    const transaction = machine.begin();
    try {
      return callModule(machine, call, questions).answer;
    } finally {
      transaction.rollback();
    }
  }

  private load(call: LuaCall): Loaded {
    const key = keyOf(call);
    const known = key === undefined ? undefined : this.loaded.get(key);
    if (key !== undefined && known) {
      this.loaded.delete(key);
      this.loaded.set(key, known);
      return known;
    }
    const clock: Clock = { now: call.timestamp, seen: false };
    const machine = createMachine({
      ...this.limits,
      now: () => {
        clock.seen = true;
        return clock.now;
      },
    });
    const made: Loaded = { machine, questions: new Questions(() => machine.gasUsed), clock };
    loadModules(machine, call, made.questions);
    // Globals that hold the time of one read must not be seen by the next.
    if (clock.seen || key === undefined) return made;
    this.loaded.set(key, made);
    if (this.loaded.size > MAX_LOADED) this.loaded.delete(this.loaded.keys().next().value ?? '');
    return made;
  }
}

/** Tells modules and their sandboxes apart. Undefined where the sandbox puts in what JSON does not tell apart. */
function keyOf({ modules, sandbox }: LuaCall): string | undefined {
  const isPlain = sandbox.every(({ value }) => typeof value === 'string' || typeof value === 'boolean');
  return isPlain ? JSON.stringify([modules, sandbox]) : undefined;
}
