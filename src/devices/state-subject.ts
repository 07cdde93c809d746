/** The public state of a process, read from the store only when something is to be answered. */
import type { Context } from '../core/device.ts';
import { Elsewhere } from '../core/elsewhere.ts';
import { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import type { Change, LiteralKey, ProcessHead } from '../core/ports/store.ts';
import { applyChanges, dig } from '../core/state.ts';
import type { Subject } from '../core/subject.ts';
import { isMap, type Value } from '../core/value.ts';

/** Which state: as last computed, with everything pending, or at a slot. */
export type When = 'compute' | 'now' | number;

/** Begins the key by which the results of a slot are asked for. */
export const RESULTS_OF = 'results=';

/** A key path below a process' computed state. One store transaction per read where nothing has to be computed. */
export class StateSubject implements Subject {
  constructor(
    readonly context: Context,
    readonly process: string,
    readonly when: When,
    readonly path: readonly string[] = [],
    readonly device = 'message@1.0',
  ) {}

  at(key: string): Subject {
    // `compute/3`, as newer nodes read it; those of May 2025 find no such key.
    if (this.when === 'compute' && this.path.length === 0 && !this.context.strict) {
      if (/^\d+$/.test(key)) return new StateSubject(this.context, this.process, Number(key));
      // Where there is slot-results.ts, it does not come here.
      if (key.startsWith(RESULTS_OF)) throw new Elsewhere(key);
    }
    return new StateSubject(this.context, this.process, this.when, [...this.path, normalizeKey(key)]);
  }

  as(device: string): StateSubject {
    return new StateSubject(this.context, this.process, this.when, this.path, device);
  }

  async load(): Promise<Value | undefined> {
    const { context, process, path } = this;
    let read = await context.store.read(process, path, typeof this.when === 'number' ? this.when : undefined);
    const target = read ? this.#target(read.head) : 0;
    const { computed = -1, strict, shown = -1 } = read?.head ?? {};
    if (read && (target !== computed || (strict && target > shown))) {
      const computes = target > computed;
      if (computes || strict) await context.computer.compute(process, target);
      if (typeof this.when !== 'number' || computes) read = await context.store.read(process, path, target, computes);
      if (read && computes) read.value = this.#unstored(read.value, read.literal);
    }
    if (!read) throw unavailable(process);
    context.atSlot(target);
    for (const code of read.head.diagnostics ?? []) context.diagnose(code);
    return read.value;
  }

  /**
   * The value as whoever makes the slot be computed sees it, before a node has stored it: with keys like `a/b` as they
   * were spelled, and without the snapshot.
   */
  #unstored(value: Value | undefined, literal: readonly LiteralKey[] = []): Value | undefined {
    const isLater = literal.some(({ made }) => made?.every((key, i) => key === this.path[i]));
    // A node does not find such a key by its parts yet. By default it is not made to come and go.
    if (this.context.strict && isLater) return undefined;
    if (!isMap(value)) return value;
    const depth = this.path.length;
    const below = literal.filter(({ path }) => path.length > depth && this.path.every((key, i) => key === path[i]));
    const changes = below.flatMap(({ path, value: spelled, made }): Change[] => [
      ...(made ? [{ path: made.slice(depth), value: undefined, replaces: true }] : []),
      { path: path.slice(depth), value: spelled, replaces: false },
    ]);
    if (changes.length === 0 && depth > 0) return value;
    const fresh = applyChanges(new Map(value), changes);
    if (depth === 0) fresh.delete('snapshot');
    return fresh;
  }

  /** The slot that must be computed before this can be read. */
  #target({ slot, computed, strict, shown }: ProcessHead): number {
    if (this.when === 'now') return slot;
    if (this.when === 'compute') return strict ? (shown ?? slot) : Math.max(computed, 0);
    if (this.when <= slot) return this.when;
    throw beyondEnd(this.process, this.when, slot);
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

/** @param last the last slot that there is. */
export function beyondEnd(process: string, slot: number, last: number): PocketbeamError {
  return new PocketbeamError('bad-slot', `Slot ${slot} of ${process} does not exist.`, {
    cause: `Its last slot is ${last}.`,
    next: 'Read an earlier slot, or send a message first.',
    status: 400,
    strictStatus: 500,
  });
}
