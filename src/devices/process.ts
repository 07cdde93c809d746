/** `process@1.0`: the state of a process, its slots and its schedule. */
import { device, type Context, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import type { Value } from '../core/value.ts';
import { currentSlot, schedule, scheduleOf } from './scheduler.ts';
import { DefinitionSubject, StateSubject, type When } from './state-subject.ts';

export const processDevice: Device = device('process@1.0', {
  /** The state with every pending message computed. */
  now: state(() => 'now'),
  /** The state as last computed, or at `slot`. */
  compute: state((request) => slotOf(request.get('slot')) ?? 'compute'),
  /** The documentation's short form, which a real node answers with 404. */
  cache: (subject, request, context) => {
    context.diagnose('implicit-compute');
    return withState(subject, context, slotOf(request.get('slot')) ?? 'compute').at('cache');
  },
  /** POST: takes the next slot of the message's target, by default of this process. Else the slots `from` … `to`. */
  schedule: async (subject, request, context) => {
    const process = processOf(subject);
    if (context.incoming) return schedule(context, process);
    const [from, to] = [slotOf(request.get('from')), slotOf(request.get('to'))];
    return new ValueSubject(await scheduleOf(process, context.store, { from, to }));
  },
  slot: async (subject, _request, context) => new ValueSubject(await currentSlot(processOf(subject), context.store)),
});

function state(when: (request: ReadonlyMap<string, Value>) => When): DeviceFunction {
  return (subject, request, context) => withState(subject, context, when(request));
}

function withState(subject: Subject, context: Context, when: When): StateSubject {
  return new StateSubject(context, processOf(subject), when);
}

function processOf(subject: Subject): string {
  if (subject instanceof DefinitionSubject && subject.path.length === 0) return subject.process;
  throw new PocketbeamError('no-process', 'process@1.0 needs a process id in front of it.', {
    next: 'Write /<process-id>~process@1.0/…',
    status: 400,
  });
}

function slotOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  const slot = Number(value);
  if (
    (typeof value === 'string' || typeof value === 'number') &&
    value !== '' &&
    Number.isSafeInteger(slot) &&
    slot >= 0
  )
    return slot;
  throw new PocketbeamError('bad-slot', `${show(value)} is no slot.`, {
    next: 'Slots are whole numbers from 0.',
    status: 400,
  });
}
