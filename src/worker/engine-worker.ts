/** Entry of the engine worker: runs Lua and nothing else, so that it can be terminated at any moment. */
import type { Engine } from '../core/ports/engine.ts';
import { createLuaEngine, snapshots } from '../lua/engine.ts';
import { loadAlgorithms } from '../lua/lib/crypto/crypto.ts';
import { expose } from '../rpc/rpc.ts';

const engine = createLuaEngine();

expose<Engine>({
  position: (process) => engine.position(process),
  run: (process, slot, message, env) => engine.run(process, slot, message, env),
  call: (process, slot, call) => engine.call(process, slot, call),
  trial: (process, message, env) => engine.trial(process, message, env),
  read: (call) => engine.read(call),
  skip: (process, slot) => engine.skip(process, slot),
  drop: (process) => engine.drop(process),
  snapshot: (process) => engine.snapshot(process),
  restore: (process, snapshot) => engine.restore(process, snapshot),
});

// At once, beside whatever runs: a page may go offline before they are needed.
snapshots().catch(() => undefined);
loadAlgorithms().catch(() => undefined);
