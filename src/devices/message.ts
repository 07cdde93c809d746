/** `message@1.0`: what every message answers. */
import { device, type Device } from '../core/device.ts';
import { mergeInto, noChange } from '../core/state.ts';
import { ValueSubject } from '../core/subject.ts';
import { isList, isMap, type Message } from '../core/value.ts';
import { numbered } from '../codecs/structured.ts';

export const messageDevice: Device = device('message@1.0', {
  /** The names of all keys, sorted. */
  async keys(subject) {
    const value = await subject.load();
    const message = isList(value) ? numbered(value) : value;
    return new ValueSubject(isMap(message) ? [...message.keys()].sort() : undefined);
  },
  /** The message with the keys of the request set, deeply. */
  async set(subject, request) {
    const value = await subject.load();
    const message: Message = new Map();
    if (isMap(value)) mergeInto(message, value, noChange());
    mergeInto(message, new Map([...request].filter(([key]) => key !== 'path' && key !== 'commitments')), noChange());
    return new ValueSubject(message, subject.device);
  },
});
