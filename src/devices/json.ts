/** `json@1.0`: any message as JSON text. */
import type { DeviceFunction } from '../core/device.ts';
import { formOf } from '../core/forms.ts';
import { ValueSubject } from '../core/subject.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';
import { encodeJson } from '../codecs/json.ts';
import { numbered } from '../codecs/structured.ts';

const CONTENT_TYPE = 'application/json';

/** The message as JSON, as an answer with its content type. */
const serialize: DeviceFunction = async (subject) => {
  const value = await subject.load();
  if (value === undefined) return new ValueSubject(undefined);
  return new ValueSubject(
    new Map([
      ['content-type', CONTENT_TYPE],
      ['body', serialized(asMessage(value))],
    ]),
  );
};

/** The JSON that a message is answered as. */
export const serialized = (message: Message): string => formOf(message, withDevice);

const withDevice = (message: Message): string => encodeJson(new Map(message).set('device', 'json@1.0'));

/** All functions but `deserialize` (json-deserialize.ts), which is `from` as well. */
export const jsonFunctions: Record<string, DeviceFunction> = {
  serialize,
  /** The value as JSON text, as it is: without `device`, and a list as a list. */
  to: async (subject) => {
    const value = await subject.load();
    return new ValueSubject(value === undefined ? undefined : encodeJson(value));
  },
  content_type: () => new ValueSubject(CONTENT_TYPE),
};

/** Any value as a message: a list numbered, a leaf as a body (spec/wire.md §2). */
export function asMessage(value: Value): Message {
  if (isMap(value)) return value;
  if (isList(value)) return numbered(value);
  return new Map<string, Value>([
    ['ao-result', 'body'],
    ['body', value],
  ]);
}
