/** What stands in the way of a coordinator, collected for its page. */
import type { PocketbeamError } from '../core/errors.ts';
import { problemOf, type Problem } from '../core/problem.ts';
import type { WorkerStatus } from './worker-status.ts';

/** What the browser knows of the room there is. */
export type StorageManagerLike = Pick<StorageManager, 'estimate' | 'persisted'>;

export class Health {
  readonly #manager: StorageManagerLike | undefined;
  readonly #tell: (status: WorkerStatus) => void;
  readonly #problems = new Map<string, Problem>();
  #storage: WorkerStatus['storage'] = 'indexeddb';
  #leads = false;

  /**
   * @param manager undefined where there is none: in an insecure context.
   * @param tell called with each new status.
   */
  constructor(manager: StorageManagerLike | undefined, tell: (status: WorkerStatus) => void) {
    [this.#manager, this.#tell] = [manager, tell];
  }

  /** Nothing is kept. */
  inMemory(): void {
    this.#storage = 'memory';
    this.#changed();
  }

  lead(leads: boolean): void {
    if (this.#leads === leads) return;
    this.#leads = leads;
    this.#changed();
  }

  /** Something does not work; known until {@link works} says that it does again. */
  fails(error: PocketbeamError): void {
    if (!this.#problems.has(error.code)) this.tells(error);
  }

  /** The same, in the place of what is known under its code: each time there is something new to tell. */
  tells(error: PocketbeamError): void {
    this.#problems.set(error.code, problemOf(error));
    this.#changed();
  }

  /** Takes back problems, by their codes. */
  works(...codes: readonly string[]): void {
    const before = this.#problems.size;
    for (const code of codes) this.#problems.delete(code);
    if (this.#problems.size < before) this.#changed();
  }

  async status(): Promise<WorkerStatus> {
    const [estimate, persisted] = await Promise.all([
      this.#manager?.estimate().catch(() => undefined),
      this.#manager?.persisted().catch(() => false),
    ]);
    const { usage: used, quota: limit } = estimate ?? {};
    return {
      role: this.#leads ? 'leader' : 'follower',
      storage: this.#problems.has('storage-full') ? 'full' : this.#storage,
      quota: used === undefined || limit === undefined ? undefined : { used, limit },
      persisted: persisted ?? false,
      problems: [...this.#problems.values()],
    };
  }

  #changed(): void {
    void this.status().then(this.#tell);
  }
}
