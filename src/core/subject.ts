/** What a HyperPATH has led to so far, before anything is loaded. */
import { normalizeKey } from './ids.ts';
import { dig } from './state.ts';
import type { Value } from './value.ts';

export interface Subject {
  /** The device that answers its keys. */
  readonly device: string;
  /** The value under a key, as data. Nothing is read yet: a missing key shows when it is loaded. */
  at(key: string): Subject;
  /** The value; undefined where there is none. */
  load(): Promise<Value | undefined>;
  /** The same under another device. */
  as(device: string): Subject;
}

/** A value at hand. */
export class ValueSubject implements Subject {
  constructor(
    readonly value: Value | undefined,
    readonly device = 'message@1.0',
  ) {}

  at(key: string): ValueSubject {
    // A node keeps these to itself (spec/wire.md §1).
    if (key.startsWith('priv')) return new ValueSubject(undefined);
    return new ValueSubject(dig(this.value, [normalizeKey(key)]));
  }
  load(): Promise<Value | undefined> {
    return Promise.resolve(this.value);
  }
  as(device: string): ValueSubject {
    return new ValueSubject(this.value, device);
  }
}
