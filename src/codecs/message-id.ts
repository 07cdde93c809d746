/** Ids of messages (spec/wire.md §3). */
import type { Message } from '../core/value.ts';
import { base64url, hmacSha256 } from './digest.ts';
import { encodeHttp } from './httpsig.ts';
import { hmacBase } from './signature-base.ts';

/** The unsigned id: an HMAC with the public key `ao` over the encoded message. 43 base64url characters. */
export async function unsignedId(message: Message): Promise<string> {
  const fields = await fieldsOf(message);
  return hmacId(hmacBase(fields, [...fields.keys()]) ?? '');
}

/** What a signature of `message` is made over: its headers as a node writes them, the body as its digest. */
export async function fieldsOf(message: Message): Promise<Map<string, string>> {
  const { headers } = await encodeHttp(message, 'node');
  headers.delete('body-keys');
  return headers;
}

/** The id of an hmac base, see {@link hmacBase}. */
export async function hmacId(base: string): Promise<string> {
  return base64url(await hmacSha256('ao', base));
}
