/** A message tried on a process: `as=execution/compute&<Tag>=<value>&…`, of which nothing is kept; see as-execution.ts. */
import { isTransport } from '../codecs/request.ts';
import { unsignedId } from '../codecs/message-id.ts';
import type { DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { LazySubject } from '../core/lazy-subject.ts';
import type { Message } from '../core/value.ts';
import { aosResult } from './aos-result.ts';
import { invalidMessage } from './invalid-message.ts';
import { fromAos, toJsonFace } from './json-iface.ts';
import { processOf } from './named.ts';

/** Keys of a request that say how it is signed, and how it is to be answered. */
const CONTROL = new Set(
  'as commitments signing-format accept-bundle accept-codec require-codec codec-device content-digest'.split(' '),
);

/**
 * The results of the message that the path and the request make together. Its sender is who signed the request; without
 * a signature nobody.
 * @throws PocketbeamError `no-process`, `broken-tag`, `invalid-message`, `no-dry-run`, and what the engine throws.
 */
export const compute: DeviceFunction = async (subject, request, { incoming, dryRunner }) => {
  const process = processOf(subject);
  if (incoming && !(await incoming.verify())) throw invalidMessage();
  const message: Message = new Map();
  for (const [key, value] of request) {
    if (isTransport(key) || CONTROL.has(key)) continue;
    if (value === true) throw brokenTag(`The tag ${show(key)} has no value.`);
    message.set(key, value);
  }
  if (!dryRunner) throw nobody();
  const face = toJsonFace(message, { id: await unsignedId(message), claims: { owner: incoming?.signer ?? '' } });
  const result = await dryRunner.dryRun(process, { ...face, Target: face.Target || process });
  return new TriedSubject(new Map([...fromAos(process, result), ['raw', aosResult(result)]]));
};

/** The results of a dry-run. What a path asks of them beyond their keys is the rest of a tag that had a slash. */
class TriedSubject extends LazySubject {
  constructor(readonly results: Message) {
    super(() => Promise.resolve(results));
  }
  override at(key: string): LazySubject {
    if (!this.results.has(key)) throw brokenTag(`A dry-run has no ${show(key)}.`);
    return super.at(key);
  }
}

const brokenTag = (what: string): PocketbeamError =>
  new PocketbeamError('broken-tag', what, {
    cause: 'aoconnect writes the tags of a dry-run into the path, and leaves & and / in their values as they are.',
    next: 'Put such a value into the data, or ask in legacy mode.',
    status: 400,
  });

const nobody = (): PocketbeamError =>
  new PocketbeamError('no-engine', 'Nobody can try a message here.', {
    cause: 'This context reads and schedules; running Lua needs an engine.',
    status: 503,
  });
