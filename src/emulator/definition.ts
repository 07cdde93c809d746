/** Messages as the local API makes them (design §6). */
import { unsignedId } from '../codecs/message-id.ts';
import { randomAnchor } from '../core/anchor.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { inLowerCase, isId } from '../core/ids.ts';
import type { Draft } from '../core/ports/store.ts';
import { binary, binaryOf, type Message } from '../core/value.ts';
import type { MessageOptions, Overrides, SpawnOptions, Tags } from './api.ts';
import { programOf } from './program.ts';

/** Who acts when the caller names nobody. No keys stand behind these: only the local API is believed about them. */
const LOCAL_OWNER = 'local-owner-of-this-pocketbeam-without-keys';
export const LOCAL_AUTHORITY = localAddress('local-authority');
export const LOCAL_SCHEDULER = localAddress('local-scheduler');

export interface Drafted {
  process: string;
  name: string;
  assignment: Draft;
}

/** The process message that `spawn` creates, as aos on HyperBEAM does; for modules of one's own a stack (design §6). */
export async function draftProcess(options: SpawnOptions): Promise<Drafted> {
  const { name = 'default', id, authority = LOCAL_AUTHORITY } = options;
  const { execution, keys, module } = programOf(options);
  if (id !== undefined && !isId(id)) throw badId(id);
  const anchor = options.anchor ?? randomAnchor();
  const message: Message = new Map([
    ['device', 'process@1.0'],
    ...execution,
    ['scheduler-device', 'scheduler@1.0'],
    ['push-device', 'push@1.0'],
    ['data-protocol', 'ao'],
    ['variant', 'ao.N.1'],
    ['type', 'Process'],
    ...(module === undefined ? [] : [['module', module] as const]),
    // The hyper dialect of aos goes over a list (spec/aos.md §5).
    ['authority', module === undefined ? [authority] : authority],
    ['scheduler', LOCAL_SCHEDULER],
    ['name', binary(name)],
    ...(module === undefined ? [] : [['on-boot', 'Data'] as const]),
    ['anchor', anchor],
  ]);
  addTags(message, options.tags);
  for (const [key, value] of keys) message.set(key, value);
  const process = id ?? (await unsignedId(message));
  const assignment = assign(message, { ...options, id: process, anchor, module }, LOCAL_OWNER);
  return { process, name, assignment };
}

/** A message to a process. @param sender who sends when the caller names nobody. */
export async function draftMessage(options: MessageOptions, sender = LOCAL_OWNER): Promise<Draft> {
  const { process, tags, data = '' } = options;
  if (typeof data !== 'string' && !(data instanceof Uint8Array))
    throw new PocketbeamError('bad-data', `The data of a message is text or bytes, not ${show(data)}.`, {
      next: 'Encode it first, for example with JSON.stringify.',
      status: 400,
    });
  const anchor = options.anchor ?? randomAnchor();
  const message: Message = new Map([
    ['data-protocol', 'ao'],
    ['variant', 'ao.N.1'],
    ['type', 'Message'],
    ['target', process],
    ['anchor', anchor],
  ]);
  addTags(message, tags);
  message.set('data', typeof data === 'string' ? binary(data) : binaryOf(data));
  return assign(message, { ...options, id: options.id ?? (await unsignedId(message)), anchor }, sender);
}

type Claimed = Omit<Overrides, 'module'> & { id: string; anchor: string; module?: string | undefined };

function assign(
  message: Message,
  { id, anchor, owner, from, timestamp, height, module, cron, push = true }: Claimed,
  sender: string,
): Draft {
  const claimed = from ?? owner ?? sender;
  return {
    id,
    message,
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(height === undefined ? {} : { height }),
    anchor,
    ...(push ? { push: 0 } : {}),
    claims: {
      from: claimed,
      owner: owner ?? claimed,
      ...(module === undefined ? {} : { module }),
      ...(cron ? { cron } : {}),
    },
  };
}

/** Fields of a message that tags cannot stand for. */
const FIELDS = new Set(['target', 'data', 'anchor']);

/**
 * Sets tags as keys of a message.
 * @throws PocketbeamError `bad-tag`
 */
export function addTags(message: Message, tags: Tags | undefined): void {
  for (const [name, value] of entriesOf(tags)) {
    const key = inLowerCase(binary(name));
    if (typeof value !== 'string')
      throw new PocketbeamError('bad-tag', `The tag ${show(name)} is no text but ${show(value)}.`, {
        next: 'Tags are text: write numbers as String(n), and put structures into data as JSON.',
        status: 400,
      });
    if (key === '' || FIELDS.has(key))
      throw new PocketbeamError('bad-tag', `${show(name)} cannot be the name of a tag.`, {
        cause: 'It is a field of the message itself.',
        next: 'Use the option of that name, or another name.',
        status: 400,
      });
    message.set(key, binary(value));
  }
}

function entriesOf(tags: Tags | undefined): [string, unknown][] {
  if (tags === undefined || tags === null) return [];
  if (typeof tags !== 'object')
    throw new PocketbeamError('bad-tag', `Tags are an object or a list of { name, value }, not ${show(tags)}.`, {
      status: 400,
    });
  return Array.isArray(tags)
    ? (tags as { name: string; value: string }[]).map(({ name, value }) => [String(name), value])
    : Object.entries(tags);
}

export function badId(id: unknown): PocketbeamError {
  return new PocketbeamError('bad-process-id', `${show(id)} is no process id.`, {
    cause: 'Ids are 43 characters of A–Z a–z 0–9 - _.',
    next: 'Use the id that spawn() returned.',
    status: 400,
  });
}

/** A readable stand-in for an address: 43 characters. */
function localAddress(name: string): string {
  return name.padEnd(43, '_');
}
