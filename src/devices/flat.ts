/** `flat@1.0`: a message as lines of `path: value`, and back. */
import { decodeFlat, encodeFlat } from '../codecs/flat.ts';
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { asMessage } from './json.ts';
import { targetText } from './target.ts';

/** The message of the lines under `target`, by default `body`. */
const deserialize: DeviceFunction = async (subject, request) =>
  new ValueSubject(decodeFlat(await targetText(subject, request)));

export const flatDevice: Device = device('flat@1.0', {
  async serialize(subject) {
    const value = await subject.load();
    if (value === undefined) return new ValueSubject(undefined);
    return new ValueSubject(encodeFlat(new Map([...asMessage(value), ['device', 'flat@1.0'] as const])));
  },
  deserialize,
  /** The message as lines, as it is: without `device`. */
  to: async (subject) => {
    const value = await subject.load();
    return new ValueSubject(value === undefined ? undefined : encodeFlat(asMessage(value)));
  },
  from: deserialize,
});
