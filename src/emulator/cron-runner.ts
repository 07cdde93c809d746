/**
 * Runs the tasks of the clock when they are due: those of `cron@1.0`, and those of the Cron tags of processes
 * (src/docs/cron.md). Whatever ends on the way, a message of the clock takes one slot: it is known by its anchor.
 */
import { PocketbeamError, toPocketbeamError } from '../core/errors.ts';
import { MAX_TICKS } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ClockRecord, CronTask, Store, Taken } from '../core/ports/store.ts';
import { arriveAt, standAt, timeOf } from '../core/virtual-time.ts';
import type { CronLeader } from './clock.ts';
import type { CronOptions } from './cron-options.ts';
import { missedTicks } from './missed-ticks.ts';
import { draftTick } from './tick.ts';

export interface CronRunnerOptions {
  store: Store;
  /** Of the machine; that of the store goes by it. */
  clock: Clock;
  /** What becomes of times that have passed while nobody was there: see {@link CronOptions}. Default `report`. */
  missed?: CronOptions['missed'] | undefined;
  /** Sends a GET of a HyperPATH. */
  run: (path: string) => Promise<unknown>;
  /** A message of the clock has taken a slot: whoever computes in the background may begin. */
  onScheduled: (process: string, slot: number, taken?: Taken) => void;
  /** Computes a slot, and what comes of it. */
  push: (process: string, slot: number) => Promise<void>;
  /** Told what a task failed with; the others go on, and so does the task itself. */
  onError: (error: unknown) => void;
  /** Told of tasks whose times were missed: `missed-ticks`. */
  onMissed: (error: PocketbeamError) => void;
}

/** Later than this, nobody was there: timers come late, and another tab takes over, in less. */
const LATE_MS = 10_000;
/** When the store refuses, as a full one does, it is tried again. */
const RETRY_MS = 5_000;

/** One at a time for a store: whoever leads. */
export class CronRunner implements CronLeader {
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

  wake(): void {
    if (!this.#running) return;
    this.settle().catch((error: unknown) => {
      // What ends on the way because it is stopped is no fault.
      if (this.#running) this.#options.onError(error);
    });
  }

  /**
   * Looks at the tasks and the clock again.
   * @returns when all that is due has run; where the clock is on its way, when it has arrived.
   * @throws PocketbeamError `stopped`, and faults of the store.
   */
  settle(): Promise<void> {
    const turn = this.#turn.then(() => this.#look());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Runs nothing more; resolves when what runs is through. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    await this.#turn;
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#options;
    this.#check();
    this.#cancel?.();
    try {
      for (let record = await store.clock(); ; record = await store.clock()) {
        const now = timeOf(record, clock.now());
        await this.#passMissed(now);
        await this.#runUntil(record.until ?? now, record.until !== undefined);
        if (record.until === undefined) break;
        await store.changeClock(arriveAt(record.until));
      }
      await this.#setTimer(await store.clock());
    } catch (error) {
      if (this.#running) this.#cancel = clock.at(clock.now() + RETRY_MS, () => this.wake());
      throw error;
    }
  }

  /** @throws PocketbeamError `stopped` */
  #check(): void {
    if (!this.#running) throw new PocketbeamError('stopped', 'Nobody runs the tasks of the clock here any more.');
  }

  async #setTimer({ offset, stands }: ClockRecord): Promise<void> {
    const { store, clock } = this.#options;
    const [next] = await store.cronTasks();
    if (next && stands === undefined && this.#running) this.#cancel = clock.at(next.due - offset, () => this.wake());
  }

  /** Of tasks that are late, all times but the last are counted as missed, unless they are to be caught up. */
  async #passMissed(now: number): Promise<void> {
    const { store, missed = 'report', onMissed } = this.#options;
    const told: CronTask[] = [];
    for (const task of await store.cronTasks()) {
      const { due, every } = task;
      if (every === undefined || now - due <= LATE_MS) continue;
      const passed = Math.floor((now - due) / every);
      if (passed === 0 || (missed === 'catch-up' && passed < MAX_TICKS)) continue;
      const after = { ...task, due: due + passed * every, missed: (task.missed ?? 0) + passed };
      if (await store.moveCronTask(task, after, 0)) told.push(after);
    }
    if (told.length) onMissed(missedTicks(told));
  }

  /** @param onWay the clock stands at each task until what comes of it is through; else that is only waited for when it is late. */
  async #runUntil(limit: number, onWay: boolean): Promise<void> {
    const { store } = this.#options;
    for (;;) {
      const [task] = await store.cronTasks();
      if (!task || task.due > limit) return;
      this.#check();
      if (onWay) await store.changeClock(standAt(task.due));
      await this.#run(task, onWay || limit - task.due > LATE_MS);
    }
  }

  async #run(task: CronTask, waits: boolean): Promise<void> {
    const { store, run, onError } = this.#options;
    const { due, every, ran = 0 } = task;
    const after = every === undefined ? undefined : { ...task, due: due + every, ran: ran + 1 };
    if (task.path === undefined) return this.#tick(task, after, waits);
    // Before it runs: a request that takes long, or ends with its page, is not sent for the same time again.
    if (!(await store.moveCronTask(task, after, 1))) return;
    const done = run(task.path).catch(onError);
    if (waits) await done;
  }

  /** The message takes its slot first, and takes none if it has one: then the task is moved on. */
  async #tick(task: CronTask, after: CronTask | undefined, waits: boolean): Promise<void> {
    const { store, push, onScheduled, onError } = this.#options;
    const { process = '' } = task;
    let slot: number;
    let taken: Taken | undefined;
    try {
      const definition = await store.assignment(process, 0);
      ({ slot, taken } = await store.append(process, await draftTick(task, definition?.claims ?? {})));
    } catch (error) {
      // Removed this very moment.
      if (toPocketbeamError(error).code !== 'unknown-process') throw error;
      return void (await store.dropCronTask(task.id));
    }
    await store.moveCronTask(task, after, 1);
    if (waits) await push(process, slot).catch(onError);
    else onScheduled(process, slot, taken);
  }
}
