/** Hashes and base64 over byte strings. */
import { binaryOf, bytesOf } from '../core/value.ts';

const digest =
  (algorithm: string) =>
  async (binary: string): Promise<string> =>
    binaryOf(new Uint8Array(await crypto.subtle.digest(algorithm, bytesOf(binary))));

export const sha256 = digest('SHA-256');
export const sha384 = digest('SHA-384');
export const sha512 = digest('SHA-512');

/** The key of the last hmac, ready to be used: nearly all have the same. */
let ready: { key: string; imported: ReturnType<typeof crypto.subtle.importKey> } | undefined;

/** HMAC-SHA256 of a byte string. */
export async function hmacSha256(key: string, binary: string): Promise<string> {
  if (ready?.key !== key) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    ready = { key, imported: crypto.subtle.importKey('raw', bytesOf(key), algorithm, false, ['sign']) };
  }
  return binaryOf(new Uint8Array(await crypto.subtle.sign('HMAC', await ready.imported, bytesOf(binary))));
}

export function base64(binary: string): string {
  return btoa(binary);
}

/** Base64 as in ids: URL alphabet, no padding. */
export function base64url(binary: string): string {
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes of a base64 text with or without padding; nothing if it is none. */
export function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}

/** The inverse of {@link base64url}; nothing if `text` is none. */
export function fromBase64url(text: string): string | undefined {
  return /^[A-Za-z0-9_-]*$/.test(text) ? fromBase64(text.replace(/-/g, '+').replace(/_/g, '/')) : undefined;
}

/** The value of a `content-digest` header. */
export async function contentDigest(body: string): Promise<string> {
  return `sha-256=:${base64(await sha256(body))}:`;
}
