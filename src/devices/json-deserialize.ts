/** `json@1.0/deserialize`. Apart from json.ts, as the Service Worker has no room for it. */
import { decodeJson } from '../codecs/json-decode.ts';
import type { DeviceFunction } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { targetText } from './target.ts';

/** The value of the JSON text under `target`, by default `body`. */
export const deserialize: DeviceFunction = async (subject, request) =>
  new ValueSubject(decodeJson(await targetText(subject, request)));
