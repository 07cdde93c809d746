import { PocketbeamError } from '../core/errors.ts';
import type { CronTask } from '../core/ports/store.ts';

/** More would only be long. */
const NAMED = 3;

/** What is told of times at which nobody was there to run tasks. */
export function missedTicks(tasks: readonly CronTask[]): PocketbeamError {
  const counts = tasks.slice(0, NAMED).map(({ id, process, path, missed = 0 }) => {
    return `${missed} ${missed === 1 ? 'time' : 'times'} of ${path ?? `the Cron tags of ${process ?? id}`}`;
  });
  const others = tasks.length > NAMED ? `, and some of ${tasks.length - NAMED} other tasks` : '';
  return new PocketbeamError('missed-ticks', `The clock has passed over ${counts.join(', ')}${others}.`, {
    cause: 'Nobody was there to run them: no page was open, the computer slept, or the clock was set.',
    next: "With the option cron: { missed: 'catch-up' } they are made up for, in their order.",
    details: { tasks: tasks.map(({ id, process, path, missed = 0 }) => ({ id, process, path, missed })) },
  });
}
