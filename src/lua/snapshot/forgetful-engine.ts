/** For tests: an engine that lives for one call. Heaps go on from snapshots, in another engine each time. */
import type { Engine } from '../../core/ports/engine.ts';
import { createLuaEngine } from '../engine.ts';

export interface ForgetfulEngine extends Engine {
  /** How many heaps were saved and restored. */
  restored: number;
}

export function createForgetfulEngine(): ForgetfulEngine {
  /** The engine that each process was in last. */
  const engines = new Map<string, Engine>();
  async function renewed(process: string): Promise<Engine> {
    const snapshot = await engines.get(process)?.snapshot(process);
    const engine = createLuaEngine();
    if (snapshot) {
      await engine.restore(process, snapshot);
      forgetful.restored++;
    }
    engines.set(process, engine);
    return engine;
  }
  const forgetful: ForgetfulEngine = {
    restored: 0,
    position: async (process) => (await renewed(process)).position(process),
    run: async (process, ...rest) => (await renewed(process)).run(process, ...rest),
    trial: async (process, ...rest) => (await renewed(process)).trial(process, ...rest),
    call: async (process, ...rest) => (await renewed(process)).call(process, ...rest),
    skip: async (process, slot) => (await renewed(process)).skip(process, slot),
    drop: async (process) => (await renewed(process)).drop(process),
    snapshot: async (process) => (await renewed(process)).snapshot(process),
    restore: async (process, snapshot) => (await renewed(process)).restore(process, snapshot),
    read: (call) => createLuaEngine().read(call),
  };
  return forgetful;
}
