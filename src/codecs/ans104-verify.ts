/** Whether a data item was signed by its owner (ANS-104). */
import { PocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { itemPayload, type DataItem } from './ans104.ts';
import { verifyRsa } from './rsa.ts';

/** As clients make them: that of wallets and of WebCrypto, the longest that fits (Node, OpenSSL), none. */
const SALTS = [32, 512 - 32 - 2, 0];

/**
 * RSA-4096 and ed25519 (plain, and of Solana), by WebCrypto.
 * @throws PocketbeamError `unsupported-signature` for Ethereum's, which need a library larger than what the Service Worker
 * has room for, and for ed25519 in a browser without it.
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
  throw unsupported(alg);
}

async function verifyEd25519(owner: string, signature: string, text: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(owner), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytesOf(signature), bytesOf(text));
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') throw unsupported('ed25519');
    // No point on the curve: nobody can have signed with it.
    return false;
  }
}

/** Two digits to a byte. */
export const hex = (bytes: string): string =>
  [...bytes].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const unsupported = (alg: string): PocketbeamError =>
  new PocketbeamError('unsupported-signature', `Signatures of the kind ${alg} cannot be checked here.`, {
    cause: 'It needs what this browser, or this build, does not have.',
    next: 'Sign with an Arweave wallet (RSA-4096).',
    status: 501,
  });
