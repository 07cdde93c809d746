/** A clock that goes on when it is told to. */
import type { Clock } from '../../src/core/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass; timers that fall due are called in order, each followed by a moment for what it does. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(now = Date.now()): FakeClock {
  const timers = new Set<{ time: number; wake: () => void }>();
  const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  let set = 0;
  /** Until somebody who was woken has set the next timer; not every one does. */
  const untilSet = async (before: number): Promise<void> => {
    for (let i = 0; set === before && i < 40; i++) await moment();
  };
  return {
    now: () => now,
    at(time, wake) {
      if (time <= now) {
        const soon = setTimeout(wake, 0);
        return () => clearTimeout(soon);
      }
      const timer = { time, wake };
      timers.add(timer);
      set++;
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
        const before = set;
        next.wake();
        await untilSet(before);
      }
      now = end;
    },
  };
}
