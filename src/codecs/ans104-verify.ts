/** Whether a data item was signed by its owner (ANS-104). */
import { Elsewhere } from '../core/elsewhere.ts';
import { itemPayload, type DataItem } from './ans104.ts';
import { verifyRsa } from './rsa.ts';

/** As clients make them: that of wallets and of WebCrypto, the longest that fits (Node, OpenSSL), none. */
const SALTS = [32, 512 - 32 - 2, 0];

/** Whether `owner`, the public key, has signed `payload`. All byte strings. */
type Verifier = (owner: string, signature: string, payload: string) => boolean | Promise<boolean>;

const verifiers = new Map<string, Verifier>();

/** Teaches {@link verifyItem} a kind of signature. The Service Worker has no room for them. */
export function addVerifier(alg: string, verifier: Verifier): void {
  verifiers.set(alg, verifier);
}

/**
 * RSA-4096, that of Arweave; others by their verifier.
 * @throws PocketbeamError {@link Elsewhere} for a kind that this context has no verifier of; what verifiers throw.
 */
export async function verifyItem(item: DataItem): Promise<boolean> {
  const { alg, owner, signature } = item;
  const payload = await itemPayload(item);
  if (alg === 'rsa-pss-sha256')
    return verifyRsa({ modulus: owner, hash: 'SHA-256', saltLengths: SALTS }, signature, payload);
  const verifier = verifiers.get(alg);
  if (!verifier) throw new Elsewhere(`A signature of the kind ${alg}`);
  return verifier(owner, signature, payload);
}
