import { PocketbeamError } from './errors.ts';
import { MAX_TASKS } from './limits.ts';

/** @param kept how many tasks of the clock there are. @throws PocketbeamError `too-many-tasks` when there is no room for `more`. */
export function checkTasks(kept: number, more = 1): void {
  if (kept + more <= MAX_TASKS) return;
  throw new PocketbeamError('too-many-tasks', `There are ${kept} tasks of the clock already.`, {
    cause: `There may be ${MAX_TASKS} of them.`,
    next: 'End some, /~cron@1.0/stop?task=<id>, or remove their processes.',
    status: 429,
  });
}
