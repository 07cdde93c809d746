/**
 * Signatures of Ethereum wallets over data items. Apart from ans104-verify.ts, as WebCrypto does not have the curve and
 * the Service Worker has no room for it: a request with such a signature is checked by whoever has all devices.
 */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { verify } from '@noble/secp256k1';
import { bytesOf } from '../core/value.ts';

/** Wallets sign texts with this and their length in front (EIP-191); a payload has 48 bytes. */
const PREFIX = '\x19Ethereum Signed Message:\n48';

/** @param owner the uncompressed public key. @param signature r, s and the recovery byte, which says nothing more here. */
export function verifyEthereum(owner: string, signature: string, payload: string): boolean {
  const hash = keccak_256(bytesOf(PREFIX + payload));
  try {
    return verify(bytesOf(signature.slice(0, 64)), hash, bytesOf(owner), { prehash: false });
  } catch {
    // No point on the curve, or no numbers of it: nobody can have signed with it.
    return false;
  }
}
