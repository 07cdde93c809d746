/**
 * Reads of processes that are not here, asked of a real node. Its last good answers are kept in CacheStorage for when it
 * cannot be reached; nothing of them gets into the database.
 */
import { PocketbeamError } from '../core/errors.ts';
import { SAFETY } from '../http/send.ts';

/** Answers kept, the latest; each of so many bytes at most. */
const MAX_KEPT = 200;
const MAX_KEPT_BYTES = 1_048_576;
const PATIENCE_MS = 30_000;
/** What the headers of an answer say of the way it came, and of nothing that is left of it. */
const OF_THE_WAY = ['content-encoding', 'content-length', 'transfer-encoding'];

/**
 * The answer of `node` to `path`, under the sandbox of all answers, with the header `pocketbeam-node`. A kept one has
 * `pocketbeam-kept`, since when, and its `age` in seconds.
 * @param request GET or HEAD.
 * @param cache name of the cache to keep answers in.
 * @throws PocketbeamError `node-unreachable` when it cannot be reached, or not read, and nothing was kept.
 */
export async function askNode(node: string, path: string, request: Request, cache: string): Promise<Response> {
  const { method } = request;
  const headers = new Headers(request.headers);
  const kept = await caches.open(cache);
  // The same path has an answer in each form.
  const key = new URL(`${node}${path}`);
  key.searchParams.append('pocketbeam-form', FORM.map((name) => headers.get(name)).join());
  try {
    const answer = await fetch(node + path, {
      method,
      headers,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = answer.body && (await answer.arrayBuffer());
    const given = new Headers(answer.headers);
    for (const name of OF_THE_WAY) given.delete(name);
    for (const [name, value] of Object.entries({ ...SAFETY, 'pocketbeam-node': node })) given.set(name, value);
    const guarded = new Response(body, { status: answer.status, headers: given });
    if (method === 'GET' && answer.status === 200 && body && body.byteLength <= MAX_KEPT_BYTES)
      // What cannot be kept is answered all the same.
      await keep(kept, key, guarded.clone()).catch(() => undefined);
    return guarded;
  } catch (error) {
    const found = await kept.match(key);
    const since = found?.headers.get('pocketbeam-kept');
    if (!found || !since) throw unreachable(node, error);
    const given = new Headers(found.headers);
    given.set('age', String(Math.floor((Date.now() - Date.parse(since)) / 1000)));
    return new Response(method === 'HEAD' ? null : found.body, { headers: given });
  }
}

const FORM = ['accept', 'accept-codec', 'require-codec'];

async function keep(kept: Cache, key: URL, answer: Response): Promise<void> {
  answer.headers.set('pocketbeam-kept', new Date().toISOString());
  await kept.put(key, answer);
  // In the order in which they were put.
  const keys = await kept.keys();
  await Promise.all(keys.slice(0, -MAX_KEPT).map((old) => kept.delete(old)));
}

const unreachable = (node: string, error: unknown): PocketbeamError =>
  new PocketbeamError('node-unreachable', `${node} does not answer: ${String(error)}.`, {
    cause: 'The process is not here, and no answer of this node was kept.',
    next: 'Check the network, and that the node lets pages of other sites read (CORS).',
    status: 504,
  });
