/**
 * `genesis-wasm@1.0`: the execution device of aos processes. A real node hands the message to the process' WASM module;
 * here the engine runs our own aos runtime, and the answer takes the same way: json-iface, then patch.
 */
import { PocketbeamError } from '../core/errors.ts';
import type { AosResult, Engine } from '../core/ports/engine.ts';
import type { Assignment, SlotRecord, Store } from '../core/ports/store.ts';
import { isMap, type MapValue, type Value } from '../core/value.ts';
import { fromAos, toAos, toAosEnv } from './json-iface.ts';
import { takePatches } from './patch.ts';

/** Slots that ended by terminating the engine: running them again would do the same. */
const TERMINATED = 'engine-terminated';

export interface Execution {
  record: SlotRecord;
  /** What the slot sets at the root of the public state, in order. */
  patches: MapValue[];
}

/**
 * Runs one message of a process on an engine, after bringing the engine's heap up to the slot before.
 * Whatever the program does is a result; only faults of the store are thrown.
 */
export async function execute(
  engine: Engine,
  store: Store,
  process: string,
  definition: Assignment,
  assignment: Assignment,
): Promise<Execution> {
  const { slot } = assignment;
  const env = toAosEnv(process, definition);
  const run = (one: Assignment): Promise<AosResult> => engine.run(process, one.slot, toAos(process, one), env);
  await catchUp(engine, store, process, slot, run);
  const result = await run(assignment).catch((error: unknown) => terminated(error));
  const results = fromAos(process, result);
  const outbox = results.get('outbox');
  const patched = takePatches(isMap(outbox) ? outbox : new Map<string, Value>());
  results.set('outbox', patched.outbox);
  const { output, messages, spawns, assignments, error } = result;
  const record: SlotRecord = {
    results,
    output: { ...output },
    messages: [...messages],
    spawns: [...spawns],
    assignments: [...assignments],
    ...(error ? { error: { ...error } } : {}),
  };
  return { record, patches: patched.patches };
}

/** Replays what the heap has not seen: all of it after a restart, nothing in the usual case. */
async function catchUp(
  engine: Engine,
  store: Store,
  process: string,
  slot: number,
  run: (assignment: Assignment) => Promise<AosResult>,
): Promise<void> {
  let position = await engine.position(process);
  if (position >= slot) {
    // The heap ran ahead of a commit that failed.
    await engine.drop(process);
    position = -1;
  }
  for (let earlier = position + 1; earlier < slot; earlier++) {
    const [assignment, record] = await Promise.all([
      store.assignment(process, earlier),
      store.record(process, earlier),
    ]);
    if (!assignment)
      throw new PocketbeamError('missing-slot', `Slot ${earlier} of ${process} is missing in the store.`);
    if (record?.error?.code === TERMINATED) await engine.skip(process, earlier);
    else await run(assignment);
  }
}

function terminated(error: unknown): AosResult {
  if (!(error instanceof PocketbeamError) || error.code !== TERMINATED) throw error;
  return {
    output: { data: '', prompt: '' },
    messages: [],
    spawns: [],
    assignments: [],
    error: { code: TERMINATED, message: error.message },
  };
}
