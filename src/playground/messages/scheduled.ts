/** Messages as the schedule has them: who sent what, and when. */
import { PocketbeamError, type Pocketbeam } from 'pocketbeam';
import { answered } from './answered.ts';
import type { TagRow } from './tags.ts';

export interface ScheduledMessage {
  readonly slot: number;
  /** Of the message. */
  readonly id: string;
  /** The process that sent it, else the address. */
  readonly from: string;
  /** All of them, in their order. */
  readonly tags: readonly TagRow[];
  readonly data: string;
  /** Milliseconds since 1970; undefined where the schedule names none. */
  readonly timestamp: number | undefined;
}

/**
 * The messages in the slots `from` to `to`, 1,000 at most; those that there are not are left out.
 * @throws PocketbeamError as the node answers, `no-answer`
 */
export async function readSchedule(
  beam: Pick<Pocketbeam, 'fetch'>,
  process: string,
  from: number,
  to: number,
): Promise<ScheduledMessage[]> {
  const path = `/${process}~process@1.0/schedule&from=${from}&to=${to}?accept=application/aos-2`;
  return messagesOf(await answered(beam, path));
}

/**
 * @param page a schedule in the form `application/aos-2`.
 * @throws PocketbeamError `bad-answer`
 */
export function messagesOf(page: unknown): ScheduledMessage[] {
  const edges = (page as { edges?: unknown } | null)?.edges;
  if (!Array.isArray(edges)) throw notOurs();
  return edges.map(messageOf);
}

interface Face {
  Id: string;
  From: string;
  Data: string;
  Tags: readonly TagRow[];
}

function messageOf(edge: unknown): ScheduledMessage {
  const { cursor, node } = (edge ?? {}) as { cursor?: unknown; node?: { message?: Face; assignment?: Face } };
  const { message, assignment } = node ?? {};
  if (!message || !assignment) throw notOurs();
  const timestamp = Number(tag(assignment.Tags, 'Timestamp') ?? NaN);
  return {
    slot: Number(cursor),
    id: message.Id,
    from: message.From,
    tags: message.Tags,
    data: message.Data,
    timestamp: Number.isFinite(timestamp) ? timestamp : undefined,
  };
}

const notOurs = (): PocketbeamError =>
  new PocketbeamError('bad-answer', 'The schedule came in a form that this page does not know.', {
    cause: 'The Service Worker and this page are of different versions.',
    next: 'Reload the page.',
  });

/** The value of the first tag of that name, whatever its case. */
export function tag(tags: readonly TagRow[], name: string): string | undefined {
  return tags.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value;
}

/** What the network puts on a message, and a person who sends it again does not. */
const CARRIED = new Set(['data-protocol', 'variant', 'type', 'from-process', 'from-module', 'reference', 'pushed-for']);

/** The tags that its sender chose. */
export function ownTags(tags: readonly TagRow[]): readonly TagRow[] {
  return tags.filter(({ name }) => !CARRIED.has(name.toLowerCase()));
}

/** What it asks for, in a word or two: its action, else what kind of message it is. */
export function actionOf({ tags, slot }: ScheduledMessage): string {
  const action = tag(tags, 'Action');
  if (action) return action;
  return slot === 0 && tag(tags, 'Type') === 'Process' ? 'spawn' : 'message';
}
