/** Headers and a body → a Response, with what every answer carries. */
import type { HttpRequest } from './handler.ts';
import { contentDigest } from '../codecs/digest.ts';
import { bytesOf } from '../core/value.ts';
import { BODYLESS, type Encoded } from './encode.ts';
import type { Facts } from './facts.ts';

/** As the node sends them; `expose-headers` lets other origins read a map, which is answered as headers. */
const CORS: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'access-control-expose-headers': '*',
};

/** Values come from Lua: no answer may run on the origin of the app, whatever content type a process gives it. */
export const SAFETY: Record<string, string> = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/**
 * HEAD gets the headers of GET; a GET whose `if-none-match` names the etag gets 304.
 * @param isMessage signed, where answers are: what a node says, and no page or error of ours.
 */
export async function send(
  { status, headers, body }: Encoded,
  request: HttpRequest,
  facts: Facts,
  isMessage = false,
): Promise<Response> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (body !== undefined && !headers.has('content-digest')) headers.set('content-digest', await contentDigest(body));
  // No Headers: a Response makes its own of these, and twice takes twice the time.
  const all = new Map(headers);
  for (const [name, value] of Object.entries(CORS)) if (!all.has(name)) all.set(name, value);
  for (const [name, value] of Object.entries(SAFETY)) all.set(name, value);
  if (!all.has('vary')) all.set('vary', 'accept, accept-codec, require-codec');
  if (facts.slot !== undefined) all.set('pocketbeam-slot', String(facts.slot));
  if (facts.code !== undefined) all.set('pocketbeam-code', facts.code);
  if (facts.diagnostics.size) all.set('pocketbeam-diagnostic', [...facts.diagnostics].join(', '));
  const etag = await etagOf(headers);
  all.set('etag', etag);
  if (isRead && status === 200 && names(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: [...all] });
  if (isMessage && facts.sign) {
    // Over the message alone, which no header that every answer carries belongs to. Made anew each time: no part of the etag.
    const { signature, input } = await facts.sign(new Map([...headers].filter(([name]) => name !== 'body-keys')));
    all.set('signature', signature);
    all.set('signature-input', input);
  }
  const bodyless = request.method === 'HEAD' || body === undefined || BODYLESS.has(status);
  return new Response(bodyless ? null : bytesOf(body), { status, headers: [...all] });
}

export function answerOptions(): Response {
  return new Response(null, { status: 204, headers: { ...CORS, ...SAFETY, 'access-control-allow-headers': '*' } });
}

/** Where a node sends whoever asks for nothing. */
export function answerRoot(): Response {
  return new Response(null, { status: 302, headers: { ...CORS, ...SAFETY, location: '/~hyperbuddy@1.0/index' } });
}

/** Changes whenever a header or the body does. */
async function etagOf(headers: ReadonlyMap<string, string>): Promise<string> {
  const digest = headers.get('content-digest');
  const types = headers.get('ao-types') ?? '';
  // A leaf, the most frequent answer: its digest and its type are all that varies.
  if (digest !== undefined && headers.size === 4 && headers.has('ao-result'))
    return `"${digest.slice(9, -1)}${/^body="([\w-]+)"/.exec(types)?.[1] ?? ''}"`;
  return `"${(await contentDigest([...headers].join('\n'))).slice(9, -1)}"`;
}

/** Whether an `if-none-match` names `etag`, by weak comparison (RFC 9110). */
function names(ifNoneMatch: string | null, etag: string): boolean {
  return ifNoneMatch !== null && ifNoneMatch.split(',').some((one) => /^(?:W\/)?(.*)$/.exec(one.trim())?.[1] === etag);
}
