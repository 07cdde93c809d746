/** `ans104@1.0`: a message as a data item of Arweave, and back; its commitments (spec/wire.md §4). */
import { encodeItem, type DataItem } from '../codecs/ans104.ts';
import { isItemCommitment, itemOf } from '../codecs/ans104-message.ts';
import { identifyItem } from '../codecs/commitments.ts';
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap, type Message } from '../core/value.ts';
import { commitBy } from './commit.ts';
import { committers, id, messageOf } from './message.ts';
import { committed, verify } from './message-commitments.ts';
import { targetText } from './target.ts';

/** The bytes of the item that the message was signed as, as an answer with its content type. */
const serialize: DeviceFunction = async (subject) => {
  const message = await messageOf(subject);
  if (!message) return new ValueSubject(undefined);
  return new ValueSubject(
    new Map([
      ['content-type', 'application/ans104'],
      ['body', encodeItem(itemIn(message))],
    ]),
  );
};

/** The message of the bytes that the subject is, or has under `target`, by default `body`. */
const deserialize: DeviceFunction = async (subject, request) => {
  const value = await subject.load();
  const bytes = typeof value === 'string' ? value : await targetText(subject, request);
  return new ValueSubject((await identifyItem(bytes)).message);
};

export const ans104Device: Device = device('ans104@1.0', {
  commit: commitBy('ans104@1.0'),
  committed,
  committers,
  id,
  verify,
  serialize,
  deserialize,
  /** The bytes of the item, as they are. */
  to: async (subject) => {
    const message = await messageOf(subject);
    return new ValueSubject(message && encodeItem(itemIn(message)));
  },
  from: deserialize,
  content_type: () => new ValueSubject('application/ans104'),
});

/** @throws PocketbeamError `no-data-item` */
function itemIn(message: Message): DataItem {
  const commitments = message.get('commitments');
  for (const commitment of isMap(commitments) ? commitments.values() : []) {
    const item = isItemCommitment(commitment) ? itemOf(message, commitment) : undefined;
    if (item) return item;
  }
  throw new PocketbeamError('no-data-item', 'The message was not signed as a data item.', {
    cause: 'An item begins with its signature.',
    next: 'Let this node sign it: commit~ans104@1.0 before serialize~ans104@1.0.',
    status: 400,
  });
}
