/** Wallets for tests: messages signed as a client signs them, on the wire. */
import { encodeItem } from '../../src/codecs/ans104.ts';
import { itemCommitment } from '../../src/codecs/ans104-message.ts';
import type { Tag } from '../../src/codecs/avro-tags.ts';
import { fromBase64url } from '../../src/codecs/digest.ts';
import { encodeHttp } from '../../src/codecs/httpsig.ts';
import { fieldsOf } from '../../src/codecs/message-id.ts';
import { signFields, signItem } from '../../src/codecs/sign.ts';
import { signatureId, signatureTexts } from '../../src/codecs/signatures.ts';
import { generateJwk, openWallet } from '../../src/codecs/wallet.ts';
import type { RsaJwk, Wallet as Key } from '../../src/core/ports/wallet.ts';
import { bytesOf, type Message } from '../../src/core/value.ts';
import testKey from './test-key.json' with { type: 'json' };

export interface SignedRequest {
  id: string;
  /** For `fetch` in a page. */
  init: { method: 'POST'; headers: Record<string, string>; body?: string };
}

export interface Wallet {
  address: string;
  sign(message: Message): Promise<SignedRequest>;
}

/** A key of its own, of 2,048 bits as those are made in no time; too short for data items. */
export async function createWallet(): Promise<Wallet> {
  const key = await openWallet(await generateJwk(2048));
  return {
    address: key.address,
    async sign(message) {
      const { headers, body } = await encodeHttp(message);
      const signed = await signFields(await fieldsOf(message), key);
      const { signature, input } = signatureTexts(signed);
      headers.set('signature', signature).set('signature-input', input);
      return {
        id: await signatureId(signed),
        init: { method: 'POST', headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) },
      };
    },
  };
}

/** A key of 4,096 bits that is the same in every run, and no secret. */
export const TEST_KEY: RsaJwk = testKey;

export interface SignedItem {
  id: string;
  /** Byte string. */
  bytes: string;
  init: { method: 'POST'; headers: Record<string, string>; body: Uint8Array<ArrayBuffer> };
}

/** A data item as aoconnect posts it. @param target base64url. */
export async function signedItem(
  { tags = [], target = '', anchor = '', data = '' }: { tags?: Tag[]; target?: string; anchor?: string; data?: string },
  key?: Key,
): Promise<SignedItem> {
  const draft = { tags, target: fromBase64url(target) ?? '', anchor, data };
  const item = await signItem(draft, key ?? (await openWallet(TEST_KEY)));
  const bytes = encodeItem(item);
  const headers = { 'content-type': 'application/ans104', 'codec-device': 'ans104@1.0' };
  return { id: (await itemCommitment(item)).id, bytes, init: { method: 'POST', headers, body: bytesOf(bytes) } };
}
