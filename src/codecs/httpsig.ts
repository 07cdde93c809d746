/** `httpsig@1.0`: a message as HTTP headers and a body (spec/wire.md §2). */
import { isIdKey, normalizeKey } from '../core/ids.ts';
import { isMap, type Message } from '../core/value.ts';
import { base64url, contentDigest, sha256 } from './digest.ts';
import { sfDictionary, sfStrings } from './structured-field.ts';
import { annotate, type Annotated } from './structured.ts';

/** A message on the wire: lower-case header names, values and body as byte strings. */
export interface HttpMessage {
  headers: Map<string, string>;
  body?: string;
}

/** A binary longer than this goes into the body. */
const MAX_HEADER_VALUE = 4096;
/** What HTTP or the Fetch API cannot carry as a header: framing, and names that are no token. */
const FRAMING =
  /^(?:content-length|transfer-encoding|content-encoding|connection|keep-alive|upgrade|trailer|te|date|set-cookie2?)$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const HEADER_VALUE = /^[^\0\r\n]*$/;

/** Fits into a header line of a message or a part. */
type FitsHeader = (value: string) => boolean;
const isShort: FitsHeader = (value) => value.length <= MAX_HEADER_VALUE;
const isHeaderValue: FitsHeader = (value) => isShort(value) && HEADER_VALUE.test(value);
/** Can stand as a header of the HTTP message itself (`unsafe-header` in spec/hyperbeam.md). */
export const isHeaderName = (name: string): boolean => TOKEN.test(name) && !FRAMING.test(name);
/** Keys that describe a message rather than belong to it. */
const ENVELOPE = new Set(['commitments', 'signature', 'signature-input', 'priv']);

const CRLF = '\r\n';

/**
 * What may be a header. `fetch`: what HTTP and the Fetch API can carry, the rest goes into the body. `node`: every
 * short binary, whatever its name and bytes, as ids and signatures are made over that.
 */
export type HeaderRule = 'fetch' | 'node';

/** The message as headers and a body, without its commitments. */
export async function encodeHttp(message: Message, rule: HeaderRule = 'fetch'): Promise<HttpMessage> {
  const fits = rule === 'node' ? isShort : isHeaderValue;
  const annotated = annotate(message);
  const headers = new Map<string, string>();
  const ids: [string, string][] = [];
  const parts: Annotated = new Map();
  const inline = inlineKey(annotated);
  if (inline === 'data' && annotated.get('inline-body-key') === undefined) headers.set('inline-body-key', 'data');
  for (const [key, value] of annotated) {
    if (ENVELOPE.has(key)) continue;
    const name = normalizeKey(key);
    if (isIdKey(key) && typeof value === 'string' && (rule === 'node' || HEADER_VALUE.test(value)))
      ids.push([key, value]);
    else if (typeof value === 'string' && key !== inline && (rule === 'node' || isHeaderName(name)) && fits(value))
      headers.set(name, value);
    else parts.set(key, value);
  }
  if (ids.length) headers.set('ao-ids', sfDictionary(ids));
  const body = await encodeBody(parts, inline, headers, fits);
  if (body === undefined) return { headers };
  headers.set('content-digest', await contentDigest(body));
  return { headers, body };
}

/** The key whose value is the body itself. */
function inlineKey(annotated: Annotated): string {
  const named = annotated.get('inline-body-key');
  if (typeof named === 'string') return named;
  return annotated.has('body') ? 'body' : annotated.has('data') ? 'data' : 'body';
}

async function encodeBody(
  parts: Annotated,
  inline: string,
  headers: Map<string, string>,
  fits: FitsHeader,
): Promise<string | undefined> {
  if (parts.size === 0) return undefined;
  const only = parts.get(inline);
  if (parts.size === 1 && typeof only === 'string') return only;
  const flat = flatten(parts, fits);
  const names = [...flat.keys()].sort();
  const encoded = names.map((name) => encodePart(name, flat.get(name) ?? '', inline));
  const boundary = base64url(await sha256(encoded.join(CRLF)));
  headers.set('body-keys', sfStrings(names));
  headers.set('content-type', `multipart/form-data; boundary="${boundary}"`);
  return `${encoded.map((part) => `--${boundary}${CRLF}${part}`).join(CRLF)}${CRLF}--${boundary}--`;
}

/** Every map becomes a part named by its path; what is too long for a part header becomes a part of its own. */
function flatten(parts: Annotated, fits: FitsHeader, prefix = ''): Map<string, string | Map<string, string>> {
  const flat = new Map<string, string | Map<string, string>>();
  for (const [key, value] of parts) {
    const name = prefix + key;
    if (!isMap(value)) {
      flat.set(name, value);
      continue;
    }
    const short = new Map<string, string>();
    for (const [inner, item] of value) {
      if (typeof item === 'string' && (inner === 'body' || fits(item))) short.set(inner, item);
      else for (const [path, part] of flatten(new Map([[inner, item]]), fits, `${name}/`)) flat.set(path, part);
    }
    const body = short.get('body');
    if (short.size === 1 && body !== undefined) flat.set(`${name}/body`, body);
    else if (short.size) flat.set(name, short);
  }
  return flat;
}

function encodePart(name: string, part: string | Map<string, string>, inline: string): string {
  const disposition: [string, string] = [
    'content-disposition',
    name === inline ? 'inline' : `form-data;name="${name}"`,
  ];
  const headers = typeof part === 'string' ? new Map([disposition]) : new Map([...part, disposition]);
  const body = typeof part === 'string' ? part : headers.get('body');
  headers.delete('body');
  const lines = [...headers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value}`);
  return body === undefined ? lines.join(CRLF) : `${lines.join(CRLF)}${CRLF}${CRLF}${body}`;
}
