/** What a request brings, within the limits of core/limits.ts. */
import { PocketbeamError } from '../core/errors.ts';
import { beyond, MAX_HEADERS, MAX_HEADERS_SIZE } from '../core/limits.ts';
import { binaryOf } from '../core/value.ts';

/** @throws PocketbeamError `too-many-headers`, `headers-too-large` */
export function checkHeaders(headers: readonly (readonly [string, string])[]): void {
  if (headers.length > MAX_HEADERS) throw beyond('too-many-headers', 431, 'The request', MAX_HEADERS, 'headers');
  let size = 0;
  for (const [name, value] of headers) size += name.length + value.length;
  if (size > MAX_HEADERS_SIZE)
    throw beyond('headers-too-large', 431, 'The request', MAX_HEADERS_SIZE, 'characters of headers');
}

/**
 * The body of a request, or of an answer, as a byte string. Reading stops at the limit: what comes behind is neither kept
 * nor waited for.
 * @param limit in bytes.
 * @throws PocketbeamError `body-too-large`; `unreadable-body` when it breaks off.
 */
export async function readBody(
  request: Pick<Response, 'headers' | 'body' | 'arrayBuffer'>,
  limit: number,
): Promise<string> {
  const tooLarge = (): PocketbeamError => beyond('body-too-large', 413, 'The body', limit, 'bytes');
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
  let size = 0;
  let body = '';
  const take = (bytes: Uint8Array): void => {
    if ((size += bytes.length) > limit) throw tooLarge();
    body += binaryOf(bytes);
  };
  let reader;
  try {
    // Not every browser lets a Service Worker stream a request.
    reader = request.body?.getReader();
    if (!reader) take(new Uint8Array(await request.arrayBuffer()));
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) take(read.value);
  } catch (error) {
    // Not awaited: a source may take its time to stop.
    reader?.cancel().catch(() => undefined);
    if (error instanceof PocketbeamError) throw error;
    throw new PocketbeamError('unreadable-body', 'The body of the request breaks off.', {
      cause: 'The connection was closed, or somebody else has read it.',
      status: 400,
    });
  }
  return body;
}
