/** Signatures made: over HTTP fields, over messages, over data items (spec/wire.md §4). */
import type { Wallet } from '../core/ports/wallet.ts';
import { isMap, type Message, type Value } from '../core/value.ts';
import { itemOfFields, itemPayload, type DataItem, type ItemDraft } from './ans104.ts';
import { draftItem, itemCommitment } from './ans104-message.ts';
import { hex } from './ans104-ed25519.ts';
import { badDataItem, decodeTags, encodeTags } from './avro-tags.ts';
import { identify, signedIdentity } from './commitments.ts';
import { fromBase64url } from './digest.ts';
import { fieldsOf } from './message-id.ts';
import { componentOf, signatureBase } from './signature-base.ts';
import type { Signature } from './signatures.ts';
import { sfString } from './structured-field.ts';

const ALG = 'rsa-pss-sha512';

/** A signature over all of `fields`. */
export async function signFields(fields: ReadonlyMap<string, string>, wallet: Wallet): Promise<Signature> {
  const names = [...fields.keys()].sort();
  const list = names.map((name) => sfString(componentOf(name))).join(' ');
  const params = `(${list});alg="${ALG}";keyid="${wallet.keyid}"`;
  const base = signatureBase(fields, names, params) ?? '';
  return {
    label: `http-sig-${hex((fromBase64url(wallet.address) ?? '').slice(1, 9))}`,
    alg: ALG,
    keyid: wallet.keyid,
    fields: names,
    bytes: await wallet.sign(base, 'SHA-512', 64),
    params,
  };
}

/** The message with the wallet's signature over all its keys, beside those of others. An older one of its own goes. */
export async function signMessage(message: Message, wallet: Wallet): Promise<Message> {
  const fields = await fieldsOf(message);
  const { commitments } = await signedIdentity([await signFields(fields, wallet)], fields);
  return withCommitments(message, commitments, wallet);
}

/** The same as a data item (`ans104@1.0`). @throws as {@link draftItem} and {@link signItem}. */
export async function signAsItem(message: Message, wallet: Wallet): Promise<Message> {
  const { id, commitment } = await itemCommitment(await signItem(draftItem(message), wallet));
  return withCommitments(message, new Map([[id, commitment]]), wallet);
}

/**
 * A data item signed by an Arweave wallet.
 * @throws PocketbeamError `bad-data-item` for tags beyond the bounds of the standard, or a key that has not 4,096 bits.
 */
export async function signItem(draft: ItemDraft, wallet: Wallet): Promise<DataItem> {
  const rawTags = encodeTags(draft.tags);
  decodeTags(rawTags);
  const unsigned = { ...draft, alg: 'rsa-pss-sha256', owner: fromBase64url(wallet.keyid) ?? '', rawTags };
  const signature = await wallet.sign(await itemPayload(unsigned), 'SHA-256', 32);
  const item = itemOfFields({ ...unsigned, signature });
  if (!item) throw badDataItem('A key of 4,096 bits signs it, and its target and anchor have 32 bytes.');
  return item;
}

/** Unsigned commitments are made anew, as they depend on the first signature. */
async function withCommitments(message: Message, added: Message, wallet: Wallet): Promise<Message> {
  const before = message.get('commitments');
  const devices = new Set([...added.values()].map(deviceOf));
  const others = [...(isMap(before) ? before : [])].filter(
    ([, one]) =>
      isMap(one) &&
      one.get('alg') !== 'hmac-sha256' &&
      !(one.get('committer') === wallet.address && devices.has(deviceOf(one))),
  );
  const draft = new Map(message).set('commitments', new Map([...others, ...added]));
  return draft.set('commitments', (await identify(draft)).commitments);
}

const deviceOf = (commitment: Value): Value | undefined =>
  isMap(commitment) ? commitment.get('commitment-device') : undefined;
