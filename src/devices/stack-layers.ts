/** What each device does as one layer of a stack that handles a slot. */
import type { Assignment, LiteralKey, SlotRecord } from '../core/ports/store.ts';
import { mergeInto, noChange } from '../core/state.ts';
import type { MapValue, Message } from '../core/value.ts';
import { dedup } from './dedup.ts';
import { SlotFailure, type Job } from './execution.ts';
import { patchesOf, runAos } from './genesis-wasm.ts';
import { computeLua } from './lua-compute.ts';
import { multipass, passOf } from './multipass.ts';
import { applyPatches, routeOf } from './patch.ts';
import { assignmentMessage } from './assignment.ts';
import type { StackFunction, StackStep } from './stack-function.ts';

/** The slot that a stack handles, and what its layers add to its record. */
export interface Slot {
  readonly job: Job;
  /** What the first layer was given in an earlier slot, for replays. */
  readonly baseOf: (job: Job, assignment: Assignment, state: MapValue) => Message;
  readonly literal: LiteralKey[];
  /** Where a layer knows more of it than stands in `results`. */
  record: SlotRecord | undefined;
  /** Whether a program was run. */
  ran: boolean;
}

type Layer = (base: Message, slot: Slot) => Promise<StackStep>;

const ok = (message: Message): StackStep => ({ status: 'ok', message });

const lua: Layer = async (base, slot) => {
  const { job, baseOf } = slot;
  // The engine counts a call as the slot: there is no second one on the same heap.
  if (passOf(base) > 1)
    throw new SlotFailure({ code: 'not-implemented', message: 'lua@5.3a runs on the first pass of a stack only.' });
  slot.ran = true;
  return ok(await computeLua(job, base, baseOf));
};

const patch: Layer = (base, { job, literal }) => {
  const patched = applyPatches(
    base,
    routeOf(job.definition.message, assignmentMessage(job.process, job.assignment)),
    job,
  );
  literal.push(...patched.literal);
  return Promise.resolve(ok(patched.message));
};

/** The built-in aos runtime, in place of a WASM module, on the first pass. */
const aos =
  (take: (results: Message, job: Job) => MapValue[]): Layer =>
  async (base, slot) => {
    if (passOf(base) > 1) return ok(base);
    slot.ran = true;
    const { results, record } = await runAos(slot.job);
    slot.record = record;
    const message: Message = new Map([...base, ['results', results]]);
    const merge = noChange();
    for (const patch of take(results, slot.job)) mergeInto(message, patch, merge);
    slot.literal.push(...merge.literal);
    return ok(message);
  };

/** A device that needs nothing but the message and the assignment. */
const pure =
  (run: StackFunction): Layer =>
  (base, { job }) =>
    run(base, assignmentMessage(job.process, job.assignment));

/** Prepares or reads what only a WASM module has. */
const nothing: Layer = (base) => Promise.resolve(ok(base));

const LAYERS = new Map<string, Layer>([
  ['lua@5.3a', lua],
  ['patch@1.0', patch],
  ['dedup@1.0', pure(dedup)],
  ['multipass@1.0', pure(multipass)],
  ['genesis-wasm@1.0', aos(patchesOf)],
  ['delegated-compute@1.0', aos(() => [])],
  ['wasm-64@1.0', aos(() => [])],
  ['wasi@1.0', nothing],
  ['json-iface@1.0', nothing],
]);

/** @throws SlotFailure for a device that cannot stand in a stack here. */
export function layerOf(name: string): Layer {
  const layer = LAYERS.get(name);
  if (layer) return layer;
  throw new SlotFailure({
    code: 'not-implemented',
    message: `The device ${name} cannot stand in a stack here yet: ${[...LAYERS.keys()].join(', ')} can.`,
  });
}
