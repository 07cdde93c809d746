import { durationOf, DURATION_UNITS } from '../core/duration.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { SHORTEST_INTERVAL } from '../core/limits.ts';

/** How often a task runs, in ms. @throws PocketbeamError `bad-interval` */
export function intervalOf(text: unknown): number {
  const every = durationOf(text) ?? 0;
  if (every >= SHORTEST_INTERVAL) return every;
  throw new PocketbeamError('bad-interval', `${show(text)} is no interval.`, {
    cause: `Units are ${DURATION_UNITS}; the shortest is ${SHORTEST_INTERVAL}-milliseconds.`,
    next: 'Write it as 5-minutes or 1h.',
    status: 400,
  });
}
