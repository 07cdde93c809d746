/** The text that a `deserialize` works on. */
import { PocketbeamError, show } from '../core/errors.ts';
import type { Subject } from '../core/subject.ts';
import { isMap, type Message } from '../core/value.ts';

/**
 * The key of the subject that the request names as its `target`, by default `body`.
 * @throws PocketbeamError `nothing-to-decode`
 */
export async function targetText(subject: Subject, request: Message): Promise<string> {
  const target = request.get('target') ?? 'body';
  const message = await subject.load();
  const text = isMap(message) && typeof target === 'string' ? message.get(target) : undefined;
  if (typeof text === 'string') return text;
  throw new PocketbeamError('nothing-to-decode', `There is no text under ${show(target)} to decode.`, {
    next: 'Send it as the body, or name the key that holds it: deserialize&target=<key>.',
    status: 400,
  });
}
