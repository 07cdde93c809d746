/** `cache@1.0` and `lookup@1.0`: messages of the store, by their id. */
import { numbered } from '../codecs/structured.ts';
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isList, isMap } from '../core/value.ts';
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

/** All functions but `write`, for which the Service Worker has no room. */
export const cacheFunctions = { read, list };
/** What a real node has and Pocketbeam has not. */
export const cacheMissing = ['link'];
export const lookupDevice: Device = device('lookup@1.0', { read });
