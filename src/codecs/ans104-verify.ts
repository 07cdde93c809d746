/** Whether a data item was signed by its owner (ANS-104). */
import { Elsewhere } from '../core/elsewhere.ts';
import { PocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { itemPayload, type DataItem } from './ans104.ts';
import { verifyRsa } from './rsa.ts';

/** As clients make them: that of wallets and of WebCrypto, the longest that fits (Node, OpenSSL), none. */
const SALTS = [32, 512 - 32 - 2, 0];

/** Whether `owner`, the public key, has signed `payload`. All byte strings. */
type Verifier = (owner: string, signature: string, payload: string) => boolean;

const verifiers = new Map<string, Verifier>();

/** Teaches {@link verifyItem} a kind of signature that WebCrypto does not have. */
export function addVerifier(alg: string, verifier: Verifier): void {
  verifiers.set(alg, verifier);
}

/**
 * RSA-4096 and ed25519 (plain, and of Solana) by WebCrypto, others by their verifier.
 * @throws PocketbeamError `unsupported-signature` for ed25519 in a browser without it; {@link Elsewhere} for a kind that
 * this context has no verifier of.
 */
export async function verifyItem(item: DataItem): Promise<boolean> {
  const { alg, owner, signature } = item;
  const payload = await itemPayload(item);
  if (alg === 'rsa-pss-sha256')
    return verifyRsa({ modulus: owner, hash: 'SHA-256', saltLengths: SALTS }, signature, payload);
  if (alg === 'ed25519') return verifyEd25519(owner, signature, payload);
  // Wallets of Solana sign texts: the payload in hexadecimal digits.
  if (alg === 'ed25519-solana')
    return (await verifyEd25519(owner, signature, payload)) || verifyEd25519(owner, signature, hex(payload));
  const verifier = verifiers.get(alg);
  if (!verifier) throw new Elsewhere(`A signature of the kind ${alg}`);
  return verifier(owner, signature, payload);
}

async function verifyEd25519(owner: string, signature: string, text: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(owner), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytesOf(signature), bytesOf(text));
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') throw unsupported();
    // No point on the curve: nobody can have signed with it.
    return false;
  }
}

/** Two digits to a byte. */
export const hex = (bytes: string): string =>
  [...bytes].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const unsupported = (): PocketbeamError =>
  new PocketbeamError('unsupported-signature', 'Signatures of ed25519 cannot be checked here.', {
    cause: 'This browser does not have them.',
    next: 'Sign with an Arweave wallet (RSA-4096), or update the browser.',
    status: 501,
  });
