/** `scheduler@1.0`: which slots a process has, and who gets the next one (spec/wire.md §5). */
import { identify } from '../codecs/commitments.ts';
import { base64url } from '../codecs/digest.ts';
import { device, type Context, type Device, type Incoming } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import { ValueSubject } from '../core/subject.ts';
import { binaryOf, isMap, text, type Message, type Value } from '../core/value.ts';

export const schedulerDevice: Device = device('scheduler@1.0', {
  /** POST: starts a process, or takes the next slot of the message's target. */
  schedule: (_subject, _request, context) => schedule(context),
});

/** Hash and time of blocks that this node does not have. */
const NO_BLOCK = base64url('\0'.repeat(32));

/** `{ process, current }`, or undefined for an unknown process. */
export async function currentSlot(process: string, store: Store): Promise<Message | undefined> {
  const head = await store.head(process);
  return (
    head &&
    new Map<string, Value>([
      ['process', process],
      ['current', head.slot],
    ])
  );
}

/**
 * Schedules the message of the request and answers its assignment. A signature that does not hold is answered with 400
 * in the node's words; who signed is who sends, an unsigned message comes from nobody.
 * @param addressee process in whose name the request came, for messages without a target.
 * @throws PocketbeamError `nothing-to-schedule`, `unknown-process`, `process-exists`.
 */
export async function schedule(context: Context, addressee?: string): Promise<ValueSubject> {
  const { store } = context;
  const incoming = context.incoming && (await toSchedule(context.incoming));
  if (!incoming) throw nothing();
  if (!(await incoming.verify())) return invalid();
  const { message, id, signer } = incoming;
  const now = Date.now();
  const draft: Omit<Assignment, 'slot'> = {
    id,
    message,
    timestamp: now,
    height: Math.floor(now / BLOCK_MS),
    anchor: base64url(binaryOf(crypto.getRandomValues(new Uint8Array(32)))),
    claims: { owner: signer, from: textOf(message.get('from-process')) ?? signer },
  };
  const starts = textOf(message.get('type'))?.toLowerCase() === 'process';
  const process = starts ? id : (textOf(message.get('target')) ?? addressee);
  if (process === undefined) throw nothing();
  const name = text(textOf(message.get('name')) ?? 'default');
  const { slot } = starts
    ? await store.create(process, name, draft, { strict: context.strict })
    : await store.append(process, draft);
  context.scheduled(process, slot);
  const assignment = await store.assignment(process, slot);
  return new ValueSubject(assignment && assignmentMessage(process, assignment));
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

/** Slots of one answer; a client asks for the rest by `from`. */
const PAGE = 1000;

/** The assignments from slot `from` to slot `to`, by slot. Undefined for an unknown process. */
export async function scheduleOf(
  process: string,
  store: Store,
  { from = 0, to = Infinity }: { from?: number; to?: number },
): Promise<Message | undefined> {
  const head = await store.head(process);
  if (!head) return undefined;
  const last = Math.min(to, head.slot, from + PAGE - 1);
  const assignments: Message = new Map();
  for (let slot = from; slot <= last; slot++) {
    const assignment = await store.assignment(process, slot);
    if (assignment) assignments.set(String(slot), assignmentMessage(process, assignment));
  }
  return new Map<string, Value>([
    ['type', 'schedule'],
    ['process', process],
    ['continues', last < head.slot],
    ['assignments', assignments],
  ]);
}

/** Blocks are two minutes apart; a node without a network has no others. */
const BLOCK_MS = 120_000;

/** What the schedule says of a slot, and what the execution device gets as its request. */
export function assignmentMessage(process: string, assignment: Assignment): Message {
  const { slot, message, timestamp, height, chain = '' } = assignment;
  return new Map<string, Value>([
    ['path', textOf(message.get('path')) ?? 'compute'],
    ['data-protocol', 'ao'],
    ['variant', 'ao.N.1'],
    ['process', process],
    ['epoch', '0'],
    ['slot', slot],
    ['block-height', height],
    ['block-hash', NO_BLOCK],
    ['block-timestamp', timestamp],
    ['timestamp', timestamp],
    ['hash-chain', chain],
    ['body', message],
  ]);
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
  new PocketbeamError('nothing-to-schedule', 'The request brings no message to schedule.', {
    next: 'POST a message with a target, or a process definition with type: Process.',
    status: 400,
  });
