/**
 * What a program can ask while its own slot runs: everything, but nothing that waits for that slot. A process whose slot
 * is running is as its last commit left it.
 */
import type { Computer, Context } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Store } from '../core/ports/store.ts';
import { createContext } from './context.ts';

/** Contexts for the slots of one computer. */
export class SlotContexts {
  /** Which process the running slot of a process waits for. */
  readonly #waits = new Map<string, string>();

  constructor(
    private readonly store: Store,
    private readonly computer: Computer,
    /** Ends when what has run of a process is committed. */
    private readonly committed: (process: string) => Promise<unknown>,
  ) {}

  /** @param strict whether the process computes as a node does. */
  of(process: string, strict: boolean): Context {
    const computer: Computer = {
      read: (call) => this.computer.read(call),
      compute: (other, slot) =>
        this.#isAbove(process, other) ? this.#standsAt(other, slot) : this.#wait(process, other, slot),
    };
    const store: Store = {
      ...this.store,
      read: async (other, path, slot) => {
        const isAbove = this.#isAbove(process, other);
        if (isAbove) await this.committed(other);
        const read = await this.store.read(other, path, slot);
        if (!read || !isAbove) return read;
        return { ...read, head: { ...read.head, slot: read.head.computed } };
      },
    };
    return createContext({ store, computer, strict });
  }

  /** Whether `other` is the process itself, or its running slot waits for this one, directly or through others. */
  #isAbove(process: string, other: string): boolean {
    let one: string | undefined = other;
    while (one !== undefined && one !== process) one = this.#waits.get(one);
    return one === process;
  }

  async #wait(process: string, other: string, slot: number): Promise<void> {
    this.#waits.set(process, other);
    try {
      await this.computer.compute(other, slot);
    } finally {
      this.#waits.delete(process);
    }
  }

  async #standsAt(process: string, slot: number): Promise<void> {
    await this.committed(process);
    const head = await this.store.head(process);
    if (head && head.computed >= slot) return;
    throw new PocketbeamError('slot-running', `Slot ${slot} of ${process} cannot be read while it runs.`, {
      cause: 'A program asked for a state that its own slot has to make first.',
      next: 'Ask from a later slot.',
      status: 409,
      details: { process, slot },
    });
  }
}
