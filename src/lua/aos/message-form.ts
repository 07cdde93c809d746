/**
 * What the tables of two messages with the same names share: which keys they have, in which order, and which value goes
 * where. A process mostly gets messages of a few kinds, so it is found out once for each.
 */
import type { AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import type { LuaValue } from '../value.ts';
import { titleOf } from './titles.ts';

export interface MessageForm {
  /** All keys of the message in their order. */
  readonly keys: readonly string[];
  /** For each key where its value goes in `nodes`, {@link APART} or {@link MISSING}. */
  readonly places: readonly number[];
  /** Names of the tags as they were given. */
  readonly given: readonly string[];
  /** The nodes of the message, of `Tags` and of `TagArray` (tag-array.ts): the keys, and nil for each value. */
  readonly nodes: readonly LuaValue[];
  readonly map: readonly LuaValue[];
  readonly list: readonly LuaValue[];
  /** For each tag where its value goes in `nodes` and in `map`; 0 for nowhere. */
  readonly inNodes: readonly number[];
  readonly inMap: readonly number[];
  /** Whether no tag asks for more than a look at sender and target (spec §1 steps 6 and 7). */
  readonly isPlain: boolean;
  /** {@link UNRELATED}, or 0 where answers may have to be related to it. */
  readonly absent: number;
}

/**
 * A bit of {@link LuaTable.absent}, beside those of metamethods: the table has no place for any key that says how answers relate
 * to the message.
 */
export const UNRELATED = 4;
const RELATING = ['Reply-To', 'Reference', 'X-Reference', 'X-Origin'];

/** Places of values that are no nodes: that of `Tags`, and of a field that is undefined. */
const APART = 0;
const MISSING = -1;

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
  const nodes = new Nodes();
  nodes.place('Module');
  const keys = Object.keys(message);
  const places = keys.map((key) => {
    if (message[key as keyof AosMessage] === undefined) return MISSING;
    return key === 'Tags' ? APART : nodes.place(key);
  });
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
  const isPlain = !['Content-Type', 'From-Process'].some((name) => map.list.includes(name));
  const absent = RELATING.some((name) => nodes.list.includes(name)) ? 0 : UNRELATED;
  return { keys, places, given, nodes: nodes.list, map: map.list, list, inNodes, inMap, isPlain, absent };
}

function hasTags({ given }: MessageForm, { Tags }: AosMessage): boolean {
  if (Tags.length !== given.length) return false;
  for (let i = 0; i < given.length; i++) if ((Tags[i] as AosTag).name !== given[i]) return false;
  return true;
}

/** A message in its form: the nodes of its table, with the fields as they were given in their places. */
export interface Formed {
  readonly form: MessageForm;
  readonly root: (LuaValue | Value)[];
  /** How long the texts in it are, and whether there are values that Lua has in another way. */
  readonly size: number;
  readonly hasOthers: boolean;
}

/** In one way over the fields, as every message takes it. Undefined for a message of another form. */
function formed(form: MessageForm, message: AosMessage): Formed | undefined {
  const { keys, places } = form;
  const root: (LuaValue | Value)[] = form.nodes.slice();
  let i = 0;
  let size = 0;
  let hasOthers = false;
  for (const key in message) {
    const value = message[key as keyof AosMessage] as Value | undefined;
    const place = places[i] as number;
    if (keys[i++] !== key || (value === undefined) !== (place === MISSING)) return undefined;
    if (place <= APART) continue;
    root[place] = value;
    if (typeof value === 'string') size += value.length;
    else if (typeof value === 'object') hasOthers = true;
  }
  return i === keys.length ? { form, root, size, hasOthers } : undefined;
}

/** The forms used last. Senders choose names, so they are few, and none of many tags. */
const recent: MessageForm[] = [];
const RECENT = 8;
const MAX_TAGS = 64;

/** A message in its form, which depends on the message alone. */
export function inForm(message: AosMessage): Formed {
  for (let i = 0; i < recent.length; i++) {
    const form = recent[i] as MessageForm;
    const found = hasTags(form, message) ? formed(form, message) : undefined;
    if (found !== undefined) return found;
  }
  const form = makeForm(message);
  if (form.given.length <= MAX_TAGS && recent.unshift(form) > RECENT) recent.pop();
  return formed(form, message) as Formed;
}
