/** Who committed to a message, and its ids (spec/wire.md §3, §4). */
import { isMap, type MapValue, type Message } from '../core/value.ts';
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

/** The identity of a message in memory: its signatures are those in its key `commitments`. */
export async function identify(message: Message): Promise<Identity> {
  const signatures = signaturesOf(message.get('commitments'));
  if (signatures.length) return identityOf(signatures, await fieldsOf(message));
  return unsignedIdentity(await unsignedId(message));
}

/** The identity of an unsigned message with this id. */
export function unsignedIdentity(id: string): Identity {
  const commitments = new Map([[id, hmacCommitment()]]);
  return { signed: false, id, unsignedId: id, signers: [], commitments, verify: () => Promise.resolve(true) };
}

/** The identity of a message signed with `signatures`, of which there is at least one, over `fields`. */
export async function identityOf(
  signatures: readonly Signature[],
  fields: ReadonlyMap<string, string>,
): Promise<Identity> {
  const commitments: MapValue = new Map();
  const ids: string[] = [];
  const signers: string[] = [];
  for (const signature of signatures) {
    const id = await signatureId(signature);
    const committer = (await addressOf(signature.keyid)) ?? '';
    ids.push(id);
    signers.push(committer);
    commitments.set(id, commitment(signature.alg, [signature], committer));
  }
  // A base that lacks a field has no hmac; its message verifies as nothing, and must not share an id with another.
  const base = hmacBase(fields, [...new Set(signatures[0]?.fields)]);
  const id = await idOfAll(ids);
  const unsigned = base === undefined ? id : await hmacId(base);
  if (base !== undefined) commitments.set(unsigned, hmacCommitment(signatures));
  let verified: Promise<boolean> | undefined;
  const verify = async (): Promise<boolean> =>
    (await Promise.all(signatures.map((signature) => verifySignature(signature, fields)))).every(Boolean);
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

/** The signatures in a key `commitments`. Ids and committers there are claims, so they are not read: both follow. */
function signaturesOf(commitments: unknown): Signature[] {
  const found: Signature[] = [];
  if (!(commitments instanceof Map)) return found;
  for (const value of (commitments as MapValue).values()) {
    if (!isMap(value) || value.get('alg') === 'hmac-sha256') continue;
    const signature = value.get('signature');
    const input = value.get('signature-input');
    if (typeof signature === 'string' && typeof input === 'string') found.push(...parseSignatures(signature, input));
  }
  return found;
}
