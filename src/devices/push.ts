/**
 * `push@1.0`: schedules a message, computes its slot, has what it sends pushed on to the processes that are here
 * (src/emulator/pusher.ts), and answers what came out.
 */
import { identify } from '../codecs/commitments.ts';
import { device, type Context, type Device, type DeviceFunction, type Incoming } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { slotPruned } from '../core/slot-pruned.ts';
import type { SlotRecord, Store } from '../core/ports/store.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import type { Message, Value } from '../core/value.ts';
import { aosResult } from './aos-result.ts';
import { isAos } from './genesis-wasm.ts';
import { pushTree } from './push-tree.ts';
import { namedProcess, processOf, slotOf } from './named.ts';
import { schedule } from './scheduler.ts';
import { beyondEnd, unavailable } from './state-subject.ts';

/**
 * Pushes the slot that `slot` names, or the message of the request into a new one: of its own target, by default of the
 * process in the path. Without a process there, a message with a target or a process message can be pushed. A node does
 * so for a GET as well, and then fails.
 * @returns the results of the slot, with `process` and `slot`; where it sent something also `pushed`: under 1, 2, … where
 * each went and what came of that.
 * @throws PocketbeamError `bad-slot`, `unknown-process`, `no-process`, and what scheduling and computing throw.
 */
export const pushFunction: DeviceFunction = async (subject, request, context) => {
  const slot = slotOf(request.get('slot'));
  if (slot !== undefined) return pushed(processOf(subject), slot, request.get('slot') ?? slot, context);
  const addressee = context.incoming ? namedProcess(subject) : processOf(subject);
  const incoming = context.incoming ?? (await unsigned(request));
  const assignment = await schedule({ ...context, incoming }, addressee, false);
  const [process, taken] = ['process', 'slot'].map((key) => assignment.at(key).value);
  if (typeof process !== 'string' || typeof taken !== 'number') return assignment;
  if (context.strict && !context.incoming)
    throw new PocketbeamError('node-defect', 'A push without a slot and without a message fails on a real node.', {
      cause: `It has scheduled the request as slot ${taken} before.`,
      next: 'POST the message, or name the slot: push&slot=N.',
    });
  try {
    return await pushed(process, taken, taken, context);
  } catch (error) {
    throw error instanceof PocketbeamError && error.status === 503 ? notLost(error, process, taken) : error;
  }
};

/** The device in place of `process@1.0`: `/<process-id>~push@1.0/push&slot=N`. */
export const pushDevice: Device = device('push@1.0', { push: pushFunction });

/** @param shown the slot as it was asked for. */
async function pushed(process: string, slot: number, shown: Value, context: Context): Promise<Subject> {
  const { store, computer } = context;
  const head = await store.head(process);
  if (!head) throw unavailable(process);
  if (slot > head.slot) throw beyondEnd(process, slot, head.slot);
  if (slot < (head.kept ?? 0)) throw slotPruned(head, slot);
  await (context.pusher ? context.pusher.push(process, slot) : computer.compute(process, slot));
  context.atSlot(slot);
  const record = await store.record(process, slot);
  const pushed = await pushTree(store, process, slot);
  const own: [string, Value][] = [
    ['process', process],
    ['slot', shown],
  ];
  if (pushed) own.push(['pushed', pushed]);
  if (record && !context.strict) own.push(...(await forClients(process, slot, record, store)));
  return new ValueSubject(record && new Map<string, Value>([...record.results, ...own]));
}

/** What aoconnect looks for in the answer of an aos process: the id of the message, and all that aos gave. */
async function forClients(process: string, slot: number, record: SlotRecord, store: Store): Promise<[string, Value][]> {
  const [definition, assignment] = [await store.assignment(process, 0), await store.assignment(process, slot)];
  if (!definition || !assignment || !isAos(definition.message)) return [];
  return [
    ['id', assignment.id],
    ['raw', aosResult(record)],
  ];
}

/** Nothing could compute the slot in time. Whoever sends the message again would have it twice. */
function notLost(error: PocketbeamError, process: string, slot: number): PocketbeamError {
  const { code, why, status, headers } = error;
  return new PocketbeamError(code, `The message has slot ${slot} of ${process}, which is not computed yet.`, {
    ...(why === undefined ? {} : { cause: why }),
    ...(headers ? { headers } : {}),
    next: `Do not send it again: ask for push&slot=${slot} later.`,
    status,
    details: { ...error.details, process, slot },
  });
}

/** The message of a request that nobody signed and that came to read. */
async function unsigned(request: Message): Promise<Incoming> {
  const message = new Map([...request].filter(([key]) => key !== 'method' && key !== 'path'));
  const { id, verify } = await identify(message);
  return { message, id, signer: '', verify };
}
