/** `structured@1.0`: typed values ⇄ text with `ao-types` (spec/wire.md §1). */
import { annotate } from '../codecs/structured.ts';
import { unannotate } from '../codecs/structured-decode.ts';
import { device, type Device } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap } from '../core/value.ts';
import { asMessage } from './json.ts';

export const structuredDevice: Device = device('structured@1.0', {
  /** The typed message that texts with `ao-types` stand for; of a leaf the leaf. */
  to: async (subject) => {
    const value = await subject.load();
    return new ValueSubject(isMap(value) ? unannotate(value) : value);
  },
  /** The message as texts and maps, with the types under `ao-types`. A whole-map answer types it again: read it as JSON. */
  from: async (subject) => {
    const value = await subject.load();
    return new ValueSubject(value === undefined ? undefined : annotate(asMessage(value)));
  },
});
