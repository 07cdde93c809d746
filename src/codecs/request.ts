/** A request as it came over HTTP → its message, and who stands behind it (spec/wire.md §2–§4). */
import { Elsewhere } from '../core/elsewhere.ts';
import type { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import type { Message } from '../core/value.ts';
import { decodeBody } from './body-codec.ts';
import { identifyItem, signedIdentity, unsignedIdentity, type Identity } from './commitments.ts';
import { checkDigest, decodeHttp } from './httpsig-decode.ts';
import { unsignedId } from './message-id.ts';
import { parseSignatures } from './signatures.ts';

/** A request on the wire. Header values and body are byte strings; names in any case. */
export interface WireRequest {
  method: string;
  /** Path and query as they stand in the request line. */
  path: string;
  headers: Iterable<readonly [string, string]>;
  body?: string;
}

/** What a request says, with its identity. */
export interface DecodedRequest {
  /**
   * What is resolved: all keys of the request, `method` and `path` among them, with the key `commitments`. Of a signed
   * request only what every signature covers, and `method` and `path`; these two come from the request line, or from
   * headers of these names where those are signed.
   */
  message: Message;
  /**
   * What may be scheduled: `message` without the keys that belong to the transport. Of a signed request that is exactly
   * what was signed; of an unsigned one, everything but what HTTP clients add (`host`, `user-agent`, `accept` …).
   */
  committed: Message;
  /** Ids, signers, and whether the signatures hold; see {@link Identity}. A device that schedules asks `verify()`. */
  identity: Identity;
}

/**
 * Decodes a request. A signature that does not hold is no error here: such a message may be resolved in place, and is
 * refused where it is scheduled. A body in the codec that `codec-device` names gives its keys to the message; a data
 * item (`ans104@1.0`, or `content-type: application/ans104`) is the message, whatever headers came with it.
 * @throws PocketbeamError, status 400: `bad-digest`, `bad-multipart`, `bad-signature`, `bad-structured-field`,
 * `bad-type`, `bad-typed-value`, `message-too-deep`, `bad-data-item`, `broken-request`; and what {@link decodeBody} throws.
 */
export async function decodeRequest(request: WireRequest): Promise<DecodedRequest> {
  const fields = fieldsOf(request.headers);
  return decode(request, fields).catch((error: unknown) => {
    throw isBroken(request.body ?? '', fields) ? broken(request.body ?? '') : error;
  });
}

/** Whether that what cannot be read looks like what known clients send broken. */
const isBroken = (body: string, fields: ReadonlyMap<string, string>): boolean =>
  body === '[object Object]' ||
  (fields.has('content-digest') && /^(?:undefined)?$/.test(body)) ||
  [...fields.values()].some((value) => value.startsWith('(ao-type-'));

let broken = (_body: string): PocketbeamError => new Elsewhere('A broken request');

/** Teaches {@link decodeRequest} words for what clients send broken. The Service Worker has no room for them. */
export function addBrokenRequests(explain: typeof broken): void {
  broken = explain;
}

async function decode({ method, path, body = '' }: WireRequest, fields: Map<string, string>): Promise<DecodedRequest> {
  if (isItem(fields) && (body !== '' || method === 'POST')) return decodeItemRequest({ method, path, body }, fields);
  const signatures = parseSignatures(fields.get('signature'), fields.get('signature-input'));
  const covering = signatures.map((one) => new Set(one.fields));
  const isCovered = (name: string): boolean => covering.every((names) => names.has(name));
  const line = new Map([
    ['method', method],
    ['path', path],
  ]);
  for (const [name, value] of line)
    if (!signatures.length || !isCovered(name) || !fields.has(name)) fields.set(name, value);
  if (!signatures.length) return decodeUnsigned(fields, body);
  // Cut down before anything is read, so that an uncovered header cannot even change how the body is taken apart.
  const covered = new Map([...fields].filter(([name]) => isCovered(name)));
  const { head, own } = await decodeWhole(covered, covered.has('content-digest') ? body : '');
  const full = new Map([...head, ...own]);
  const identity = await signedIdentity(signatures, fields);
  const committed = new Map(full).set('commitments', identity.commitments);
  const message = new Map(committed);
  for (const name of line.keys()) message.set(name, full.get(name) ?? fields.get(name) ?? '');
  return { message, committed, identity };
}

/** `codec-device` counts before the content type. */
const isItem = (fields: ReadonlyMap<string, string>): boolean =>
  /^(?:ans104@1\.0|application\/ans104\b)/i.test(fields.get('codec-device') ?? fields.get('content-type') ?? '');

/** The message is the item: headers are only how it came, and signatures among them are those of whoever brought it. */
async function decodeItemRequest(
  { method, path, body }: { method: string; path: string; body: string },
  fields: ReadonlyMap<string, string>,
): Promise<DecodedRequest> {
  await checkDigest(fields.get('content-digest'), body);
  const { message: committed, identity } = await identifyItem(body);
  const message: Message = new Map([['method', method], ['path', path], ...committed]);
  return { message, committed, identity };
}

async function decodeUnsigned(fields: Map<string, string>, body: string): Promise<DecodedRequest> {
  const { head, own } = await decodeWhole(fields, body);
  const bare = new Map(head);
  bare.delete('method');
  bare.delete('path');
  for (const [key, value] of own) bare.set(key, value);
  const identity = unsignedIdentity(await unsignedId(bare));
  const message = new Map([...head, ...own]).set('commitments', identity.commitments);
  // The node keeps this one in an unsigned message, though not in a signed one.
  const bodyKeys = fields.get('body-keys');
  if (bodyKeys !== undefined) message.set('body-keys', bodyKeys);
  const committed = new Map([...message].filter(([key]) => own.has(key) || !isTransport(key)));
  // They tell how the body is written, of which nothing is left.
  if (own.size) for (const key of ['codec-device', 'content-type']) if (!own.has(key)) committed.delete(key);
  return { message, committed, identity };
}

/** What headers and body say as httpsig, and the keys of a body in another codec. */
async function decodeWhole(fields: Map<string, string>, body: string): Promise<{ head: Message; own: Message }> {
  const own = body === '' ? undefined : decodeBody(fields.get('codec-device'), body);
  if (!own) return { head: await decodeHttp({ headers: fields, body }), own: new Map() };
  await checkDigest(fields.get('content-digest'), body);
  const headers = new Map(fields);
  headers.delete('content-digest');
  return { head: await decodeHttp({ headers }), own };
}

/** Headers by their lower-case names; one that came several times is joined, as RFC 9421 has it. */
function fieldsOf(headers: WireRequest['headers']): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [given, value] of headers) {
    const name = normalizeKey(given);
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}

const TRANSPORT = new Set(
  (
    'method path body-keys host connection content-length transfer-encoding te upgrade-insecure-requests user-agent ' +
    'accept accept-charset accept-encoding accept-language cache-control pragma origin referer cookie priority dnt ' +
    'forwarded via x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip'
  ).split(' '),
);

/** Keys that HTTP clients and proxies add, and no sender means. */
export const isTransport = (key: string): boolean => TRANSPORT.has(key) || key.startsWith('sec-');
