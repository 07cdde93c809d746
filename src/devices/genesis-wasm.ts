/**
 * `genesis-wasm@1.0`: the execution device of aos processes. A real node hands the message to the process' WASM module;
 * here the engine runs our own aos runtime, and the answer takes the same way: json-iface, then patch.
 */
import type { AosResult } from '../core/ports/engine.ts';
import type { Assignment, SlotRecord } from '../core/ports/store.ts';
import { isMap, type Value } from '../core/value.ts';
import { catchUp, failedExecution, terminationOf, type Execution, type Job } from './execution.ts';
import { fromAos, toAos, toAosEnv } from './json-iface.ts';
import { takePatches } from './patch.ts';

/** Whatever the program does is a result; only faults of the store are thrown. */
export async function executeAos(job: Job): Promise<Execution> {
  const { engine, process, definition, assignment } = job;
  const env = toAosEnv(process, definition);
  const run = (one: Assignment): Promise<AosResult> => engine.run(process, one.slot, toAos(process, one), env);
  await catchUp(job, run);
  let result: AosResult;
  try {
    result = await run(assignment);
  } catch (error) {
    return failedExecution(terminationOf(error));
  }
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
