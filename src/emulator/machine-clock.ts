/** The clock of the machine. */
import type { Clock } from '../core/ports/clock.ts';

/** Timers take no longer time at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const machineClock: Clock = {
  now: () => Date.now(),
  at(time, wake) {
    let timer: unknown;
    const wait = (): void => {
      const left = time - Date.now();
      timer = setTimeout(() => (left > LONGEST_MS ? wait() : wake()), Math.min(Math.max(left, 0), LONGEST_MS));
      // In Node a timer alone keeps no program running.
      if (typeof timer === 'object' && timer && 'unref' in timer) (timer as { unref(): void }).unref();
    };
    wait();
    return () => clearTimeout(timer as number);
  },
};
