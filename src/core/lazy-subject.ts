/** A value that is made when it is asked for. */
import { ValueSubject, type Subject } from './subject.ts';
import type { Value } from './value.ts';

export class LazySubject implements Subject {
  /** @param make called for each {@link load}. */
  constructor(
    readonly make: () => Promise<Value | undefined>,
    readonly device = 'message@1.0',
  ) {}

  at(key: string): LazySubject {
    return new LazySubject(async () => new ValueSubject(await this.make()).at(key).value);
  }
  load(): Promise<Value | undefined> {
    return this.make();
  }
  as(device: string): LazySubject {
    return new LazySubject(this.make, device);
  }
}
