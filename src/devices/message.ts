/** `message@1.0`: what every message answers. */
import { device, type Device } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { isList, isMap } from '../core/value.ts';
import { numbered } from '../codecs/structured.ts';

export const messageDevice: Device = device('message@1.0', {
  /** The names of all keys, sorted. */
  async keys(subject) {
    const value = await subject.load();
    const message = isList(value) ? numbered(value) : value;
    return new ValueSubject(isMap(message) ? [...message.keys()].sort() : undefined);
  },
});
