/** `json@1.0`: any message as JSON text. */
import { device, type Device } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';
import { decodeJson } from '../codecs/json-decode.ts';
import { encodeJson } from '../codecs/json.ts';
import { numbered } from '../codecs/structured.ts';
import { targetText } from './target.ts';

export const jsonDevice: Device = device('json@1.0', {
  async serialize(subject) {
    const value = await subject.load();
    if (value === undefined) return new ValueSubject(undefined);
    const message = new Map([...asMessage(value), ['device', 'json@1.0'] as const]);
    return new ValueSubject(
      new Map([
        ['content-type', 'application/json'],
        ['body', encodeJson(message)],
      ]),
    );
  },
  deserialize: async (subject, request) => new ValueSubject(decodeJson(await targetText(subject, request))),
});

/** Any value as a message: a list numbered, a leaf as a body (spec/wire.md §2). */
export function asMessage(value: Value): Message {
  if (isMap(value)) return value;
  if (isList(value)) return numbered(value);
  return new Map<string, Value>([
    ['ao-result', 'body'],
    ['body', value],
  ]);
}
