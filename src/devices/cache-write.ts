/** `cache@1.0/write`. Apart from cache.ts, as the Service Worker has no room for it. */
import { identify } from '../codecs/commitments.ts';
import type { DeviceFunction } from '../core/device.ts';
import { mergeInto, noChange } from '../core/state.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap, type Message } from '../core/value.ts';
import { invalidMessage } from './invalid-message.ts';
import { needsPost } from './needs-post.ts';

/**
 * POST: stores the message of the request, or the map that it brings as its `body`, and answers the id as `path`. The id
 * is always computed, so that nobody can put one message in another's place.
 * @throws PocketbeamError `needs-post`; `invalid-message` when a signature does not hold.
 */
export const write: DeviceFunction = async (_subject, _request, { incoming, store }) => {
  if (!incoming) throw needsPost('cache@1.0/write');
  if (!(await incoming.verify())) throw invalidMessage();
  const body = incoming.message.get('body');
  // As it is kept, so that its id is that of what is read back.
  const kept: Message = new Map();
  mergeInto(kept, isMap(body) ? body : incoming.message, noChange());
  const identity = await identify(kept);
  if (!(await identity.verify())) throw invalidMessage();
  // What a request claims about itself unsigned is about its transport.
  if (!identity.signed) kept.delete('commitments');
  await store.putMessage(identity.id, kept);
  return new ValueSubject(new Map([['path', identity.id]]));
};
