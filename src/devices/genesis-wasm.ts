/**
 * `genesis-wasm@1.0`: the execution device of aos processes. A real node hands the message to the process' WASM module;
 * here the engine runs our own aos runtime, and the answer takes the same way: json-iface, then patch.
 */
import { heightAt } from '../core/block-height.ts';
import type { Trial } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { AosEnv, AosResult, LuaResolved } from '../core/ports/engine.ts';
import type { Assignment, SlotRecord } from '../core/ports/store.ts';
import { isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import {
  catchUp,
  failedExecution,
  SlotFailure,
  terminationOf,
  type Execution,
  type Job,
  type Standing,
} from './execution.ts';
import { withBoot } from './boot.ts';
import { fromAos, toAos, toAosEnv } from './json-iface.ts';
import { takePatches } from './patch.ts';
import { stackNames } from './stack-names.ts';

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
  const { process, definition, diagnostics, strict } = job;
  const env = toAosEnv(process, definition);
  const module = env.Module?.Id ?? '';
  if (module !== AOS_MODULE && module !== '') {
    diagnostics.add('module-substituted');
    if (strict) throw new SlotFailure({ code: 'unknown-module', message: `There is no module ${module} here.` });
  }
  const run = runner(job, env);
  const result = await next(job, run).catch((error: unknown) => {
    throw new SlotFailure(terminationOf(error));
  });
  const { output, messages, spawns, assignments, error, gas } = result;
  const results = fromAos(process, result);
  const record: SlotRecord = {
    results,
    output: { ...output },
    messages: [...messages],
    spawns: [...spawns],
    assignments: [...assignments],
    ...(error ? { error: { ...error } } : {}),
    ...(gas === undefined ? {} : { gas }),
  };
  return { results, record };
}

/** Runs the slot of a job. The heap stands right in front of it nearly always, so the engine is asked only when it does not. */
async function next(job: Job, run: Run): Promise<AosResult> {
  try {
    return await run(job.assignment, job);
  } catch (error) {
    if (!(error instanceof PocketbeamError) || error.code !== 'out-of-order') throw error;
    await catchUp(job, run);
    return run(job.assignment, job);
  }
}

/**
 * Runs a slot in aos, for the first time or once more.
 * @param of what was found for the slot then: its job, or its record.
 */
type Run = (one: Assignment, of?: { resolved?: LuaResolved[] }) => Promise<AosResult>;

const runner =
  ({ engine, process, store }: Standing, env: AosEnv): Run =>
  async (one, { resolved = [] } = {}) => {
    const given = one.slot === 0 ? await withBoot(env, one, store, resolved) : env;
    return engine.run(process, one.slot, toAos(process, one), given);
  };

/** Whether a process, given by its definition, is run by aos: as its execution device, or as a layer of its stack. */
export function isAos(definition: Message): boolean {
  const device = textOf(definition.get('execution-device')) ?? '';
  return AOS_DEVICES.has(device) || (device === 'stack@1.0' && stackNames(definition).some(isAosLayer));
}

const AOS_DEVICES = new Set(['genesis-wasm@1.0', 'delegated-compute@1.0']);
const isAosLayer = (name: string): boolean => AOS_DEVICES.has(name) || name === 'wasm-64@1.0';
const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Runs a message in the slot after the last computed one and keeps nothing of it.
 * @throws PocketbeamError `no-dry-run` for a process of another execution device; `engine-terminated`.
 */
export async function tryAos(standing: Standing & Pick<Job, 'definition'>, message: Trial): Promise<AosResult> {
  const { engine, process, definition, assignment } = standing;
  if (!isAos(definition.message)) throw noDryRun(process, textOf(definition.message.get('execution-device')));
  const env = toAosEnv(process, definition);
  await catchUp(standing, runner(standing, env));
  const timestamp = await standing.store.now();
  const slot = { Timestamp: timestamp, 'Block-Height': heightAt(timestamp), Nonce: assignment.slot };
  return engine.trial(process, { ...message, ...slot }, env);
}

const noDryRun = (process: string, device = 'none'): PocketbeamError =>
  new PocketbeamError('no-dry-run', `A message cannot be tried on ${process}.`, {
    cause: `Its execution device is ${device}; a dry-run needs a process that aos runs (genesis-wasm@1.0, also in a stack).`,
    next: 'Read its state, or call a function of its modules: …/now/~lua@5.3a&module=<id>/<function>.',
    status: 501,
    details: { process, device },
  });

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
