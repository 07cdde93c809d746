/** What a slot sends to others: the outbox as it is pushed on (spec/wire.md §6, spec/aos.md §1.2). */
import { encodeJson } from '../codecs/json.ts';
import { inLowerCase } from '../core/ids.ts';
import { MAX_HOPS } from '../core/limits.ts';
import type { Commit, SlotRecord } from '../core/ports/store.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { tagText } from './json-iface.ts';

export type Outgoing =
  /** `tags` in lower case, without the fields of a message. */
  | { kind: 'message'; target: string; tags: Message; data: string }
  | { kind: 'spawn'; tags: Message; data: string }
  /** The message `id` takes a slot of `target` as well. */
  | { kind: 'assignment'; target: string; id: string };

/** Keys of an outbox message that are no tags. */
const FIELDS = new Set(['target', 'data', 'anchor', 'from-process', 'from-image', 'tags', '']);

/** In the order they were sent; spawns, then assignments after the messages. */
export function outgoingOf({ results, spawns, assignments }: SlotRecord): Outgoing[] {
  const outbox = results.get('outbox');
  const messages = isMap(outbox) ? [...outbox.values()].filter(isMap) : [];
  return [
    ...messages.map((message): Outgoing => {
      const target = textOf(message.get('target') ?? '');
      return { kind: 'message', target, tags: tagsFrom(message), data: textOf(message.get('data') ?? '') };
    }),
    ...spawns.map((spawn): Outgoing => ({
      kind: 'spawn',
      tags: listedTags(spawn),
      data: textOf(spawn.get('Data') ?? ''),
    })),
    ...assignments.flatMap(assigned),
  ];
}

/** Whether anything of a slot is to be pushed on. */
export const sends = (record: SlotRecord): boolean => outgoingOf(record).length > 0;

/** What the commit of a slot says of what it sends. @param hops {@link Assignment.push} of its message. */
export function toPush(hops: number | undefined, record: SlotRecord): Pick<Commit, 'push' | 'targets'> {
  if (hops === undefined) return {};
  const all = outgoingOf(record);
  if (all.length === 0) return {};
  const targets = all.flatMap((one) => (one.kind === 'message' ? [one.target] : []));
  // What goes on without end is told by who pushes it on.
  return { push: hops, ...(targets.length === all.length && hops < MAX_HOPS ? { targets } : {}) };
}

function tagsFrom(message: MapValue): Message {
  const tags: Message = new Map();
  for (const [key, value] of message) if (!FIELDS.has(key)) tags.set(key, textOf(value));
  return tags;
}

/** Of names that come twice the last counts, as in an outbox. */
function listedTags(spawn: MapValue): Message {
  const listed = spawn.get('Tags');
  const named: Message = new Map();
  for (const tag of isList(listed) ? listed.filter(isMap) : []) {
    const value = tag.get('value');
    if (value !== undefined) named.set(inLowerCase(textOf(tag.get('name') ?? '')), value);
  }
  return tagsFrom(named);
}

function assigned(assignment: MapValue): Outgoing[] {
  const [processes, id] = [assignment.get('Processes'), assignment.get('Message')];
  if (!isList(processes) || typeof id !== 'string') return [];
  return processes.flatMap((target) => (typeof target === 'string' ? [{ kind: 'assignment', target, id }] : []));
}

/** Tags travel as text: numbers in digits, structures as JSON. */
const textOf = (value: Value): string => (isMap(value) || isList(value) ? encodeJson(value) : tagText(value));
