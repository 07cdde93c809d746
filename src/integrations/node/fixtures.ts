/** For tests: messages put into the store as they are, `POST /~pocketbeam@1.0/store` with JSON `{ id, message }`. */
import { unsignedId } from '../../codecs/message-id.ts';
import { PocketbeamError } from '../../core/errors.ts';
import { fromPlain } from '../../core/plain.ts';
import type { Store } from '../../core/ports/store.ts';
import { isMap, type Value } from '../../core/value.ts';
import type { Handler } from '../../http/handle.ts';

const PATH = '/~pocketbeam@1.0/store';

/** The handler, with that one path before it. Bytes that are no text stand in the JSON as `{ "#bin": base64 }`. */
export function acceptFixtures(handle: Handler, store: Store): Handler {
  return async (request) => {
    if (request.method !== 'POST' || new URL(request.url).pathname !== PATH) return handle(request);
    try {
      const body = new TextDecoder().decode(await request.arrayBuffer());
      await keep(JSON.parse(body), store);
      return new Response(null, { status: 204 });
    } catch (error) {
      const { code, message } = error instanceof PocketbeamError ? error : noFixture(String(error));
      return Response.json({ code, message }, { status: 400, headers: { 'pocketbeam-code': code } });
    }
  };
}

async function keep(given: unknown, store: Store): Promise<void> {
  const fixture = fromPlain(given);
  const [id, message] = isMap(fixture) ? [fixture.get('id'), fixture.get('message')] : [];
  const value = message === undefined ? undefined : withBytes(message);
  if (typeof id !== 'string' || !isMap(value)) throw noFixture('it has no id, or its message is no map');
  await store.putMessage(id, value);
  // A node finds a signed message under both of its ids.
  const unsigned = await unsignedId(value);
  if (unsigned !== id) await store.putMessage(unsigned, value);
}

const noFixture = (why: string): PocketbeamError =>
  new PocketbeamError('bad-value', `A fixture is JSON { id, message }: ${why}.`, { status: 400 });

function withBytes(value: Value): Value {
  if (Array.isArray(value)) return value.map(withBytes);
  if (!isMap(value)) return value;
  const bytes = value.get('#bin');
  if (typeof bytes === 'string') return atob(bytes);
  return new Map([...value].map(([key, item]) => [key, withBytes(item)]));
}
