/** Values and errors as HTTP answers (spec/hyperbeam.md, Facts: answers). */
import { contentDigest } from '../codecs/digest.ts';
import { encodeHttp, type HttpMessage } from '../codecs/httpsig.ts';
import type { PocketbeamError } from '../core/errors.ts';
import { Atom, binary, bytesOf, isMap, type Message, type Value } from '../core/value.ts';
import { asMessage } from '../devices/json.ts';
import { isNavigation, pageOfError, pageOfValue } from './page.ts';

/** What is known of a request beside its value. */
export interface Facts {
  /** The HyperPATH, percent-encoded as it came. */
  path: string;
  /** Codes of what a real node would answer differently. */
  diagnostics: Set<string>;
  /** The slot that the answer stands for, where there is one. */
  slot: number | undefined;
}

/** As the node sends them; `expose-headers` lets other origins read a map, which is answered as headers. */
const CORS: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'access-control-expose-headers': '*',
};

/** Values come from Lua: no answer may run on the origin of the app, whatever content type a process gives it. */
const SAFETY: Record<string, string> = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** Answers that the Fetch API forbids a body. */
const BODYLESS = new Set([204, 205, 304]);

export async function answer(value: Value, request: Request, facts: Facts): Promise<Response> {
  const message = asMessage(value);
  const status = statusOf(message);
  const encoded = await encode(message, status, facts);
  if (isNavigation(request)) {
    const body = pageOfValue(value, encoded.headers, facts.path);
    if (body !== undefined) return send({ headers: new Map([['content-type', HTML]]), body }, 200, request, facts);
    if (!encoded.headers.has('content-type')) encoded.headers.set('content-type', TEXT);
  }
  return send(encoded, status, request, facts);
}

/** 404 in the node's words. */
export async function answerNotFound(request: Request, facts: Facts): Promise<Response> {
  if (isNavigation(request)) {
    const body = pageOfError(
      'not-found',
      `There is nothing at ${facts.path}`,
      'Check the spelling, and whether the process has patched this key yet.',
    );
    return send({ headers: new Map([['content-type', HTML]]), body }, 404, request, facts);
  }
  return send(await encode(asMessage(new Atom('not_found')), 404, facts), 404, request, facts);
}

/** An error as JSON: `{ code, message, cause?, next?, details? }`; unknown messages in the node's words. */
export async function answerError(error: PocketbeamError, request: Request, facts: Facts): Promise<Response> {
  const headers = new Map([...Object.entries(error.headers ?? {}), ['pocketbeam-code', error.code]] as [
    string,
    string,
  ][]);
  let body: string;
  if (isNavigation(request)) {
    headers.set('content-type', HTML);
    body = pageOfError(error.code, error.message, error.next);
  } else if (error.status === 404) {
    headers.set('content-digest', await contentDigest((body = binary(error.message))));
    headers.set('ao-types', 'status="integer"');
  } else {
    headers.set('content-type', 'application/json');
    const { code, message, cause, next, details } = error.toJSON();
    body = binary(JSON.stringify({ code, message, cause, next, details }));
  }
  headers.set('status', String(error.status));
  return send({ headers, body }, error.status, request, facts);
}

export function answerOptions(): Response {
  return new Response(null, { status: 204, headers: { ...CORS, 'access-control-allow-headers': '*' } });
}

const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

async function encode(message: Message, status: number, facts: Facts): Promise<HttpMessage> {
  const body = message.get('body');
  // A real node takes a bare boolean for a status name and fails.
  const bare = message.get('ao-result') === 'body' && typeof body === 'boolean';
  if (bare) facts.diagnostics.add('boolean-leaf');
  const encoded = await encodeHttp(new Map<string, Value>([...message, ['status', status]]));
  if (!bare) return encoded;
  encoded.body = String(body);
  encoded.headers.set('content-digest', await contentDigest(encoded.body));
  return encoded;
}

/** A message may set the status of its answer, as far as HTTP allows. */
function statusOf(message: Message): number {
  const status = Number(message.get('status') ?? 200);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200;
}

async function send({ headers, body }: HttpMessage, status: number, request: Request, facts: Facts): Promise<Response> {
  const all = new Headers();
  for (const [name, value] of headers) if (!isMap(value)) all.set(name, value);
  for (const [name, value] of Object.entries(CORS)) if (!all.has(name)) all.set(name, value);
  for (const [name, value] of Object.entries(SAFETY)) all.set(name, value);
  if (facts.slot !== undefined) all.set('pocketbeam-slot', String(facts.slot));
  if (facts.diagnostics.size) all.set('pocketbeam-diagnostic', [...facts.diagnostics].join(', '));
  const etag = await etagOf(headers, body);
  all.set('etag', etag);
  if (status === 200 && request.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers: all });
  const bodyless = request.method === 'HEAD' || body === undefined || BODYLESS.has(status);
  return new Response(bodyless ? null : bytesOf(body), { status, headers: all });
}

/** Changes whenever a header or the body does. */
async function etagOf(headers: ReadonlyMap<string, string>, body: string | undefined): Promise<string> {
  const digest = headers.get('content-digest') ?? (await contentDigest(body ?? ''));
  if (headers.size <= 4) return `"${digest.slice(9, -1)}"`;
  return `"${(await contentDigest([...headers].join('\n'))).slice(9, -1)}"`;
}
