/** What every execution device is given and gives back, and how a lost heap is built again. */
import type { Context } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Engine, LuaResolved } from '../core/ports/engine.ts';
import type { Assignment, LiteralKey, SlotError, SlotRecord, Store } from '../core/ports/store.ts';
import type { MapValue, Message, Value } from '../core/value.ts';

/** One slot to compute. */
export interface Job {
  engine: Engine;
  store: Store;
  process: string;
  /** Slot 0: the process message. */
  definition: Assignment;
  assignment: Assignment;
  /** The public state before this slot; not to be changed. */
  state: MapValue;
  /** Compute as the node does, defects included. */
  strict: boolean;
  /** Collects codes of what a real node would compute differently. */
  diagnostics: Set<string>;
  /** What the program can ask by `ao.resolve`. */
  context: Context;
  /** Collects what it was answered. */
  resolved: LuaResolved[];
  /**
   * Builds a heap that was lost from a snapshot, of a slot up to `before`.
   * @returns that slot; -1: there is none
   */
  recall(process: string, before: number): Promise<number>;
}

/** Where a heap is wanted: before the slot of `assignment`. */
export type Standing = Pick<Job, 'engine' | 'store' | 'process' | 'recall'> & { assignment: Pick<Assignment, 'slot'> };

export interface Execution {
  record: SlotRecord;
  /** The whole state after the slot, where the device gives it whole. */
  next?: MapValue;
  /** What the slot sets at the root of the state, in order. */
  patches: MapValue[];
  /** Keys with a slash among what `next` was made of. */
  literal?: LiteralKey[];
  /** The program did not come to an end of its own: a real node never gets past such a slot. */
  failed?: true;
}

export type Execute = (job: Job) => Promise<Execution>;

/** Ends a slot with an error that is recorded. */
export class SlotFailure extends Error {
  constructor(readonly slotError: SlotError) {
    super(slotError.message);
  }
}

/** Slots that ended by terminating the engine: running them again would do the same. */
export const TERMINATED = 'engine-terminated';

/** A slot that changes nothing but its own record. */
export function failedExecution(error: SlotError): Execution {
  const results: Message = new Map<string, Value>([
    ['outbox', new Map()],
    ['data', error.message],
    ['error', error.message],
  ]);
  const output = { data: '', prompt: '' };
  return { failed: true, patches: [], record: { results, output, messages: [], spawns: [], assignments: [], error } };
}

/**
 * Brings the engine's heap up to the slot before: after a restart from a snapshot and by `replay` of the slots that
 * follow it; in the usual case nothing is to be done.
 * @throws PocketbeamError `missing-slot`
 */
export async function catchUp(
  { engine, store, process, assignment: { slot }, recall }: Standing,
  replay: (assignment: Assignment, record: SlotRecord | undefined) => Promise<unknown>,
): Promise<void> {
  let position = await engine.position(process);
  if (position >= slot) {
    // The heap ran ahead of a commit that failed.
    await engine.drop(process);
    position = -1;
  }
  if (position < 0 && slot > 0) position = await recall(process, slot - 1);
  for (let earlier = position + 1; earlier < slot; earlier++) {
    const [assignment, record] = await Promise.all([
      store.assignment(process, earlier),
      store.record(process, earlier),
    ]);
    if (!assignment)
      throw new PocketbeamError('missing-slot', `Slot ${earlier} of ${process} is missing in the store.`);
    if (record?.idle || record?.error?.code === TERMINATED) await engine.skip(process, earlier);
    else await replay(assignment, record);
  }
}

/** The error of a slot whose engine was terminated; anything else that was thrown is thrown on. */
export function terminationOf(error: unknown): SlotError {
  if (!(error instanceof PocketbeamError) || error.code !== TERMINATED) throw error;
  return { code: error.code, message: error.message };
}
