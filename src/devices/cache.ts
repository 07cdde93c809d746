/** `cache@1.0` and `lookup@1.0`: messages of the store, by their id. */
import { identify } from '../codecs/commitments.ts';
import { numbered } from '../codecs/structured.ts';
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { mergeInto, noChange } from '../core/state.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isList, isMap, type Message } from '../core/value.ts';
import { needsPost } from './needs-post.ts';
import { DefinitionSubject } from './state-subject.ts';

/** The message, or what lies below it, that `target` names: `<id>[/<key>…]`. */
const read: DeviceFunction = (_subject, request, context): Subject => {
  const target = request.get('target');
  const [id = '', ...keys] = typeof target === 'string' ? target.split('/').filter(Boolean) : [];
  if (!isId(id))
    throw new PocketbeamError('bad-target', `${show(target)} names no message.`, {
      next: 'Write read&target=<id> or read&target=<id>/<key>.',
      status: 400,
    });
  return keys.reduce((subject: Subject, key) => subject.at(key), new DefinitionSubject(context, id));
};

/** The names of the keys of what `read` gives, sorted. */
const list: DeviceFunction = async (subject, request, context) => {
  const value = await (await read(subject, request, context)).load();
  const message = isList(value) ? numbered(value) : value;
  return new ValueSubject(isMap(message) ? [...message.keys()].sort() : undefined);
};

/**
 * POST: stores the message of the request, or the map that it brings as its `body`, and answers the id as `path`. The id
 * is always computed, so that nobody can put one message in another's place.
 * @throws PocketbeamError `needs-post`; `invalid-message` when a signature does not hold.
 */
const write: DeviceFunction = async (_subject, _request, { incoming, store }) => {
  if (!incoming) throw needsPost('cache@1.0/write');
  if (!(await incoming.verify())) throw invalid();
  const body = incoming.message.get('body');
  // As it is kept, so that its id is that of what is read back.
  const kept: Message = new Map();
  mergeInto(kept, isMap(body) ? body : incoming.message, noChange());
  const identity = await identify(kept);
  if (!(await identity.verify())) throw invalid();
  // What a request claims about itself unsigned is about its transport.
  if (!identity.signed) kept.delete('commitments');
  await store.putMessage(identity.id, kept);
  return new ValueSubject(new Map([['path', identity.id]]));
};

export const cacheDevice: Device = device('cache@1.0', { read, write, list }, ['link']);
export const lookupDevice: Device = device('lookup@1.0', { read });

const invalid = (): PocketbeamError =>
  new PocketbeamError('invalid-message', 'Message is not valid.', {
    cause: 'A signature in it does not hold: it was changed after it was signed.',
    status: 400,
  });
