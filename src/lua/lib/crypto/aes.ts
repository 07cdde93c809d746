/** AES by @noble/ciphers, in the modes of aos programs. */
import { cbc, cfb, ctr, ecb } from '@noble/ciphers/aes.js';

interface Cipher {
  encrypt(text: Uint8Array): Uint8Array;
  decrypt(text: Uint8Array): Uint8Array;
}

/** OFB: the cipher runs over the IV again and again, which is CBC over zeros. */
const ofb = (key: Uint8Array, iv: Uint8Array): Cipher => {
  const crypt = (text: Uint8Array): Uint8Array => {
    const zeros = new Uint8Array(Math.ceil(text.length / 16) * 16);
    const stream = cbc(key, iv, { disablePadding: true }).encrypt(zeros);
    return text.map((byte, i) => byte ^ (stream[i] as number));
  };
  return { encrypt: crypt, decrypt: crypt };
};

const MODES = new Map<string, (key: Uint8Array, iv: Uint8Array) => Cipher>([
  ['ECB', (key) => ecb(key)],
  ['CBC', (key, iv) => cbc(key, iv)],
  ['CFB', (key, iv) => cfb(key, iv)],
  ['CTR', (key, iv) => ctr(key, iv)],
  ['OFB', ofb],
]);

/**
 * ECB and CBC fill the last block up as PKCS #7 says.
 * @param key of 16, 24 or 32 bytes @param iv of 16 bytes; ECB has none
 * @returns undefined for a mode that there is not
 * @throws Error for wrong lengths, and for what does not decrypt
 */
export const aes = (mode: string, key: Uint8Array, iv: Uint8Array): Cipher | undefined =>
  MODES.get(mode.toUpperCase())?.(key, iv);
