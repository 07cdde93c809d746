/** `scheduler@1.0`: which slots a process has, and who gets the next one (spec/wire.md §5). */
import { identify } from '../codecs/commitments.ts';
import { base64url } from '../codecs/digest.ts';
import { device, type Context, type Device, type Incoming } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { Draft, Store } from '../core/ports/store.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { binaryOf, isMap, text, type Message, type Value } from '../core/value.ts';
import { assignmentMessage } from './assignment.ts';
import { namedProcess } from './named.ts';
import { scheduleOf } from './schedule-page.ts';
import { unavailable } from './state-subject.ts';

/** The process is the one in front of the device, else the `target`. */
export const schedulerDevice: Device = device(
  'scheduler@1.0',
  {
    /** POST: starts a process, or takes the next slot of the message's target. Else the slots `from` … `to`. */
    schedule: async (subject, request, context) => {
      if (context.incoming) return schedule(context, await targetOf(subject, request));
      return scheduleOf(await asked(subject, request), request, context.schedule ?? context.store);
    },
    /** `{ process, current }`. */
    slot: async (subject, request, context) => currentSlot(await asked(subject, request), context.store),
    /** `{ processes }`: the ids of those that have their schedule here. */
    status: async (_subject, _request, { store }) =>
      new ValueSubject(new Map([['processes', (await store.heads()).map(({ process }) => process)]])),
  },
  ['location', 'register'],
);

/** The last slot taken. @throws PocketbeamError `unknown-process` */
export async function currentSlot(process: string, store: Store): Promise<ValueSubject> {
  const head = await store.head(process);
  if (!head) throw unavailable(process);
  return new ValueSubject(
    new Map<string, Value>([
      ['process', process],
      ['current', head.slot],
    ]),
  );
}

/**
 * Schedules the message of the request and answers its assignment. A signature that does not hold is answered with 400
 * in the node's words; who signed is who sends, an unsigned message comes from nobody.
 *
 * The same process message again is answered with the slot 0 that it has, so that a spawn may be repeated. Any other
 * message takes a new slot each time, whatever anchor it carries: anybody can send the anchor of another's message first.
 * One that came to a process of this node and is for a process that is not here takes a slot of that, as on a node.
 * @param addressee process in whose name the request came, for messages without a target.
 * @param forwards whether it may be for a process that is not here; default true.
 * @throws PocketbeamError `nothing-to-schedule`, `unknown-process`; `process-exists` when the local API has given the id
 * of the process to another one.
 */
export async function schedule(context: Context, addressee?: string, forwards = true): Promise<ValueSubject> {
  const { store } = context;
  const incoming = context.incoming && (await toSchedule(context.incoming));
  if (!incoming) throw nothing();
  if (!(await incoming.verify())) return invalid();
  const { message, id } = incoming;
  const starts = textOf(message.get('type'))?.toLowerCase() === 'process';
  const process = starts ? id : (textOf(message.get('target')) ?? addressee);
  if (process === undefined) throw nothing();
  const draft = draftOf(incoming, starts ? id : undefined);
  if (forwards && !starts && isId(process) && (await isForwarded(context, process, addressee)))
    return new ValueSubject(assignmentMessage(process, await store.appendElsewhere(process, draft)));
  const name = text(textOf(message.get('name')) ?? 'default');
  const { slot } = starts
    ? await store.create(process, name, draft, { strict: context.strict })
    : await store.append(process, draft);
  const taken = starts ? 0 : slot;
  context.scheduled(process, taken);
  const assignment = await (context.schedule ?? store).assignment(process, taken);
  return new ValueSubject(assignment && assignmentMessage(process, assignment));
}

/**
 * A message as it takes a slot: who signed is who sends.
 * @param anchor what makes a repetition known. Default: random, so that nothing is one.
 */
export function draftOf(
  { message, id, signer }: Incoming,
  anchor = base64url(binaryOf(crypto.getRandomValues(new Uint8Array(32)))),
): Draft {
  const claims = { owner: signer, from: textOf(message.get('from-process')) ?? signer };
  return { id, message, anchor, claims };
}

/** Whether a message that came to a process here is for one that is not. A node gives it a slot of that one. */
async function isForwarded({ store }: Context, process: string, addressee: string | undefined): Promise<boolean> {
  if (addressee === undefined || process === addressee || (await store.head(process))) return false;
  return (await store.head(addressee)) !== undefined;
}

/** What of a request is scheduled: the message under its `body`, where there is one, else the whole. */
async function toSchedule(incoming: Incoming): Promise<Incoming> {
  const body = incoming.message.get('body');
  if (isMap(body)) {
    const { id, signers, verify } = await identify(body);
    return { message: body, id, signer: signers[0] ?? '', verify };
  }
  if (body === undefined || incoming.signer !== '') return incoming;
  throw new PocketbeamError('unsigned-body', 'An unsigned request with a plain body is no message to schedule.', {
    cause: 'A node looks for the message under body, and finds text.',
    next: 'Sign the message, or send it without a body: its tags as headers, its data as the header data.',
    status: 400,
    strictStatus: 500,
  });
}

/** The process that the path names: in front of the device, or as `target` of the request or of the inline message. */
async function targetOf(subject: Subject, request: Message): Promise<string | undefined> {
  return namedProcess(subject) ?? textOf(request.get('target') ?? (await subject.at('target').load()));
}

/** @throws PocketbeamError `missing-parameter`, `bad-target` */
async function asked(subject: Subject, request: Message): Promise<string> {
  const target = await targetOf(subject, request);
  if (target !== undefined && isId(target)) return target;
  const next = 'Write schedule&target=<process-id> or slot&target=<process-id>.';
  throw target === undefined
    ? new PocketbeamError('missing-parameter', 'scheduler@1.0 is not told the target.', { next, status: 400 })
    : new PocketbeamError('bad-target', `${show(target)} is no process id.`, { next, status: 400 });
}

const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const invalid = (): ValueSubject =>
  new ValueSubject(
    new Map<string, Value>([
      ['status', 400],
      ['body', 'Message is not valid.'],
      ['reason', 'Given message does not correctly validate.'],
    ]),
  );

const nothing = (): PocketbeamError =>
  new PocketbeamError('nothing-to-schedule', 'The request brings no message to schedule, or it names no process.', {
    next: 'POST a message with a target, or a process definition with type: Process.',
    status: 400,
  });
