/** `compute/results=<slot or message id>`: what a slot gave, as newer nodes and aoconnect ask for it. */
import type { Context, DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { LazySubject } from '../core/lazy-subject.ts';
import { slotPruned } from '../core/slot-pruned.ts';
import type { Subject } from '../core/subject.ts';
import type { Value } from '../core/value.ts';
import { aosResult } from './aos-result.ts';
import { slotOf } from './named.ts';
import { processFunctions } from './process.ts';
import { beyondEnd, RESULTS_OF, StateSubject, unavailable } from './state-subject.ts';

/** `compute` of `process@1.0`, whose state also knows `results=…` (not in strict: nodes of May 2025 do not). */
export const computeFunction: DeviceFunction = async (subject, request, context) => {
  const state = await processFunctions.compute?.(subject, request, context);
  return state instanceof StateSubject && state.when === 'compute'
    ? new AskedState(context, state.process, 'compute')
    : (state ?? subject);
};

class AskedState extends StateSubject {
  override at(key: string): Subject {
    if (this.context.strict || !key.startsWith(RESULTS_OF)) return super.at(key);
    const { context, process } = this;
    return new LazySubject(() => resultsOf(context, process, key.slice(RESULTS_OF.length)));
  }
}

/** The results of a slot with `raw`, which is all that aos gave. @throws as {@link slotToRead} */
async function resultsOf(context: Context, process: string, of: string): Promise<Value | undefined> {
  const slot = await slotToRead(context, process, of);
  await context.computer.compute(process, slot);
  context.atSlot(slot);
  const record = await context.store.record(process, slot);
  return record && new Map([...record.results, ['raw', aosResult(record)]]);
}

/**
 * A slot of a process, whose results can be asked for.
 * @param of its number, or the id of the message in it.
 * @throws PocketbeamError `unknown-process`, `unknown-message`, `bad-slot`, `slot-pruned`
 */
export async function slotToRead(context: Context, process: string, of: string): Promise<number> {
  const head = await context.store.head(process);
  if (!head) throw unavailable(process);
  const slot = isId(of) ? await slotOfMessage(context, process, of) : (slotOf(of) ?? head.slot);
  if (slot > head.slot) throw beyondEnd(process, slot, head.slot);
  if (slot < (head.kept ?? 0)) throw slotPruned(head, slot);
  return slot;
}

/** The slot that a message took in a process. @throws PocketbeamError `unknown-message` */
async function slotOfMessage({ store }: Context, process: string, id: string): Promise<number> {
  const slot = await store.slotOf(process, id);
  if (slot !== undefined) return slot;
  const elsewhere = (await store.message(id)) !== undefined;
  throw new PocketbeamError('unknown-message', `The message ${id} has no slot in ${process}.`, {
    cause: elsewhere ? 'It was sent to another process.' : 'It was not sent to this node.',
    next: 'Give the process that the message was sent to, or the number of the slot.',
    status: 404,
    details: { process, id },
  });
}
