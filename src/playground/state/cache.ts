/** The cache of the chosen process at the slot that is looked at, as long as the tab is in front. */
import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { Plain, Pocketbeam } from 'pocketbeam';
import { coalesce } from '../model/coalesce.ts';
import { caughtUp, eventsOf, newestSlot, type SlotEvent } from '../model/events.ts';
import { chosenId, refreshSoon } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { inFront } from '../model/view.ts';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { cacheAtPath } from '../text/paths.ts';
import { applyValues } from './apply.ts';
import { changedPaths, type ChangedSlot } from './changed-paths.ts';
import { differences, touchedIds, type Differences } from './differences.ts';
import { isPlainMap } from './entries.ts';

interface AtSlot {
  readonly slot: number;
  /** Undefined where the process has patched nothing yet. */
  readonly value: Plain | undefined;
}

/** What is another than in the slot that was shown before. */
interface Touched {
  readonly ids: ReadonlySet<string>;
  /** When it was shown, as `performance.now()` counts. */
  readonly at: number;
  /** Another one each time. */
  readonly odd: boolean;
}

export interface Cache extends AtSlot {
  readonly process: string;
  readonly touched: Touched;
  /** Another one when keys came, went, or became maps; the same when only leaves became others, in place. */
  readonly shape: object;
  /** The slot that it is compared with. */
  readonly other: AtSlot | undefined;
}

/** Changes that are told apart; more are many, whichever. */
const MAX_TOUCHED = 500;
/** Differences that are listed. */
const MAX_LISTED = 10_000;
/** A read that takes longer is followed by a rest as long as itself, so that the page stays smooth. */
const LONG_MS = 50;
const MAX_REST_MS = 1_000;

/** The slot that is looked at; undefined follows the newest. */
export const looked = signal<number | undefined>(undefined);
/** The slot that it is compared with; undefined compares with none. */
export const compared = signal<number | undefined>(undefined);

const current = signal<Cache | undefined>(undefined);
const failure = signal<ErrorWords | undefined>(undefined);

/** Undefined while nothing is read of the chosen process. */
export const cache: ReadonlySignal<Cache | undefined> = current;
export const cacheError: ReadonlySignal<ErrorWords | undefined> = failure;

/** Of the {@link cache}: read in a component or a computed, it follows only that. */
export const cacheShape: ReadonlySignal<object | undefined> = computed(() => current.value?.shape);

/** From the compared slot to the one that is looked at; undefined where none is compared. */
export const cacheDifferences: ReadonlySignal<Differences | undefined> = computed(() => {
  const shown = current.value;
  return shown?.other && differences(shown.other.value, shown.value, MAX_LISTED);
});

const read = coalesce(async () => {
  const process = chosenId.peek();
  const beam = pocketbeam.peek();
  const slot = looked.peek() ?? newestSlot.peek();
  const other = compared.peek();
  if (process === undefined || !beam || slot === undefined) return;
  const began = performance.now();
  try {
    const next = (await changed(beam, process, slot, other)) ?? (await whole(beam, process, slot, other));
    // Another choice meanwhile has its own read waiting.
    if (chosenId.peek() !== process) return;
    failure.value = undefined;
    current.value = next;
  } catch (error) {
    if (chosenId.peek() === process) failure.value = errorWords(error);
    // Perhaps it was removed in another tab.
    refreshSoon();
  }
  const took = performance.now() - began;
  if (took > LONG_MS) await new Promise((rest) => setTimeout(rest, Math.min(took, MAX_REST_MS)));
});

async function whole(beam: Pocketbeam, process: string, slot: number, other: number | undefined): Promise<Cache> {
  const value = await at(beam, process, slot);
  const against = other === undefined ? undefined : await at(beam, process, other);
  return { process, ...value, other: against, touched: touchedSince(current.peek(), value), shape: {} };
}

/**
 * What is shown, brought to a later slot by reading no more than what the slots between have changed.
 * @returns undefined where that is not known, or is no less than all.
 */
async function changed(
  beam: Pocketbeam,
  process: string,
  slot: number,
  other: number | undefined,
): Promise<Cache | undefined> {
  const shown = current.peek();
  // What is compared may be the very value, and stays as it is.
  if (shown?.process !== process || slot <= shown.slot || shown.other || other !== undefined) return undefined;
  await caughtUp();
  const slots = slotsBetween(eventsOf(process), shown.slot, slot);
  const paths = slots && changedPaths(shown.value, slots);
  if (!paths || !isPlainMap(shown.value)) return undefined;
  const values = await Promise.all(
    paths.map(async (path) => ({ path, value: await beam.read(cacheAtPath(process, slot, ...path)) })),
  );
  if (chosenId.peek() !== process) return undefined;
  const { touched, reshaped } = applyValues(shown.value, values, MAX_TOUCHED);
  return {
    ...{ process, slot, value: shown.value, other: undefined },
    touched: { ids: touched, at: performance.now(), odd: !shown.touched.odd },
    shape: reshaped ? {} : shown.shape,
  };
}

/** What is known of the slots behind `from` up to `to`; undefined where something of one is not. */
function slotsBetween(events: readonly SlotEvent[], from: number, to: number): ChangedSlot[] | undefined {
  const slots = events.flatMap((event) =>
    event.kind === 'slot' && event.slot > from && event.slot <= to && event.keys
      ? [{ keys: event.keys, result: event.result }]
      : [],
  );
  return slots.length === to - from ? slots : undefined;
}

/** Slots do not change: what is shown already is not read again. */
async function at(beam: Pocketbeam, process: string, slot: number): Promise<AtSlot> {
  const shown = current.peek();
  if (shown?.process === process)
    for (const known of [shown, shown.other]) if (known?.slot === slot) return { slot, value: known.value };
  return { slot, value: await beam.read(cacheAtPath(process, slot)) };
}

/** Of the process that is shown: another one is shown after nothing. */
function touchedSince(shown: Cache | undefined, { slot, value }: AtSlot): Touched {
  if (shown?.slot === slot) return shown.touched;
  const ids = shown ? touchedIds(differences(shown.value, value, MAX_TOUCHED)) : new Set<string>();
  return { ids, at: performance.now(), odd: !shown?.touched.odd };
}

effect(() => {
  const process = chosenId.value;
  untracked(() => {
    if (process === current.peek()?.process) return;
    current.value = failure.value = looked.value = compared.value = undefined;
  });
});

effect(() => {
  // All are read each time, so that each is followed.
  const [slot, other] = [looked.value ?? newestSlot.value, compared.value];
  const ready = [inFront('state'), pocketbeam.value, chosenId.value].every(Boolean) && slot !== undefined;
  const shown = current.peek();
  if (ready && (slot !== shown?.slot || other !== shown.other?.slot)) void read();
});
