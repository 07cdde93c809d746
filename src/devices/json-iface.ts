/** `json-iface@1.0`: messages as aos takes and gives them (spec/wire.md §6). */
import { leaf } from '../codecs/structured.ts';
import type { AosEnv, AosMessage, AosResult, AosTag } from '../core/ports/engine.ts';
import type { Assignment } from '../core/ports/store.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';

/** Keys of a message that have a field of their own in the JSON face. */
const FIELDS = new Set(['target', 'data', 'anchor', 'from-process']);
/** Root keys of an aos message that do not travel. */
const DROPPED = new Set(['from-process', 'from-image', 'anchor', 'tags']);

/** A scheduled message as aos receives it. */
export function toAos(
  process: string,
  { slot, id, message, timestamp, height, anchor, claims }: Assignment,
): AosMessage {
  const owner = claims.owner ?? '';
  return {
    Id: id,
    Owner: owner,
    From: claims.from ?? textOf(message.get('from-process')) ?? owner,
    Target: textOf(message.get('target')) ?? process,
    Data: message.get('data') ?? '',
    Anchor: textOf(message.get('anchor')) ?? anchor,
    Tags: tagsOf(message),
    Timestamp: timestamp,
    'Block-Height': height,
    Nonce: slot,
    Epoch: 0,
    Module: claims.module,
    ...(claims.cron ? { Cron: true } : {}),
  };
}

/** The process, as every one of its messages sees it, from the assignment of slot 0. */
export function toAosEnv(process: string, { message, claims }: Assignment): AosEnv {
  const module = claims.module ?? textOf(message.get('module')) ?? '';
  return {
    Process: { Id: process, Owner: claims.owner ?? '', Tags: tagsOf(message) },
    Module: { Id: module, Tags: [] },
  };
}

/** What aos answered, as the `results` of a process: the outbox under 1, 2, … and the printed text. */
export function fromAos(process: string, { output, messages, error }: AosResult): Message {
  const results: Message = new Map<string, Value>([
    ['outbox', new Map(messages.map((message, i) => [String(i + 1), outboxMessage(process, message)]))],
    ['data', error ? error.message : output.data],
    ['output', new Map(Object.entries(output).filter(([, value]) => value !== undefined))],
  ]);
  if (error) results.set('error', error.message);
  return results;
}

/** Root keys lower-cased, tags as keys over them. */
function outboxMessage(process: string, message: Message): Message {
  const flat: Message = new Map();
  for (const [key, value] of message) {
    const name = key.toLowerCase();
    if (!DROPPED.has(name)) flat.set(name, value);
  }
  const tags = message.get('Tags');
  for (const tag of isList(tags) ? tags : []) {
    const name = isMap(tag) ? textOf(tag.get('name')) : undefined;
    const value = isMap(tag) ? tag.get('value') : undefined;
    if (name !== undefined && value !== undefined) flat.set(name.toLowerCase(), value);
  }
  return flat.set('from-process', process);
}

function tagsOf(message: Message): AosTag[] {
  const tags: AosTag[] = [];
  for (const [key, value] of message)
    if (!FIELDS.has(key) && !isMap(value))
      tags.push({ name: headerCase(key), value: typeof value === 'string' ? value : (leaf(value).text ?? '') });
  return tags;
}

const headerCase = (key: string): string => key.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
