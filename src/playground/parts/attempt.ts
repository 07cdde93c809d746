/** Work that may fail, one at a time, with its error beside the button that began it. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { errorWords, type ErrorWords } from '../text/error-words.ts';

export interface Attempt {
  /** Of the last run; undefined when it went well, or while it runs. */
  readonly error: ReadonlySignal<ErrorWords | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  /** Runs `work` unless the one before still runs. @returns false when it threw, or did not run. */
  run(work: () => Promise<void>): Promise<boolean>;
  /** Shows an error that no run threw. */
  fail(error: ErrorWords): void;
  clear(): void;
}

export function createAttempt(): Attempt {
  const error = signal<ErrorWords | undefined>(undefined);
  const busy = signal(false);
  return {
    error,
    busy,
    async run(work) {
      if (busy.peek()) return false;
      busy.value = true;
      error.value = undefined;
      try {
        await work();
        return true;
      } catch (thrown) {
        error.value = errorWords(thrown);
        return false;
      } finally {
        busy.value = false;
      }
    },
    fail: (words) => void (error.value = words),
    clear: () => void (error.value = undefined),
  };
}

/** An attempt that lives as long as its component. */
export function useAttempt(): Attempt {
  return useMemo(createAttempt, []);
}
