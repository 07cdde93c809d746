/** `httpsig@1.0`: a message as HTTP headers and a body (spec/wire.md §2). */
import { isIdKey, normalizeKey } from '../core/ids.ts';
import { isMap, type Message } from '../core/value.ts';
import { base64url, contentDigest, sha256 } from './digest.ts';
import { escapePartName } from './multipart.ts';
import { sfDictionary, sfStrings } from './structured-field.ts';
import { annotate, type Annotated } from './structured.ts';

/** A message on the wire: lower-case header names, values and body as byte strings. */
export interface HttpMessage {
  headers: Map<string, string>;
  body?: string;
}

/** A binary longer than this goes into the body. */
const MAX_HEADER_VALUE = 4096;
/** Names that belong to the framing of HTTP itself. */
const FRAMING = /^(?:content-length|transfer-encoding|content-encoding|connection|keep-alive|upgrade|trailer|te|date)$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** Printable ASCII, bytes beyond it and tabs (RFC 9110); HTTP strips blanks at both ends. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const BLANK_END = /^[\t ]|[\t ]$/;
/** Browsers let no answer of a Service Worker set cookies; Node does. */
const hasCookies = new Response(null, { headers: { 'set-cookie': 'a=b' } }).headers.has('set-cookie');

/** Why a key and its value cannot stand as a header of the HTTP message itself (`unsafe-header` in spec/hyperbeam.md). */
export type HeaderProblem = 'empty-name' | 'no-token' | 'framing' | 'control-character' | 'blank-end';

/** What forbids the header `name: value`, if anything does. @param name in lower case. */
export function headerProblem(name: string, value: string): HeaderProblem | undefined {
  if (name === '') return 'empty-name';
  if (!TOKEN.test(name)) return 'no-token';
  if (!HEADER_VALUE.test(value)) return 'control-character';
  if (FRAMING.test(name) || (!hasCookies && /^set-cookie2?$/.test(name))) return 'framing';
  return BLANK_END.test(value) ? 'blank-end' : undefined;
}

/** Keys that describe a message rather than belong to it. */
const ENVELOPE = new Set(['commitments', 'signature', 'signature-input', 'priv']);

const CRLF = '\r\n';

/**
 * What may be a header. `fetch`: what HTTP and the Fetch API can carry, the rest goes into the body. `node`: every
 * short binary, whatever its name and bytes, as ids and signatures are made over that.
 */
export type HeaderRule = 'fetch' | 'node';

/**
 * The message as headers and a body, without its commitments.
 * @param isHeader whether a short binary becomes a header of the message itself, by its lower-case name and value; what
 * does not goes into the body. Default: as `rule` says.
 */
export async function encodeHttp(
  message: Message,
  rule: HeaderRule = 'fetch',
  isHeader: (name: string, value: string) => boolean = rule === 'node'
    ? () => true
    : (name, value) => headerProblem(name, value) === undefined,
): Promise<HttpMessage> {
  const annotated = annotate(message);
  const headers = new Map<string, string>();
  const ids: [string, string][] = [];
  const parts: Annotated = new Map();
  const inline = inlineKey(annotated);
  if (inline === 'data' && annotated.get('inline-body-key') === undefined) headers.set('inline-body-key', 'data');
  for (const [key, value] of annotated) {
    if (ENVELOPE.has(key)) continue;
    const name = normalizeKey(key);
    // They share one header, whose name is none of theirs.
    if (isIdKey(key) && typeof value === 'string' && isHeader('ao-ids', sfDictionary([[key, value]])))
      ids.push([key, value]);
    else if (typeof value === 'string' && key !== inline && value.length <= MAX_HEADER_VALUE && isHeader(name, value))
      headers.set(name, value);
    else parts.set(key, value);
  }
  if (ids.length) headers.set('ao-ids', sfDictionary(ids));
  const body = await encodeBody(parts, inline, headers, rule);
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
  rule: HeaderRule,
): Promise<string | undefined> {
  if (parts.size === 0) return undefined;
  const only = parts.get(inline);
  if (parts.size === 1 && typeof only === 'string') return only;
  const flat = flatten(parts, rule);
  const names = [...flat.keys()].sort();
  const shown = rule === 'node' ? (name: string) => name : escapePartName;
  const encoded = names.map((name) => encodePart(name === inline ? undefined : shown(name), flat.get(name) ?? ''));
  const boundary = base64url(await sha256(encoded.join(CRLF)));
  headers.set('body-keys', sfStrings(names.map(shown)));
  headers.set('content-type', `multipart/form-data; boundary="${boundary}"`);
  return `${encoded.map((part) => `--${boundary}${CRLF}${part}`).join(CRLF)}${CRLF}--${boundary}--`;
}

/** Every map becomes a part named by its path; what cannot be a line of a part becomes a part of its own. */
function flatten(parts: Annotated, rule: HeaderRule, prefix = ''): Map<string, string | Map<string, string>> {
  const flat = new Map<string, string | Map<string, string>>();
  for (const [key, value] of parts) {
    const name = prefix + key;
    if (!isMap(value)) {
      flat.set(name, value);
      continue;
    }
    const short = new Map<string, string>();
    for (const [inner, item] of value) {
      if (typeof item === 'string' && (inner === 'body' || isPartLine(inner, item, rule))) short.set(inner, item);
      else for (const [path, part] of flatten(new Map([[inner, item]]), rule, `${name}/`)) flat.set(path, part);
    }
    const body = short.get('body');
    if (short.size === 1 && body !== undefined) flat.set(`${name}/body`, body);
    else if (short.size) flat.set(name, short);
  }
  return flat;
}

/** Reads back from a line `name: value` of a part. */
function isPartLine(name: string, value: string, rule: HeaderRule): boolean {
  if (value.length > MAX_HEADER_VALUE) return false;
  if (rule === 'node') return true;
  return !/[\0\r\n]/.test(name + value) && !/^$|: |:$/.test(name) && name !== 'content-disposition';
}

/** @param name none for the part of the inline key. */
function encodePart(name: string | undefined, part: string | Map<string, string>): string {
  const disposition: [string, string] = [
    'content-disposition',
    name === undefined ? 'inline' : `form-data;name="${name}"`,
  ];
  const headers = typeof part === 'string' ? new Map([disposition]) : new Map([...part, disposition]);
  const body = typeof part === 'string' ? part : headers.get('body');
  headers.delete('body');
  const lines = [...headers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value}`);
  return body === undefined ? lines.join(CRLF) : `${lines.join(CRLF)}${CRLF}${CRLF}${body}`;
}
