/** For tests: messages put into the store as they are, `POST /~pocketbeam@1.0/store` with JSON `{ id, message }`. */
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
    const given: unknown = await request.json();
    const { id, message } = given as { id?: unknown; message?: unknown };
    const value = withBytes(fromPlain(message));
    if (typeof id !== 'string' || !isMap(value))
      throw new PocketbeamError('bad-value', 'A fixture is { id, message }.', { status: 400 });
    await store.putMessage(id, value);
    return new Response(null, { status: 204 });
  };
}

function withBytes(value: Value): Value {
  if (Array.isArray(value)) return value.map(withBytes);
  if (!isMap(value)) return value;
  const bytes = value.get('#bin');
  if (typeof bytes === 'string') return atob(bytes);
  return new Map([...value].map(([key, item]) => [key, withBytes(item)]));
}
