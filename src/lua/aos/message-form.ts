/**
 * What the tables of two messages with the same names share: which keys they have, in which order, and which value goes
 * where. A process mostly gets messages of a few kinds, so it is found out once for each.
 */
import type { AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { LuaValue } from '../value.ts';
import { titleOf } from './titles.ts';

export interface MessageForm {
  /** Fields of the message other than `Module` and `Tags`: as nodes they stand behind `Module`, in their order. */
  readonly fields: readonly string[];
  /** Names of the tags as they were given. */
  readonly given: readonly string[];
  /** The nodes of the message, of `Tags` and of `TagArray` (tag-array.ts): the keys, and nil for each value. */
  readonly nodes: readonly LuaValue[];
  readonly map: readonly LuaValue[];
  readonly list: readonly LuaValue[];
  /** For each tag where its value goes in `nodes` and in `map`; 0 for nowhere. */
  readonly inNodes: readonly number[];
  readonly inMap: readonly number[];
}

/** Whether a field has its place apart from the others. */
export const isApart = (key: string): boolean => key === 'Tags' || key === 'Module';

/** Nodes that are being collected. */
class Nodes {
  readonly list: LuaValue[] = [];
  private readonly places = new Map<string, number>();

  /** The place of the value of `key`, which is added where it is missing. */
  place(key: string): number {
    const place = this.places.get(key) ?? this.list.push(key, undefined) - 1;
    this.places.set(key, place);
    return place;
  }
}

/** The form of a message (spec/aos.md §1 steps 2 and 5): see {@link messageTable}. */
function makeForm(message: AosMessage): MessageForm {
  const fields: string[] = [];
  for (const key in message) if (!isApart(key) && message[key as keyof AosMessage] !== undefined) fields.push(key);
  const nodes = new Nodes();
  for (const key of ['Module', ...fields]) nodes.place(key);
  const map = new Nodes();
  const list: LuaValue[] = [];
  const inNodes: number[] = [];
  const inMap: number[] = [];
  for (const { name: given } of message.Tags) {
    const { name, isExtracted } = titleOf(given);
    const { length } = map.list;
    const at = map.place(name);
    // The first of a name counts here, the last at the root.
    inMap.push(at > length ? at : 0);
    inNodes.push(isExtracted ? nodes.place(name) : 0);
    list.push(name, undefined);
  }
  for (const key of ['TagArray', 'Tags', 'reply', 'forward']) nodes.place(key);
  const given = message.Tags.map(({ name }) => name);
  return { fields, given, nodes: nodes.list, map: map.list, list, inNodes, inMap };
}

function isFormOf({ fields, given }: MessageForm, message: AosMessage): boolean {
  const { Tags } = message;
  if (Tags.length !== given.length) return false;
  for (let i = 0; i < given.length; i++) if ((Tags[i] as AosTag).name !== given[i]) return false;
  let count = 0;
  for (const key in message) {
    if (isApart(key) || message[key as keyof AosMessage] === undefined) continue;
    if (fields[count++] !== key) return false;
  }
  return count === fields.length;
}

/** The forms used last. Senders choose names, so they are few, and none of many tags. */
const recent: MessageForm[] = [];
const RECENT = 8;
const MAX_TAGS = 64;

/** The form of a message. It depends on the message alone. */
export function formOf(message: AosMessage): MessageForm {
  for (let i = 0; i < recent.length; i++) {
    const form = recent[i] as MessageForm;
    if (isFormOf(form, message)) return form;
  }
  const form = makeForm(message);
  if (form.given.length <= MAX_TAGS && recent.unshift(form) > RECENT) recent.pop();
  return form;
}
