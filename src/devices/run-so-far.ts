/**
 * Which messages were run here. Another context may have removed a process since and made one anew under its id, or
 * brought one in from an archive: what is in memory of the old one must not be gone on from.
 */
import type { Assignment, Store } from '../core/ports/store.ts';

export class RunSoFar {
  /** Of each process the last slot that was run, and the chain over all up to it. */
  readonly #last = new Map<string, { slot: number; chain: string }>();

  /** Before a slot is run: that it was may be known to the heap only. */
  note(process: string, { slot, chain = '' }: Assignment): void {
    this.#last.set(process, { slot, chain });
  }

  forget(process: string): void {
    this.#last.delete(process);
  }

  /** Whether the last slot that was run is this one, with that chain up to it. */
  endsWith(process: string, slot: number, chain: string): boolean {
    const last = this.#last.get(process);
    return last?.slot === slot && last.chain === chain;
  }

  /** @param read one of its assignments, in whose place the store need not be asked. */
  async isStill(process: string, store: Store, read?: Pick<Assignment, 'slot' | 'chain'>): Promise<boolean> {
    const last = this.#last.get(process);
    if (!last) return true;
    const there = read?.slot === last.slot ? read : await store.assignment(process, last.slot);
    return there !== undefined && (there.chain ?? '') === last.chain;
  }
}
