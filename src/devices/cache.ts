/** `cache@1.0` and `lookup@1.0`: messages of the store, by their id. */
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { Subject } from '../core/subject.ts';
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

export const cacheDevice: Device = device('cache@1.0', { read });
export const lookupDevice: Device = device('lookup@1.0', { read });
