/** Runs the tasks of `cron@1.0` when they are due. */
import type { Cron } from '../core/device.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Store } from '../core/ports/store.ts';

export interface CronRunnerOptions {
  store: Store;
  clock: Clock;
  /** Sends a GET of a HyperPATH. */
  run: (path: string) => Promise<unknown>;
  /** Told what a task failed with; the others go on, and so does the task itself. */
  onError: (error: unknown) => void;
}

/** One at a time for a store: whoever leads. */
export class CronRunner implements Cron {
  readonly #options: CronRunnerOptions;
  #cancel: (() => void) | undefined;
  #running = false;
  /** One turn after the other: two at once would run a task twice. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: CronRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = true;
    this.wake();
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** Looks at the tasks again: there is a new one, or one less. */
  wake(): void {
    if (!this.#running) return;
    this.#turn = this.#turn.then(() => this.#runDue()).catch(this.#options.onError);
  }

  /** Runs nothing more; resolves when what runs is through. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    await this.#turn;
  }

  async #runDue(): Promise<void> {
    const { store, clock, run, onError } = this.#options;
    const now = clock.now();
    for (const task of await store.cronTasks()) {
      if (task.due > now || !this.#running) continue;
      // Before it runs: a task that takes long, or ends with its page, is not run for the same time again.
      if (task.every === undefined) await store.dropCronTask(task.id);
      else await store.keepCronTask({ ...task, due: nextDue(task.due, task.every, now) });
      run(task.path).catch(onError);
    }
    const [next] = await store.cronTasks();
    this.#cancel?.();
    if (this.#running && next) this.#cancel = clock.at(next.due, () => this.wake());
  }
}

/** The first time after `now` in step with `due`: what was missed while nobody was there is run once, not often. */
const nextDue = (due: number, every: number, now: number): number =>
  due + every * (Math.floor((now - due) / every) + 1);
