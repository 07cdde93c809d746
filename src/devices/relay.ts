/** `call` of `relay@1.0`: requests passed on to other servers, as far as the options of this node allow. */
import type { DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap, text, type Message } from '../core/value.ts';

/**
 * What a header says of the way an answer came, or of who may read it there: an answer here has its own. `set-cookie` is
 * between the other server and whoever would have asked it.
 */
const OF_THE_WAY =
  /^(?:connection|content-encoding|content-length|date|keep-alive|set-cookie2?|transfer-encoding|access-control-.*|content-security-policy)$/;

/**
 * Sends a request and answers with its status, headers and body: `/~relay@1.0/call?path=<url>`. `relay-path`,
 * `relay-method` and `relay-body` come before `path`, `method` and `body` of the request; as headers they need no escapes
 * (in a query an `&` of the address is `%2526`). Of the request's headers `accept` and `content-type` go along.
 * @throws PocketbeamError `missing-parameter` without a path, `relay-refused`, `bad-relay`, `relay-failed`
 */
export const call: DeviceFunction = async (subject, request, { relay }) => {
  const base = await subject.load();
  const places = [request, ...(isMap(base) ? [base] : [])];
  const url = textIn(places, 'relay-path') ?? textIn(places, 'path');
  if (url === undefined)
    throw new PocketbeamError('missing-parameter', 'relay@1.0 is not told where to.', {
      next: 'Name the address: /~relay@1.0/call?path=https%3A%2F%2Fnode.example%2F…',
      status: 400,
    });
  if (!relay)
    throw new PocketbeamError('relay-refused', 'Programs relay nothing.', {
      cause: 'What they compute must not depend on other servers.',
      next: 'Ask for the relay by a request of its own.',
      status: 403,
    });
  const headers: Record<string, string> = {};
  for (const name of ['accept', 'content-type']) {
    const value = textIn([request], name);
    if (value !== undefined) headers[name] = value;
  }
  const method = (textIn(places, 'relay-method') ?? textIn([request], 'method') ?? 'GET').toUpperCase();
  const body = textIn(places, 'relay-body') ?? textIn([request], 'body') ?? '';
  const answer = await relay({ url: text(url), method, headers, body });
  const message: Message = new Map();
  for (const [name, value] of answer.headers) if (!OF_THE_WAY.test(name)) message.set(name, value);
  return new ValueSubject(message.set('status', answer.status).set('body', answer.body));
};

function textIn(places: readonly Message[], key: string): string | undefined {
  for (const place of places) {
    const value = place.get(key);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
