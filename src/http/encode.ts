/** A value → the status, headers and body that answer it, in the form that was asked for. */
import { contentDigest } from '../codecs/digest.ts';
import { encodeFlat } from '../codecs/flat.ts';
import { encodeHttp, headerProblem, type HeaderProblem, type HttpMessage } from '../codecs/httpsig.ts';
import { encodeJson } from '../codecs/json.ts';
import { annotate } from '../codecs/structured.ts';
import { show } from '../core/errors.ts';
import { Atom, isInteger, isList, type Message, type Value } from '../core/value.ts';
import { asMessage, serialized } from '../devices/json.ts';
import { actingHeaders } from './acting-headers.ts';
import type { Facts } from './facts.ts';
import { nodeDefect } from './node-defect.ts';

/** Statuses that the Fetch API forbids a body. */
export const BODYLESS: ReadonlySet<number> = new Set([204, 205, 304]);
/** Node's `fetch` refuses an answer with longer headers. */
const MAX_HEADERS = 16_384;

const NOT_ASCII = /[\x80-\xff]/;

export interface Encoded extends HttpMessage {
  status: number;
}

/**
 * @returns also `shown`: what stands in the answer, which is `value` unless another form was asked for.
 * @throws PocketbeamError in strict `node-defect`, where a real node would fail; `not-utf8` for JSON of bytes.
 */
export async function encodeAnswer(value: Value, facts: Facts): Promise<{ shown: Value; encoded: Encoded }> {
  const message = asMessage(value);
  const leaf = message.get('ao-result') === 'body' ? message.get('body') : undefined;
  // A real node takes a bare atom for a status name and fails.
  const atom = typeof leaf === 'boolean' ? String(leaf) : leaf instanceof Atom ? leaf.name : undefined;
  if (atom !== undefined) {
    if (facts.strict)
      throw nodeDefect('boolean-leaf', `The value is the atom ${atom}, alone.`, 'Read the map around it, or as JSON.');
    facts.diagnostics.add('boolean-leaf');
  }
  const formed = inForm(message, facts);
  const encoded = await encodeMessage(formed, message.get('status'), facts);
  if (atom !== undefined && formed === message) {
    encoded.body = atom;
    encoded.headers.set('content-digest', await contentDigest(atom));
  }
  return { shown: formed === message ? value : formed, encoded };
}

/** `not_found`, as a node says it. */
export async function encodeNotFound(facts: Facts): Promise<Encoded> {
  return encodeMessage(asMessage(new Atom('not_found')), 404, facts);
}

/** The message whose headers and body are the answer. */
function inForm(message: Message, { form, strict }: Facts): Message {
  if (form === 'json') {
    const type = message.get('content-type');
    const isJson = typeof type === 'string' && /^application\/json\b/i.test(type) && message.has('body');
    return isJson ? message : text('application/json', serialized(message));
  }
  if (form === 'flat') return text('text/plain; charset=utf-8', encodeFlat(message));
  if (form !== 'typed-json') return message;
  if (strict && ![...message.values()].every(isCarried))
    throw nodeDefect(
      'accept',
      'The message has values that are no text.',
      'Put serialize~json@1.0 at the end of the path instead.',
    );
  return text('application/json', encodeJson(annotate(message)));
}

const text = (type: string, body: string): Message =>
  new Map([
    ['content-type', type],
    ['body', body],
  ]);

/** With `json@1.0` a node also writes values into headers, numbers as bytes (spec/hyperbeam.md, Facts: answers). */
function isCarried(value: Value): boolean {
  if (typeof value === 'string') return value.length < MAX_HEADERS && headerProblem('x', value) !== 'control-character';
  if (isInteger(value)) return value < 256 && headerProblem('x', String.fromCharCode(Number(value))) === undefined;
  if (isList(value)) return value.length > 0 && value.every(isCarried);
  return value instanceof Map;
}

/** @param given the status that the message sets; none means 200. */
async function encodeMessage(message: Message, given: Value | undefined, facts: Facts): Promise<Encoded> {
  const status = statusOf(given);
  if (status !== undefined) {
    const encoded = await encode(new Map(message).set('status', status), facts);
    if (encoded.body === undefined || !BODYLESS.has(status)) return { ...encoded, status };
  }
  // Then it stands inside of the text.
  if (facts.form !== 'httpsig') return encodeMessage(message, undefined, facts);
  if (facts.strict)
    throw nodeDefect('unsafe-header', 'The message sets a status that cannot be answered.', 'Read it as JSON.');
  facts.diagnostics.add('unsafe-header');
  const encoded = await encode(message, facts, 'status');
  return { ...encoded, headers: encoded.headers.set('status', '200'), status: 200 };
}

/** The status that `given` stands for, as far as the Fetch API can answer with it. */
function statusOf(given: Value | undefined): number | undefined {
  if (given === undefined) return 200;
  const isNumber = typeof given === 'number' || (typeof given === 'string' && /^\d{3}$/.test(given));
  const status = isNumber ? Number(given) : NaN;
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

/** @param withheld a key that is not to be a header. */
async function encode(message: Message, facts: Facts, withheld?: string): Promise<HttpMessage> {
  const { strict, inPage, opened, diagnostics } = facts;
  const acts = actingHeaders(facts, message.get('status'));
  let sent = message;
  if (message.has('')) {
    diagnostics.add('empty-key');
    if (strict) sent = without(message, (name) => name === '');
  }
  // In parts beside the one that is opened they would make a download of it.
  if (opened && [...message.keys()].some(acts)) {
    diagnostics.add('unsafe-header');
    sent = without(message, acts);
  }
  const isHeader = (name: string, value: string): boolean => {
    const problem = inPage && NOT_ASCII.test(value) ? 'not-ascii' : acts(name) ? 'acts' : headerProblem(name, value);
    if (problem === undefined) return name !== withheld;
    if (strict && problem !== 'not-ascii' && problem !== 'acts') return isHeaderOfNode(name, problem);
    if (problem !== 'empty-name') diagnostics.add('unsafe-header');
    return false;
  };
  const encoded = await encodeHttp(sent, strict ? 'node' : 'fetch', isHeader);
  let size = 0;
  for (const [name, value] of encoded.headers) {
    size += name.length + value.length + 4;
    // In strict the names of parts stand in `body-keys` as they are.
    if (strict && headerProblem('x', value) === 'control-character') isHeaderOfNode(name, 'control-character');
  }
  if (size > MAX_HEADERS) diagnostics.add('map-as-headers');
  return encoded;
}

const without = (message: Message, isLost: (name: string) => boolean): Message =>
  new Map([...message].filter(([name]) => !isLost(name)));

/** Whether a node sends it and its clients can read it, if perhaps not as it was. */
function isHeaderOfNode(name: string, problem: HeaderProblem): boolean {
  if (problem === 'blank-end') return true;
  // No header of a Response, but what a node's clients survive: other framing than a wrong length, colons in a name.
  if (problem === 'framing' && name !== 'content-length') return false;
  if (problem === 'no-token' && headerProblem(name.replaceAll(':', '-'), '') === undefined) return false;
  throw nodeDefect(
    'unsafe-header',
    `The key ${show(name)} or its value cannot be an HTTP header.`,
    'Put serialize~json@1.0 at the end of the path instead.',
  );
}
