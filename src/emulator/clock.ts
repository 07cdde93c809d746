/** The calls of `pocketbeam.clock`. */
import type { Cron } from '../core/device.ts';
import { durationOf, DURATION_UNITS } from '../core/duration.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { MAX_TICKS } from '../core/limits.ts';
import type { CronTask, Store } from '../core/ports/store.ts';
import { pause, resume, setOff, setTo } from '../core/virtual-time.ts';
import type { ClockApi } from './api.ts';

/** Whoever runs the tasks of the clock. */
export interface CronLeader extends Cron {
  /** As {@link Cron.wake}. @returns when all that is due has run, or after a while. */
  settle(): Promise<void>;
}

/** Where nobody does. */
export const NO_CRON: CronLeader = {
  wake: () => undefined,
  settle: () => Promise.reject(new PocketbeamError('stopped', 'Nobody runs the tasks of the clock here.')),
};

export function clockOf(store: Store, leader: CronLeader): ClockApi {
  return {
    now: () => store.now(),
    tasks: () => store.cronTasks(),

    async advance(by) {
      const ms = typeof by === 'number' ? by : durationOf(by);
      const until = (await store.now()) + (ms ?? 0);
      if (ms === undefined || !(ms >= 0) || !isDate(until)) throw badDuration(by);
      checkTicks(await store.cronTasks(), until);
      const { until: end = until, ticks: before = 0 } = await store.changeClock(setOff(ms));
      for (;;) {
        await leader.settle();
        const { until: left, stands = end, ticks = 0 } = await store.clock();
        // Somebody else may have sent it on.
        if (left === undefined || stands >= end) return ticks - before;
      }
    },

    async pause() {
      await store.changeClock(pause);
      await leader.settle();
    },

    async resume() {
      await store.changeClock(resume);
      await leader.settle();
    },

    async set(time) {
      const ms = time instanceof Date ? time.getTime() : typeof time === 'string' ? Date.parse(time) : time;
      if (!isDate(ms))
        throw new PocketbeamError('bad-date', `${show(time)} is no time.`, {
          next: "Pass a Date, milliseconds since 1970, or text such as '2027-01-31T12:00Z'.",
          status: 400,
        });
      await store.changeClock(setTo(ms));
      await leader.settle();
    },
  };
}

/** Up to the year 9999. */
const isDate = (ms: unknown): boolean => typeof ms === 'number' && ms >= 0 && ms < 253_402_300_800_000;

/** @throws PocketbeamError `too-many-ticks` */
function checkTicks(tasks: readonly CronTask[], until: number): void {
  let ticks = 0;
  for (const { due, every = Infinity } of tasks) if (due <= until) ticks += 1 + Math.floor((until - due) / every);
  if (ticks > MAX_TICKS)
    throw new PocketbeamError('too-many-ticks', `On the way there, tasks are due ${ticks} times.`, {
      cause: `The clock goes over ${MAX_TICKS} at once.`,
      next: 'Advance in shorter steps, or set() the clock, which passes over them.',
      status: 400,
      details: { ticks },
    });
}

const badDuration = (by: unknown): PocketbeamError =>
  new PocketbeamError('bad-duration', `${show(by)} is no length of time to go forward by.`, {
    cause: `It is milliseconds, or text with a unit: ${DURATION_UNITS}.`,
    next: "Write it as '1h' or '5-minutes'; set() also goes back.",
    status: 400,
  });
