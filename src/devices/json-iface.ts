/** `json-iface@1.0`: messages as aos takes and gives them (spec/wire.md §6). */
import { originalTags } from '../codecs/ans104-message.ts';
import { leaf } from '../codecs/structured.ts';
import { inLowerCase } from '../core/ids.ts';
import type { AosEnv, AosMessage, AosResult, AosTag } from '../core/ports/engine.ts';
import type { Assignment, Claims } from '../core/ports/store.ts';
import { Atom, isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';

/** Keys of a message that have a field of their own in the JSON face. */
const FIELDS = new Set(['target', 'data', 'anchor', 'from-process']);
/** Root keys of an aos message that do not travel. */
const DROPPED = new Set(['from-process', 'from-image', 'anchor', 'tags']);

/** A message as nodes write it into JSON (spec/wire.md §6). Byte strings, empty where there is nothing. */
export interface JsonFace {
  Id: string;
  /** Address of the signer. */
  Owner: string;
  /** The process that sent it, else the owner. */
  From: string;
  Target: string;
  Data: Value;
  Anchor: string;
  Tags: AosTag[];
  /** base64url, of the first signer. */
  Signature: string;
}

/** What is known of a message besides its keys. */
export interface Sender {
  id: string;
  claims?: Claims;
}

/** The JSON face of a message. */
export const toJsonFace = (message: Message, sender: Sender): JsonFace => ({
  ...fieldsOf(message, sender),
  Signature: signatureOf(message),
});

/** The same as a value, for `encodeJson`. */
export const jsonFaceValue = (face: JsonFace): MapValue =>
  new Map<string, Value>(Object.entries({ ...face, Tags: face.Tags.map((tag) => new Map(Object.entries(tag))) }));

function fieldsOf(message: Message, { id, claims = {} }: Sender): Omit<JsonFace, 'Signature'> {
  const owner = claims.owner ?? '';
  return {
    Id: id,
    Owner: owner,
    From: claims.from ?? textOf(message.get('from-process')) ?? owner,
    Target: textOf(message.get('target')) ?? '',
    Data: message.get('data') ?? '',
    Anchor: textOf(message.get('anchor')) ?? '',
    Tags: tagsOf(message),
  };
}

/** A scheduled message as aos receives it. */
export function toAos(process: string, assignment: Assignment): AosMessage {
  const { slot, message, timestamp, height, anchor, claims } = assignment;
  const fields = fieldsOf(message, assignment);
  return {
    ...fields,
    Tags: withSender(fields.Tags, claims),
    Target: fields.Target || process,
    Anchor: fields.Anchor || anchor,
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
    Process: { Id: process, Owner: claims.owner ?? '', Tags: withSender(tagsOf(message), claims) },
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
    const name = inLowerCase(key);
    if (!DROPPED.has(name)) flat.set(name, value);
  }
  const tags = message.get('Tags');
  for (const tag of isList(tags) ? tags : []) {
    const name = isMap(tag) ? textOf(tag.get('name')) : undefined;
    const value = isMap(tag) ? tag.get('value') : undefined;
    if (name !== undefined && value !== undefined) flat.set(inLowerCase(name), value);
  }
  return flat.set('from-process', process);
}

/** What a process sent names it in the tags: programs look there, and aos for the owner of a process (spec/aos.md §1). */
const withSender = (tags: AosTag[], { process }: Claims): AosTag[] =>
  process === undefined ? tags : [...tags, { name: 'From-Process', value: process }];

/** Those of a data item as they were given, else every other key. */
function tagsOf(message: Message): AosTag[] {
  const original = originalTags(message);
  if (original) return original;
  const tags: AosTag[] = [];
  for (const [key, value] of message)
    if (!FIELDS.has(key) && !isMap(value)) tags.push({ name: headerCase(key), value: tagText(value) });
  return tags;
}

/** Of the first commitment that anybody signed: RFC 9421 has it in base64 between colons, a data item as it is. */
function signatureOf(message: Message): string {
  const commitments = message.get('commitments');
  for (const commitment of isMap(commitments) ? commitments.values() : []) {
    if (!isMap(commitment) || !commitment.has('committer')) continue;
    const signature = textOf(commitment.get('signature')) ?? '';
    const base64 = /=:([^:]*):/.exec(signature)?.[1] ?? signature;
    return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }
  return '';
}

/** A value as the text of a tag: atoms without the quotes that they have in headers. */
export function tagText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return value instanceof Atom ? value.name : (leaf(value).text ?? '');
}

const headerCase = (key: string): string => key.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
