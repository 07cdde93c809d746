/** The messages that come of what a process sent, as they take their slots. */
import { base64url, sha256 } from '../codecs/digest.ts';
import { identify } from '../codecs/commitments.ts';
import { unsignedId } from '../codecs/message-id.ts';
import type { Claims, Draft, PendingPush } from '../core/ports/store.ts';
import { isList, type Message, type Value } from '../core/value.ts';
import { AOS_MODULE } from '../devices/genesis-wasm.ts';
import { LOCAL_AUTHORITY, LOCAL_SCHEDULER } from './definition.ts';
import type { Outgoing } from '../devices/outgoing.ts';

/** The slot that sends, and its place in what that sends. */
export interface Origin extends PendingPush {
  index: number;
}

/** Whom a process trusts to vouch for messages between processes: the first authority of its definition. */
export function authorityOf(definition: Message): string {
  const authority = definition.get('authority');
  const [first] = isList(authority) ? authority : [authority];
  const name = typeof first === 'string' ? (first.split(',', 1)[0] ?? '').trim() : '';
  return name === '' ? LOCAL_AUTHORITY : name;
}

/** @param authority of the receiver. */
export function draftPushed(
  { target, tags, data }: Extract<Outgoing, { kind: 'message' }>,
  origin: Origin,
  authority: string,
): Promise<Draft> {
  const keys: [string, Value][] = [...tags, ['target', target], ['data', data]];
  return draft(keys, origin, { from: origin.process, owner: authority });
}

/** A process that another one spawns. @param authority of the parent, for a spawn that names none. */
export function draftSpawned(
  { tags, data }: Extract<Outgoing, { kind: 'spawn' }>,
  origin: Origin,
  authority: string,
): Promise<Draft> {
  const module = tags.get('module');
  const keys: [string, Value][] = [
    ['device', 'process@1.0'],
    ['execution-device', 'genesis-wasm@1.0'],
    ['scheduler-device', 'scheduler@1.0'],
    ['push-device', 'push@1.0'],
    ['scheduler', LOCAL_SCHEDULER],
    ['authority', authority],
    ['module', AOS_MODULE],
    ...tags,
    ['type', 'Process'],
    ['data', data],
  ];
  const owner = authorityOf(new Map(keys));
  return draft(keys, origin, { from: origin.process, owner, module: typeof module === 'string' ? module : AOS_MODULE });
}

/** What tells a process that it has spawned another one (spec/aos.md §2, `Spawn`). */
export function draftSpawnedNotice(
  spawned: string,
  reference: Value,
  origin: Origin,
  authority: string,
): Promise<Draft> {
  const keys: [string, Value][] = [
    ['data-protocol', 'ao'],
    ['variant', 'ao.TN.1'],
    ['type', 'Message'],
    ['target', origin.process],
    ['action', 'Spawned'],
    ['process', spawned],
    ['reference', reference],
    ['data', ''],
  ];
  return draft(keys, { ...origin, index: origin.index + 0.5 }, { from: origin.process, owner: authority });
}

/** A message that took its slot elsewhere before, with who sent it. */
export async function draftAssigned(id: string, message: Message, origin: Origin): Promise<Draft> {
  const { signers } = await identify(message);
  const sender = message.get('from-process');
  const owner = signers[0] ?? '';
  const claims = { owner, from: typeof sender === 'string' ? sender : owner };
  return { ...(await common(origin)), id, message, claims };
}

async function draft(keys: readonly [string, Value][], origin: Origin, claims: Claims): Promise<Draft> {
  const drafted = await common(origin);
  const message: Message = new Map([...keys, ['from-process', origin.process], ['anchor', drafted.anchor]]);
  return { ...drafted, id: await unsignedId(message), message, claims: { ...claims, process: origin.process } };
}

/** The anchor says what was sent and not when: who pushes a slot on again sends nothing twice. */
async function common({ process, slot, index, hops }: Origin): Promise<Omit<Draft, 'id' | 'message' | 'claims'>> {
  const anchor = base64url(await sha256(`push ${process} ${slot} ${index}`));
  return { anchor, push: hops + 1 };
}
