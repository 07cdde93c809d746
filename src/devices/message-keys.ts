/** `get`, `set` and `remove` of every message. Apart from message.ts, as the Service Worker has no room for them. */
import type { DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { mergeInto, noChange } from '../core/state.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isMap, type Message } from '../core/value.ts';
import { failsOnNode, messageOf, textOf, textsOf } from './message.ts';

/** The message with the keys of the request set, deeply. */
const set: DeviceFunction = async (subject, request) => {
  const value = await subject.load();
  const message: Message = new Map();
  if (isMap(value)) mergeInto(message, value, noChange());
  mergeInto(message, new Map([...request].filter(([key]) => key !== 'path' && key !== 'commitments')), noChange());
  return new ValueSubject(message, subject.device);
};

/** The value under `key`, or `target`: a key or a path of keys. It is data, also where a function has its name. */
const get: DeviceFunction = async (subject, request) => {
  const path = textOf(request.get('key') ?? request.get('target'));
  const names = path?.split('/').filter((name) => name !== '') ?? [];
  if (names.length === 0) throw await missingParameter(subject, 'get', 'get&key=<key>');
  return names.reduce((found, name) => found.at(name), subject);
};

/** The message without the key `item`, or without those of the list `items`. */
const remove: DeviceFunction = async (subject, request) => {
  const item = textOf(request.get('item'));
  const names = new Set([...(item === undefined ? [] : [item]), ...textsOf(request.get('items'))].map(normalizeKey));
  if (names.size === 0)
    throw await missingParameter(subject, 'remove', 'remove&item=<key> or remove&items+list="<key>","<key>"');
  const message = await messageOf(subject);
  return new ValueSubject(message && new Map([...message].filter(([key]) => !names.has(key))), subject.device);
};

/** These as functions of every message. */
export const keyFunctions = { set, get: failsOnNode('get', get), remove: failsOnNode('remove', remove) };

/** Whatever stands before the function in the path is resolved even so, as on a node: `now` computes. */
async function missingParameter(subject: Subject, name: string, write: string): Promise<PocketbeamError> {
  await subject.load();
  return new PocketbeamError('missing-parameter', `message@1.0/${name} does not say which key.`, {
    cause: `A data key of this name is hidden by the function: it is read as ${name.toUpperCase()}.`,
    next: `Write ${write}.`,
    status: 400,
  });
}
