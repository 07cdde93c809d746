/** A wallet for specs: messages signed as a client signs them, on the wire. */
import { base64, base64url, sha256 } from '../../src/codecs/digest.ts';
import { encodeHttp } from '../../src/codecs/httpsig.ts';
import { fieldsOf } from '../../src/codecs/message-id.ts';
import { componentOf, signatureBase } from '../../src/codecs/signature-base.ts';
import { binaryOf, bytesOf, type Message } from '../../src/core/value.ts';

export interface SignedRequest {
  id: string;
  /** For `fetch` in a page. */
  init: { method: 'POST'; headers: Record<string, string>; body?: string };
}

export interface Wallet {
  address: string;
  sign(message: Message): Promise<SignedRequest>;
}

export async function createWallet(): Promise<Wallet> {
  const algorithm = {
    name: 'RSA-PSS',
    hash: 'SHA-512',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { n = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return {
    address: base64url(await sha256(binaryOf(Buffer.from(n, 'base64url')))),
    async sign(message) {
      const { headers, body } = await encodeHttp(message);
      const fields = await fieldsOf(message);
      const names = [...fields.keys()].sort();
      const params = `(${names.map((name) => `"${componentOf(name)}"`).join(' ')});alg="rsa-pss-sha512";keyid="${n}"`;
      const text = bytesOf(signatureBase(fields, names, params) ?? '');
      const signature = binaryOf(
        new Uint8Array(await crypto.subtle.sign({ name: 'RSA-PSS', saltLength: 64 }, privateKey, text)),
      );
      headers.set('signature', `sig=:${base64(signature)}:`).set('signature-input', `sig=${params}`);
      return {
        id: base64url(await sha256(signature)),
        init: { method: 'POST', headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) },
      };
    },
  };
}
