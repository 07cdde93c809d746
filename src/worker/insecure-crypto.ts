/**
 * What ids, digests and schedules need of `crypto.subtle` where a page is neither https nor localhost, and browsers have
 * none: SHA-256. Signatures stay out of reach: nothing is signed there, which says why, and none counts as valid.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { PocketbeamError } from '../core/errors.ts';

const HASH = 'SHA-256';

/** A key of HMAC. */
interface HmacKey {
  key: Uint8Array;
}

/** The part of SubtleCrypto that this has; everything else is refused as `insecure-context`. */
export const insecureSubtle = {
  async digest(algorithm: string, data: BufferSource) {
    if (algorithm !== HASH) throw secureOnly();
    return sha256(bytes(data)).slice().buffer;
  },
  async importKey(
    format: string,
    data: BufferSource,
    { name, hash }: { name: string; hash?: string },
  ): Promise<HmacKey> {
    if (format !== 'raw' || name !== 'HMAC' || hash !== HASH) throw secureOnly();
    return { key: bytes(data) };
  },
  sign: async (_algorithm: string, { key }: HmacKey, data: BufferSource) =>
    hmac(sha256, key, bytes(data)).slice().buffer,
  verify: () => Promise.reject(secureOnly()),
  generateKey: () => Promise.reject(secureOnly()),
  exportKey: () => Promise.reject(secureOnly()),
};

const bytes = (data: BufferSource): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);

function secureOnly(): PocketbeamError {
  return new PocketbeamError('insecure-context', 'Signing and verifying need a secure page, and this is none.', {
    cause: 'Browsers lend their cryptography to https and localhost only.',
    next: 'Use https, or http://localhost.',
    status: 501,
  });
}

/** Puts it in the place of what the browser does not have. */
export function mendCrypto(): void {
  Object.defineProperty(crypto, 'subtle', { value: insecureSubtle });
}
