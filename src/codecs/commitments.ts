/** Who committed to a message, and its ids (spec/wire.md §3, §4). */
import { beyond, MAX_SIGNATURES } from '../core/limits.ts';
import { isMap, type MapValue, type Message } from '../core/value.ts';
import { decodeItem, type DataItem } from './ans104.ts';
import { isItemCommitment, itemCommitment, itemHolds, itemMessage, itemOf } from './ans104-message.ts';
import { fieldsOf, hmacId, unsignedId } from './message-id.ts';
import { hmacBase } from './signature-base.ts';
import {
  addressOf,
  idOfAll,
  parseSignatures,
  signatureId,
  signatureTexts,
  verifySignature,
  type Signature,
} from './signatures.ts';

/** What is known of a message besides its keys. */
export interface Identity {
  /** Whether it claims any signature. Whether that holds is for {@link Identity.verify} to say. */
  signed: boolean;
  /** The id over all signatures; of an unsigned message {@link Identity.unsignedId}. */
  id: string;
  /** The id that does not depend on who signed: an hmac over the fields that the first signature covers, or over all. */
  unsignedId: string;
  /** The addresses of the signers, in the order of the signatures. Claims, until verified. */
  signers: string[];
  /** The value of the key `commitments`: one map per signature and one for the hmac, under their ids. */
  commitments: MapValue;
  /** Checks every signature. True for an unsigned message. Done at the first call, then remembered. */
  verify(): Promise<boolean>;
}

/**
 * The identity of a message in memory: its signatures are those in its key `commitments`.
 * @throws PocketbeamError `too-many-signatures`, `bad-signature`, `bad-structured-field`
 */
export async function identify(message: Message): Promise<Identity> {
  const claimed = message.get('commitments');
  const claims = isMap(claimed) ? [...claimed.values()].filter(isMap) : [];
  const signatures = claims.flatMap(signaturesOf);
  const items = claims.filter(isItemCommitment);
  // One claim more is the hmac's.
  if (Math.max(claims.length - 1, signatures.length + items.length) > MAX_SIGNATURES)
    throw beyond('too-many-signatures', 400, 'The message', MAX_SIGNATURES, 'signatures');
  if (!signatures.length && !items.length) return unsignedIdentity(await unsignedId(message));
  const fields = await fieldsOf(message);
  const proofs = [
    ...signatures.map((signature) => signatureProof(signature, fields)),
    // What was never an item claims a signature that cannot hold.
    ...items.map((claim) => itemProof(itemOf(message, claim), message, claim)),
  ];
  return identityOf(await Promise.all(proofs), signatures, fields);
}

/** The identity of an unsigned message with this id. */
export function unsignedIdentity(id: string): Identity {
  const commitments = new Map([[id, hmacCommitment()]]);
  return { signed: false, id, unsignedId: id, signers: [], commitments, verify: () => Promise.resolve(true) };
}

/** The identity of a message signed with `signatures`, of which there is at least one, over `fields`. */
export async function signedIdentity(
  signatures: readonly Signature[],
  fields: ReadonlyMap<string, string>,
): Promise<Identity> {
  return identityOf(
    await Promise.all(signatures.map((signature) => signatureProof(signature, fields))),
    signatures,
    fields,
  );
}

/** The identity of the message that a data item is. */
export async function itemIdentity(item: DataItem, message: Message): Promise<Identity> {
  return identityOf([await itemProof(item, message)], [], await fieldsOf(message));
}

/**
 * The message that the bytes of a data item are, with its commitments, and its identity.
 * @throws PocketbeamError `bad-data-item`, and what `itemMessage` throws.
 */
export async function identifyItem(bytes: string): Promise<{ message: Message; identity: Identity }> {
  const item = decodeItem(bytes);
  const message = itemMessage(item);
  const identity = await itemIdentity(item, message);
  return { message: message.set('commitments', identity.commitments), identity };
}

/** A signature of either kind. */
interface Proof {
  id: string;
  committer: string;
  commitment: MapValue;
  holds(): Promise<boolean>;
}

async function signatureProof(signature: Signature, fields: ReadonlyMap<string, string>): Promise<Proof> {
  const committer = (await addressOf(signature.keyid)) ?? '';
  return {
    id: await signatureId(signature),
    committer,
    commitment: commitment(signature.alg, [signature], committer),
    holds: () => verifySignature(signature, fields),
  };
}

/** @param claim stands in for the commitment of what is no item. */
async function itemProof(item: DataItem | undefined, message: Message, claim: MapValue = new Map()): Promise<Proof> {
  if (item) return { ...(await itemCommitment(item)), holds: () => itemHolds(item, message) };
  return { id: await unsignedId(claim), committer: '', commitment: claim, holds: () => Promise.resolve(false) };
}

/** @param signatures those among the proofs that are of HTTP fields. */
async function identityOf(
  proofs: readonly Proof[],
  signatures: readonly Signature[],
  fields: ReadonlyMap<string, string>,
): Promise<Identity> {
  const commitments: MapValue = new Map(proofs.map((proof) => [proof.id, proof.commitment]));
  // A base that lacks a field has no hmac; its message verifies as nothing, and must not share an id with another.
  const base = hmacBase(fields, signatures[0] ? [...new Set(signatures[0].fields)] : [...fields.keys()]);
  const id = await idOfAll(proofs.map((proof) => proof.id));
  const unsigned = base === undefined ? id : await hmacId(base);
  if (base !== undefined && signatures.length) commitments.set(unsigned, hmacCommitment(signatures));
  let verified: Promise<boolean> | undefined;
  const verify = async (): Promise<boolean> => (await Promise.all(proofs.map(({ holds }) => holds()))).every(Boolean);
  const signers = proofs.map(({ committer }) => committer);
  return { signed: true, id, unsignedId: unsigned, signers, commitments, verify: () => (verified ??= verify()) };
}

const hmacCommitment = (signatures: readonly Signature[] = []): MapValue => commitment('hmac-sha256', signatures);

function commitment(alg: string, signatures: readonly Signature[], committer?: string): MapValue {
  const texts = signatures.map(signatureTexts);
  const map: MapValue = new Map([
    ['alg', alg],
    ['commitment-device', 'httpsig@1.0'],
  ]);
  if (committer !== undefined) map.set('committer', committer);
  if (!texts.length) return map;
  map.set('signature', texts.map(({ signature }) => signature).join(', '));
  map.set('signature-input', texts.map(({ input }) => input).join(', '));
  return map;
}

/** The signatures in a commitment. Ids and committers there are claims, so they are not read: both follow. */
function signaturesOf(claim: MapValue): Signature[] {
  const [signature, input] = [claim.get('signature'), claim.get('signature-input')];
  if (claim.get('alg') === 'hmac-sha256' || typeof signature !== 'string' || typeof input !== 'string') return [];
  return parseSignatures(signature, input);
}
