/**
 * `genesis-wasm@1.0`: the execution device of aos processes. A real node hands the message to the process' WASM module;
 * here the engine runs our own aos runtime, and the answer takes the same way: json-iface, then patch.
 */
import type { AosResult } from '../core/ports/engine.ts';
import type { Assignment, SlotRecord } from '../core/ports/store.ts';
import { isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { catchUp, failedExecution, SlotFailure, terminationOf, type Execution, type Job } from './execution.ts';
import { fromAos, toAos, toAosEnv, withFiles } from './json-iface.ts';
import { takePatches } from './patch.ts';

/** The id under which the built-in aos runtime goes. */
export const AOS_MODULE = 'pocketbeam-aos2'.padEnd(43, '_');

/** What aos gave for a slot: the outbox and output as `results`, and all of it for the record. */
export interface AosRun {
  results: Message;
  record: SlotRecord;
}

/**
 * Runs the message of a slot in aos. Whatever the program does is a result.
 * @throws SlotFailure when the engine had to be terminated; in strict also for a module that is not the built-in one.
 */
export async function runAos(job: Job): Promise<AosRun> {
  const { engine, process, definition, assignment, diagnostics, strict } = job;
  const env = toAosEnv(process, definition);
  const module = env.Module?.Id ?? '';
  if (module !== AOS_MODULE && module !== '') {
    diagnostics.add('module-substituted');
    if (strict) throw new SlotFailure({ code: 'unknown-module', message: `There is no module ${module} here.` });
  }
  const run = (one: Assignment): Promise<AosResult> =>
    engine.run(process, one.slot, toAos(process, one), one.slot === 0 ? withFiles(env, one) : env);
  await catchUp(job, run);
  const result = await run(assignment).catch((error: unknown) => {
    throw new SlotFailure(terminationOf(error));
  });
  const { output, messages, spawns, assignments, error } = result;
  const results = fromAos(process, result);
  const record: SlotRecord = {
    results,
    output: { ...output },
    messages: [...messages],
    spawns: [...spawns],
    assignments: [...assignments],
    ...(error ? { error: { ...error } } : {}),
  };
  return { results, record };
}

/** Takes the patches out of the outbox that aos left in `results`. */
export function patchesOf(results: Message, job: Job): MapValue[] {
  const outbox = results.get('outbox');
  const patched = takePatches(isMap(outbox) ? outbox : new Map<string, Value>(), job);
  results.set('outbox', patched.outbox);
  return patched.patches;
}

/** Only faults of the store are thrown. */
export const executeAos = (job: Job): Promise<Execution> => execute(job, patchesOf);

/** `delegated-compute@1.0`: the same, and the outbox stays as it is. */
export const executeDelegated = (job: Job): Promise<Execution> => execute(job, () => []);

async function execute(job: Job, take: (results: Message, job: Job) => MapValue[]): Promise<Execution> {
  try {
    const { results, record } = await runAos(job);
    return { record, patches: take(results, job) };
  } catch (error) {
    if (error instanceof SlotFailure) return failedExecution(error.slotError);
    throw error;
  }
}
