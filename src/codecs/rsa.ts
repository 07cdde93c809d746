/** RSA-PSS with the public exponent 65537, which all keys of the network have. */
import { bytesOf } from '../core/value.ts';
import { base64url } from './digest.ts';

/**
 * Whether `signature` of `text` was made by the owner of the key; false for a modulus that is none. All byte strings.
 * @param saltLengths in bytes; any of them will do.
 */
export async function verifyRsa(
  { modulus, hash, saltLengths }: { modulus: string; hash: 'SHA-256' | 'SHA-512'; saltLengths: readonly number[] },
  signature: string,
  text: string,
): Promise<boolean> {
  const jwk = { kty: 'RSA', n: base64url(modulus), e: 'AQAB', ext: true };
  try {
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'RSA-PSS', hash }, false, ['verify']);
    for (const saltLength of saltLengths)
      if (await crypto.subtle.verify({ name: 'RSA-PSS', saltLength }, key, bytesOf(signature), bytesOf(text)))
        return true;
  } catch {
    // A modulus that is no RSA key: nobody can have signed with it.
  }
  return false;
}
