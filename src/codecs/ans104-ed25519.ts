/** Signatures of data items by ed25519, plain and as wallets of Solana make them. */
import { PocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';

/**
 * Whether `owner`, the public key, has signed `text`. All byte strings.
 * @throws PocketbeamError `unsupported-signature` in a browser whose WebCrypto does not have it.
 */
export async function verifyEd25519(owner: string, signature: string, text: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(owner), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytesOf(signature), bytesOf(text));
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') throw unsupported();
    // No point on the curve: nobody can have signed with it.
    return false;
  }
}

/** The same over the hexadecimal digits of `payload` as well: wallets of Solana sign texts. */
export async function verifySolana(owner: string, signature: string, payload: string): Promise<boolean> {
  return (await verifyEd25519(owner, signature, payload)) || verifyEd25519(owner, signature, hex(payload));
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
