/** A clock that goes on when it is told to. */
import type { Clock } from '../../src/core/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass; timers that fall due are called in order, each followed by a moment for what it does. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(now = Date.now()): FakeClock {
  const timers = new Set<{ time: number; wake: () => void }>();
  const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  return {
    now: () => now,
    at(time, wake) {
      const timer = { time, wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await moment();
      for (;;) {
        const [next] = [...timers].filter(({ time }) => time <= end).sort((a, b) => a.time - b.time);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.time);
        next.wake();
        await moment();
      }
      now = end;
    },
  };
}
