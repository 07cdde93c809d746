/** What the charts are drawn of: gathered as long as the page is open, told while they are looked at. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { events } from '../model/events.ts';
import { chosen } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { inFront } from '../model/view.ts';
import { rowOf, timeOf, wantSlots } from '../messages/slots.ts';
import { lastSeconds } from './scale.ts';

/** Seconds that the rate goes back. */
export const SECONDS = 60;
/** Slots whose times are shown. */
export const SLOTS = 40;
/** Seconds between two looks at the storage. */
const STORAGE_EVERY = 5;
const MAX_SAMPLES = 120;

const now = signal(Date.now());
/** Slots that were computed, of all processes, by second. */
const counts = signal<ReadonlyMap<number, number>>(new Map());

/** Computed slots of all processes in each of the last seconds; oldest first. */
export const rate: ReadonlySignal<readonly number[]> = computed(() => lastSeconds(counts.value, now.value, SECONDS));

export interface SlotFigures {
  readonly slot: number;
  /** From taking its slot to its result; undefined for what this page did not see. */
  readonly ms: number | undefined;
  readonly gas: number | undefined;
  readonly failed: boolean;
}

/** The last {@link SLOTS} computed slots of the chosen process, oldest first. */
export const slotFigures: ReadonlySignal<readonly SlotFigures[]> = computed(() => {
  const process = chosen.value;
  if (!process) return [];
  const first = Math.max(process.computed - SLOTS + 1, 0);
  return Array.from({ length: process.computed - first + 1 }, (_, i) => {
    const row = rowOf(process.process, first + i);
    return { slot: row.slot, ms: timeOf(row), gas: row.result?.gas, failed: row.result?.error !== undefined };
  });
});

export interface Storage {
  readonly usage: number;
  readonly quota: number;
}

const samples = signal<readonly Storage[]>([]);

/** Looks at the storage since the page was opened, oldest first; none where the browser does not tell. */
export const storage: ReadonlySignal<readonly Storage[]> = samples;

async function measure(): Promise<void> {
  // Not in every browser, nor in pages that are neither https nor localhost.
  const estimate = await (navigator.storage as StorageManager | undefined)?.estimate().catch(() => undefined);
  const { usage, quota } = estimate ?? {};
  if (usage !== undefined && quota) samples.value = [...samples.peek(), { usage, quota }].slice(-MAX_SAMPLES);
}

effect(() =>
  pocketbeam.value?.on('change', () => {
    const second = Math.floor(Date.now() / 1000);
    const recent = [...counts.peek()].filter(([at]) => at > second - SECONDS);
    counts.value = new Map(recent).set(second, (counts.peek().get(second) ?? 0) + 1);
  }),
);

effect(() => {
  if (!inFront('charts')) return undefined;
  let ticks = 0;
  const tick = (): void => {
    now.value = Date.now();
    if (ticks++ % STORAGE_EVERY === 0) void measure();
  };
  tick();
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
});

effect(() => {
  const process = chosen.value;
  // Read, so that slots that are heard of are looked up.
  void events.value;
  if (process && inFront('charts')) wantSlots(Math.max(process.computed - SLOTS + 1, 0), process.computed);
});
