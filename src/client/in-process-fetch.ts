/** `fetch` where no Service Worker answers: the same handler does, in the worker of this page. */
import { binaryOf, bytesOf } from '../core/value.ts';
import type { PassedAnswer, PassedRequest } from '../leader/protocol.ts';

/**
 * @param ask has a request answered; undefined when it is no HyperPATH of ours, which then goes to the network.
 * @returns as `fetch` does. An aborted request rejects; what it has begun goes on.
 */
export async function fetchInProcess(
  ask: (request: PassedRequest) => Promise<PassedAnswer | undefined>,
  url: URL,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(url, init);
  const { method, signal } = request;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const body = binaryOf(new Uint8Array(await request.clone().arrayBuffer()));
  const passed = { url: request.url, method, headers: [...request.headers], body, navigation: false };
  const answer = await Promise.race([ask(passed), aborted]);
  if (!answer) return fetch(request);
  const { status, headers, body: bytes } = answer;
  return new Response(bytes === undefined ? null : bytesOf(bytes), { status, headers });
}
