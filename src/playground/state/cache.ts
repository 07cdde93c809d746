/** The newest computed cache of the chosen process, as long as the tab is in front. */
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Plain } from 'pocketbeam';
import { coalesce } from '../model/coalesce.ts';
import { newestSlot } from '../model/events.ts';
import { chosenId, refreshSoon } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { inFront } from '../model/view.ts';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { cachePath } from '../text/paths.ts';

export interface Cache {
  readonly process: string;
  /** Undefined where the process has patched nothing. */
  readonly value: Plain | undefined;
  readonly slot: number | undefined;
}

const current = signal<Cache | undefined>(undefined);
const failure = signal<ErrorWords | undefined>(undefined);

/** Undefined while nothing is read of the chosen process. */
export const cache: ReadonlySignal<Cache | undefined> = current;
export const cacheError: ReadonlySignal<ErrorWords | undefined> = failure;

const read = coalesce(async () => {
  const process = chosenId.peek();
  const beam = pocketbeam.peek();
  if (process === undefined || !beam) return;
  try {
    const slotPath = `/${process}~process@1.0/compute/at-slot`;
    const [value, slot] = await Promise.all([beam.read(cachePath(process)), beam.read(slotPath)]);
    // Another choice meanwhile has its own read waiting.
    if (chosenId.peek() !== process) return;
    failure.value = undefined;
    current.value = { process, value, slot: typeof slot === 'number' ? slot : undefined };
  } catch (error) {
    if (chosenId.peek() === process) failure.value = errorWords(error);
    // Perhaps it was removed in another tab.
    refreshSoon();
  }
});

effect(() => {
  if (chosenId.value !== current.peek()?.process) {
    current.value = undefined;
    failure.value = undefined;
  }
});

effect(() => {
  if (inFront('state') && pocketbeam.value && chosenId.value !== undefined && newestSlot.value !== undefined)
    void read();
});
