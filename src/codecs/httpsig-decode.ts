/** `httpsig@1.0`, reading: HTTP headers and a body → a message (spec/wire.md §2). Inverse of `encodeHttp`. */
import { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { MAX_DEPTH } from '../core/limits.ts';
import { isMap, type MapValue, type Message } from '../core/value.ts';
import { base64, sha256, sha512 } from './digest.ts';
import type { HttpMessage } from './httpsig.ts';
import { badMultipart, boundaryOf, parseMultipart, type Part } from './multipart.ts';
import { parseDictionary } from './structured-field-parser.ts';
import { unannotate } from './structured-decode.ts';

/** Headers that describe the encoding, or the signatures, and are no keys of the message. */
const ENVELOPE = ['ao-ids', 'body-keys', 'content-digest', 'signature', 'signature-input', 'commitments'];

/**
 * The message of an HTTP request or answer, without its signatures (see `request.ts` for those). `content-type` and
 * `inline-body-key` stay keys of the message, as on a node. An empty body is none.
 * @throws PocketbeamError `bad-digest` when `content-digest` does not fit the body; `bad-multipart`, and what
 * `unannotate` throws.
 */
export async function decodeHttp({ headers, body = '' }: HttpMessage): Promise<Message> {
  await checkDigest(headers.get('content-digest'), body);
  const message: MapValue = new Map();
  for (const [name, value] of headers) message.set(normalizeKey(name), value);
  for (const name of ENVELOPE) message.delete(name);
  const ids = headers.get('ao-ids');
  if (ids !== undefined)
    for (const [key, { item }] of parseDictionary(ids))
      if (!Array.isArray(item) && item.kind === 'string') message.set(key, item.value);
  const inline = normalizeKey(headers.get('inline-body-key') ?? 'body');
  const boundary = boundaryOf(headers.get('content-type'));
  if (boundary !== undefined && body) for (const part of parseMultipart(body, boundary)) place(message, part, inline);
  else if (body) message.set(inline, body);
  message.delete('commitments');
  return unannotate(message);
}

/** Puts a part where its name says. */
function place(message: MapValue, { name: given, headers, body }: Part, inline: string): void {
  const name = given ?? inline;
  const path = name.split('/');
  if (path.length > MAX_DEPTH) throw badMultipart(`A part nests deeper than ${MAX_DEPTH} levels.`);
  const key = normalizeKey(path.pop() ?? '');
  let parent = message;
  for (const step of path) parent = child(parent, normalizeKey(step), name);
  if (headers.size === 0 && body !== undefined) {
    if (isMap(parent.get(key))) throw badMultipart(`The part ${name} is both a map and a binary.`);
    parent.set(key, body);
    return;
  }
  const map = child(parent, key, name);
  for (const [header, value] of headers) map.set(header, value);
  if (body !== undefined) map.set('body', body);
}

function child(parent: MapValue, key: string, name: string): MapValue {
  const there = parent.get(key);
  if (isMap(there)) return there;
  if (there !== undefined) throw badMultipart(`The part ${name} is both a map and a binary.`);
  const map: MapValue = new Map();
  parent.set(key, map);
  return map;
}

const HASHES = new Map([
  ['sha-256', sha256],
  ['sha-512', sha512],
]);

/** @throws PocketbeamError `bad-digest` when `body` is not the one that a `content-digest` of this text names. */
export async function checkDigest(header: string | undefined, body: string): Promise<void> {
  if (header === undefined) return;
  // RFC 9530: a receiver ignores digests of algorithms that it does not know. But one it must know: a signature covers
  // the body only by its digest.
  const digests = [...parseDictionary(header)].filter(([algorithm]) => HASHES.has(algorithm));
  if (!digests.length)
    throw new PocketbeamError('bad-digest', 'content-digest has neither sha-256 nor sha-512.', { status: 400 });
  for (const [algorithm, { item }] of digests) {
    const hash = HASHES.get(algorithm) ?? sha256;
    const actual = await hash(body);
    if (Array.isArray(item) || item.kind !== 'bytes' || item.value !== actual)
      throw new PocketbeamError('bad-digest', `The body does not have the ${algorithm} that content-digest gives.`, {
        cause: 'The body was changed, or cut off, on its way.',
        details: { algorithm, actual: base64(actual) },
        status: 400,
      });
  }
}
