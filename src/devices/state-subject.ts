/** The public state of a process, read from the store only when something is to be answered. */
import type { Context } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import type { ProcessHead } from '../core/ports/store.ts';
import { dig } from '../core/state.ts';
import type { Subject } from '../core/subject.ts';
import type { Value } from '../core/value.ts';

/** Which state: as last computed, with everything pending, or at a slot. */
export type When = 'compute' | 'now' | number;

/** A key path below a process' computed state. One store transaction per read where nothing has to be computed. */
export class StateSubject implements Subject {
  constructor(
    readonly context: Context,
    readonly process: string,
    readonly when: When,
    readonly path: readonly string[] = [],
    readonly device = 'message@1.0',
  ) {}

  at(key: string): StateSubject {
    return new StateSubject(this.context, this.process, this.when, [...this.path, normalizeKey(key)]);
  }

  as(device: string): StateSubject {
    return new StateSubject(this.context, this.process, this.when, this.path, device);
  }

  async load(): Promise<Value | undefined> {
    const { context, process, path } = this;
    const slot = typeof this.when === 'number' ? this.when : undefined;
    let read = await context.store.read(process, path, slot);
    if (read) {
      const target = this.#target(read.head);
      if (target > read.head.computed) {
        await context.computer.compute(process, target);
        read = await context.store.read(process, path, slot);
      }
    }
    if (!read) throw unavailable(process);
    context.atSlot(slot ?? read.head.computed);
    return read.value;
  }

  /** The slot that must be computed before this can be read. */
  #target({ slot, computed }: ProcessHead): number {
    if (this.when === 'now') return slot;
    if (this.when === 'compute') return Math.max(computed, 0);
    if (this.when <= slot) return this.when;
    throw new PocketbeamError('bad-slot', `Slot ${this.when} of ${this.process} does not exist.`, {
      cause: `Its last slot is ${slot}.`,
      next: 'Read an earlier slot, or send a message first.',
      status: 400,
    });
  }
}

/** The process message itself: the definition that spawned it. */
export class DefinitionSubject implements Subject {
  constructor(
    readonly context: Context,
    readonly process: string,
    readonly path: readonly string[] = [],
    readonly device = 'process@1.0',
  ) {}

  at(key: string): DefinitionSubject {
    return new DefinitionSubject(this.context, this.process, [...this.path, normalizeKey(key)], 'message@1.0');
  }

  as(device: string): DefinitionSubject {
    return new DefinitionSubject(this.context, this.process, this.path, device);
  }

  async load(): Promise<Value | undefined> {
    const { store } = this.context;
    const message = (await store.assignment(this.process, 0))?.message ?? (await store.message(this.process));
    if (!message) throw unavailable(this.process);
    return dig(message, this.path);
  }
}

/** In the node's words (spec/hyperbeam.md, Facts: answers). */
export function unavailable(id: string): PocketbeamError {
  return new PocketbeamError('unknown-process', `Message necessary to resolve request not found: ${id}`, {
    status: 404,
    headers: { unavailable: id },
    details: { process: id },
  });
}
