/** What the commitments of a message cover, and whether they hold. Apart from message.ts, as the Service Worker has no room for it. */
import { committedKeys, commitmentsHold } from '../codecs/committed.ts';
import { identify } from '../codecs/commitments.ts';
import type { DeviceFunction } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap, type Message } from '../core/value.ts';
import { failsOnNode, isBy, messageOf, textsOf } from './message.ts';

/** The names of the keys that are committed to. */
export const committed: DeviceFunction = async (subject, request) => {
  const message = await messageOf(subject);
  return new ValueSubject(message && (await committedKeys(await keepOf(message, request))));
};

/** Whether the commitments hold, by default all; with `committers=<address>` whether there are such and they hold. */
export const verify: DeviceFunction = async (subject, request) => {
  const message = await messageOf(subject);
  if (!message) return new ValueSubject(undefined);
  const kept = await keepOf(message, request);
  const asked = kept !== message;
  const claimed = kept.get('commitments');
  if (asked && !(isMap(claimed) && claimed.size > 0)) return new ValueSubject(false);
  return new ValueSubject(await commitmentsHold(kept));
};

/** These as functions of every message. */
export const commitmentFunctions = { committed, verify: failsOnNode('verify', verify) };

/** The message with only the commitments of the `committers` asked for; itself where none or all are. */
async function keepOf(message: Message, request: Message): Promise<Message> {
  const who = textsOf(request.get('committers'));
  if (who.length === 0 || who.includes('all')) return message;
  const all = (await identify(message)).commitments;
  const kept = [...all].filter(([, one]) => isBy(one, who) || (who.includes('none') && isMap(one) && isUnsigned(one)));
  return new Map([...message, ['commitments', new Map(kept)]]);
}

const isUnsigned = (commitment: Message): boolean => commitment.get('alg') === 'hmac-sha256';
