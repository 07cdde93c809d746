/** A request that the Service Worker passed on, answered here. */
import { binaryOf, bytesOf } from '../core/value.ts';
import type { Handler, HttpRequest } from '../http/handle.ts';
import type { PassedAnswer, PassedRequest } from '../leader/protocol.ts';

export async function answerPassed(handle: Handler, passed: PassedRequest): Promise<PassedAnswer> {
  const response = await handle(requestOf(passed));
  if (!response) return { status: 404, headers: [] };
  const { status, headers } = response;
  const answer: PassedAnswer = { status, headers: [...headers] };
  if (response.body) answer.body = binaryOf(new Uint8Array(await response.arrayBuffer()));
  return answer;
}

/** Not a `Request`, which would leave out headers that no page may set. */
function requestOf({ url, method, headers, body, navigation }: PassedRequest): HttpRequest {
  return {
    url,
    method,
    headers: new Headers(headers),
    mode: navigation ? 'navigate' : 'cors',
    body: null,
    arrayBuffer: () => Promise.resolve(bytesOf(body).buffer),
  };
}
