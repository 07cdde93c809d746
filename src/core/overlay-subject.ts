/** What a path has led to, with the parameters of a cast set over it. */
import { normalizeKey } from './ids.ts';
import { ValueSubject, type Subject } from './subject.ts';
import { isMap, type Message, type Value } from './value.ts';

/** `X/~device@version&name=value`: X under another device, with its keys and these. Nothing of X is loaded by itself. */
export class OverlaySubject implements Subject {
  constructor(
    readonly under: Subject,
    readonly keys: Message,
    readonly device: string,
  ) {}

  at(key: string): Subject {
    return this.keys.has(normalizeKey(key)) ? new ValueSubject(this.keys).at(key) : this.under.at(key);
  }
  /** The message with the keys over its own; anything but a message stays as it is. */
  async load(): Promise<Value | undefined> {
    const value = await this.under.load();
    return isMap(value) ? new Map([...value, ...this.keys]) : value;
  }
  as(device: string): OverlaySubject {
    return new OverlaySubject(this.under, this.keys, device);
  }
}
