/** Data items as messages and back (spec/wire.md §4). */
import { PocketbeamError, show } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { equal, isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { itemOfFields, type DataItem, type ItemDraft } from './ans104.ts';
import { verifyItem } from './ans104-verify.ts';
import { encodeTags, type Tag } from './avro-tags.ts';
import { base64url, fromBase64url, sha256 } from './digest.ts';
import { annotate } from './structured.ts';
import { unannotate } from './structured-decode.ts';

const DEVICE = 'ans104@1.0';

/** These keys are fields of the item; tags of these names are tags only. */
const FIELDS = new Set(['target', 'anchor', 'data']);
const isKey = (key: string): boolean => !FIELDS.has(key) && key !== 'commitments' && !key.startsWith('priv');

/**
 * The keys that an item commits to: its tags, typed by a tag `ao-types` where there is one, the last of several of a name,
 * and its `target`, `anchor` and `data` where it has them. Commitments are not among them.
 * @throws what `unannotate` throws.
 */
export function itemMessage({ tags, target, anchor, data }: ItemDraft): Message {
  const named = tags.map(({ name, value }) => [normalizeKey(name), value] as const);
  const message = unannotate(new Map(named.filter(([key]) => isKey(key))));
  if (target) message.set('target', base64url(target));
  // Clients make anchors of text and of random bytes.
  if (anchor) message.set('anchor', /^[\x21-\x7e]*$/.test(anchor) ? anchor : base64url(anchor));
  if (data) message.set('data', data);
  return message;
}

/** The id of an item, and its commitment. */
export async function itemCommitment(item: DataItem): Promise<{ id: string; committer: string; commitment: MapValue }> {
  const { alg, owner, signature, tags, rawTags } = item;
  const committer = base64url(await sha256(owner));
  const commitment: MapValue = new Map<string, Value>([
    ['alg', alg],
    ['commitment-device', DEVICE],
    ['committer', committer],
    ['keyid', base64url(owner)],
    ['original-tags', tags.map((tag) => new Map(Object.entries(tag)))],
    ['signature', base64url(signature)],
  ]);
  if (rawTags !== encodeTags(tags)) commitment.set('original-tag-bytes', base64url(rawTags));
  return { id: base64url(await sha256(signature)), committer, commitment };
}

export const isItemCommitment = (commitment: Value): commitment is MapValue =>
  isMap(commitment) && commitment.get('commitment-device') === DEVICE;

/** The tags of the first item that `message` carries a commitment of, as they were given. */
export function originalTags(message: Message): Tag[] | undefined {
  const commitments = message.get('commitments');
  const commitment = isMap(commitments) ? [...commitments.values()].find(isItemCommitment) : undefined;
  return commitment && tagsOf(commitment);
}

function tagsOf(commitment: MapValue): Tag[] {
  const tags = commitment.get('original-tags');
  return (isList(tags) ? tags : [])
    .filter(isMap)
    .map((tag) => ({ name: text(tag, 'name'), value: text(tag, 'value') }));
}

/** The item that a message in memory was made of; nothing when it cannot have been one. */
export function itemOf(message: Message, commitment: MapValue): DataItem | undefined {
  const bytes = (key: string): string => fromBase64url(text(commitment, key)) ?? '';
  const raw = commitment.has('original-tag-bytes') ? bytes('original-tag-bytes') : undefined;
  const target = fieldOf(message, 'target');
  const anchor = fieldOf(message, 'anchor');
  if (target === undefined || anchor === undefined) return undefined;
  return itemOfFields(
    {
      ...{ alg: text(commitment, 'alg'), signature: bytes('signature'), owner: bytes('keyid') },
      ...{ target, anchor, tags: tagsOf(commitment), data: text(message, 'data') },
    },
    raw,
  );
}

/** Whether the signature holds, and `message` has every key of the item as it was signed. */
export async function itemHolds(item: DataItem, message: Message): Promise<boolean> {
  for (const [key, value] of itemMessage(item)) if (!equal(message.get(key), value)) return false;
  return verifyItem(item);
}

/**
 * A message as an item to be signed: its keys are tags in sorted order, typed by a tag `ao-types` as headers are.
 * @throws PocketbeamError `no-data-item` for nested maps, and for a `target`, `anchor` or `data` that no item can hold.
 */
export function draftItem(message: Message): ItemDraft {
  const bare = new Map([...message].filter(([key]) => isKey(key)));
  const tags = [...annotate(bare)].map(([name, value]): Tag => {
    if (isMap(value)) throw noDataItem(`The key ${show(name)} holds a map.`);
    return { name, value };
  });
  const data = message.get('data') ?? '';
  if (typeof data !== 'string') throw noDataItem('Its data is no text.');
  const [target, anchor] = ['target', 'anchor'].map((key) => {
    const field = fieldOf(message, key);
    if (field === undefined) throw noDataItem(`Its ${key} is no 32 bytes, nor 43 characters of base64url.`);
    return field;
  });
  return { target: target ?? '', anchor: anchor ?? '', tags, data };
}

/** 32 bytes, as they are or in base64url; empty where the message has no such key, undefined where it is none. */
function fieldOf(message: Message, key: string): string | undefined {
  const value = message.get(key) ?? '';
  if (typeof value !== 'string') return undefined;
  const bytes = value.length === 43 ? fromBase64url(value) : value;
  return bytes === '' || bytes?.length === 32 ? bytes : undefined;
}

const text = (map: MapValue, key: string): string => {
  const value = map.get(key);
  return typeof value === 'string' ? value : '';
};

const noDataItem = (what: string): PocketbeamError =>
  new PocketbeamError('no-data-item', `The message cannot be a data item. ${what}`, {
    next: 'Put structures into data as JSON, or commit to it as httpsig@1.0.',
    status: 400,
  });
