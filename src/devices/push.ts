/**
 * `push@1.0`: schedules a message, computes its slot and answers what came out. Messages that a process sent are not
 * pushed on to others yet.
 */
import { identify } from '../codecs/commitments.ts';
import { device, type Context, type Device, type DeviceFunction, type Incoming } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import type { Message, Value } from '../core/value.ts';
import { processOf, slotOf } from './named.ts';
import { schedule } from './scheduler.ts';

/**
 * Pushes the slot that `slot` names, or the message of the request into a new one: a node does so for a GET as well, and
 * then fails.
 * @returns the results of the slot, with `process` and `slot`.
 */
async function push(process: string, slot: number | undefined, request: Message, context: Context): Promise<Subject> {
  if (slot !== undefined) return pushed(process, slot, request.get('slot') ?? slot, context);
  const assignment = await schedule({ ...context, incoming: context.incoming ?? (await unsigned(request)) }, process);
  const [target, taken] = ['process', 'slot'].map((key) => assignment.at(key).value);
  if (typeof target !== 'string' || typeof taken !== 'number') return assignment;
  if (context.strict && !context.incoming)
    throw new PocketbeamError('node-defect', 'A push without a slot and without a message fails on a real node.', {
      cause: `It has scheduled the request as slot ${taken} before.`,
      next: 'POST the message, or name the slot: push&slot=N.',
    });
  return pushed(target, taken, taken, context);
}

/** `push`, with `slot` or a message. */
export const pushFunction: DeviceFunction = (subject, request, context) =>
  push(processOf(subject), slotOf(request.get('slot')), request, context);

/** The device in place of `process@1.0`: `/<process-id>~push@1.0/push&slot=N`. */
export const pushDevice: Device = device('push@1.0', { push: pushFunction });

/** @param shown the slot as it was asked for. */
async function pushed(process: string, slot: number, shown: Value, context: Context): Promise<Subject> {
  await context.computer.compute(process, slot);
  context.atSlot(slot);
  const record = await context.store.record(process, slot);
  return new ValueSubject(record && new Map<string, Value>([...record.results, ['process', process], ['slot', shown]]));
}

/** The message of a request that nobody signed and that came to read. */
async function unsigned(request: Message): Promise<Incoming> {
  const message = new Map([...request].filter(([key]) => key !== 'method' && key !== 'path'));
  const { id, verify } = await identify(message);
  return { message, id, signer: '', verify };
}
