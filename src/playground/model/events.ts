/** What happened: the slots of each process that was looked at, as they were computed. */
import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Change, Pocketbeam, SlotResult } from 'pocketbeam';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { coalesce } from './coalesce.ts';
import { chosen, chosenId, processes, refreshSoon } from './processes.ts';

/** `at`: when this page heard of it, or read it, milliseconds since 1970; never less than that of the event before. */
export type SlotEvent = { readonly at: number } & What;

type What =
  | {
      readonly kind: 'slot';
      readonly slot: number;
      readonly result: SlotResult;
      /** When this page heard that it was computed, milliseconds since 1970; undefined for what it read later. */
      readonly heard?: number;
      /** The keys directly below `cache` that changed; undefined for what it read later. */
      readonly keys?: readonly string[];
    }
  /** Slots that went by too fast, or long ago: nobody has read them. */
  | { readonly kind: 'skipped'; readonly from: number; readonly to: number }
  /** The slot's result could not be read. */
  | { readonly kind: 'unread'; readonly slot: number; readonly error: ErrorWords };

/** Events of one process that are kept. */
export const MAX_EVENTS = 1_000;

/** Older slots than these are not read: when a process is chosen, or when slots rush by. */
export const MAX_BEHIND = 50;

interface Track {
  readonly events: Signal<readonly SlotEvent[]>;
  /** What `change` told of slots not read yet. */
  readonly heard: Map<number, { at: number; keys: readonly string[] }>;
  /** The next slot to read. */
  next: number | undefined;
}

const tracks = new Map<string, Track>();

function trackOf(process: string): Track {
  let track = tracks.get(process);
  if (!track) tracks.set(process, (track = { events: signal([]), heard: new Map(), next: undefined }));
  return track;
}

/** A process that is followed beside the chosen one, from when it is set: the prompt of the console. */
export const followed = signal<string | undefined>(undefined);

/** Events of a process that was chosen or {@link followed}. Read in a component or an effect, it follows. */
export const eventsOf = (process: string): readonly SlotEvent[] => trackOf(process).events.value;

/** Events of the chosen process, oldest first, {@link MAX_EVENTS} at most. */
export const events: ReadonlySignal<readonly SlotEvent[]> = computed(() =>
  chosenId.value === undefined ? [] : eventsOf(chosenId.value),
);

/** The newest slot of the chosen process that is computed; changes with each. Undefined without a process. */
export const newestSlot: ReadonlySignal<number | undefined> = computed(() => chosen.value?.computed);

/**
 * What a slot gave, as it was read to follow the process: of a slot that sent much, reading takes its time.
 * @throws PocketbeamError as `result` does.
 */
export async function resultOf(beam: Pocketbeam, process: string, slot: number): Promise<SlotResult> {
  await caughtUp();
  const read = eventsOf(process).find((event) => event.kind === 'slot' && event.slot === slot);
  return read?.kind === 'slot' ? read.result : beam.result({ process, slot });
}

let reading: Promise<void> = Promise.resolve();

/** Settles when what is known of by now has been read. Never rejects. */
export const caughtUp = (): Promise<void> => reading.catch(() => undefined);

/** Follows the chosen process, and the {@link followed} one: reads what each of its slots gave, once. */
export function followEvents(started: Pocketbeam): void {
  const follow = coalesce(async () => {
    const ids = new Set([chosenId.peek(), followed.peek()]);
    for (const { process, computed } of processes.peek())
      if (ids.has(process)) await readNew(started, process, computed);
  });
  started.on('change', hear);
  effect(() => {
    const other = processes.value.find(({ process }) => process === followed.value);
    // What it did before was not asked for.
    if (other && other.process !== chosenId.value) trackOf(other.process).next ??= other.computed + 1;
    if (chosen.value) void (reading = follow());
    const known = new Set(processes.value.map(({ process }) => process));
    for (const process of tracks.keys()) if (!known.has(process)) tracks.delete(process);
  });
}

function hear({ process, slot, keys }: Change): void {
  if (process === untracked(() => chosenId.value) || process === followed.peek())
    trackOf(process).heard.set(slot, { at: Date.now(), keys });
}

async function readNew(started: Pocketbeam, process: string, newest: number): Promise<void> {
  const track = trackOf(process);
  const from = Math.max(track.next ?? 0, newest - MAX_BEHIND + 1);
  const skippedFrom = track.next ?? 0;
  if (from > skippedFrom) add(track, { kind: 'skipped', from: skippedFrom, to: from - 1 });
  for (let slot = from; slot <= newest; slot++) {
    track.next = slot + 1;
    const heard = track.heard.get(slot);
    track.heard.delete(slot);
    try {
      const result = await started.result({ process, slot });
      add(track, { kind: 'slot', slot, result, ...(heard ? { heard: heard.at, keys: heard.keys } : {}) }, heard?.at);
    } catch (error) {
      add(track, { kind: 'unread', slot, error: errorWords(error) });
      // Perhaps it was removed in another tab.
      refreshSoon();
    }
  }
  for (const slot of track.heard.keys()) if (slot < from) track.heard.delete(slot);
}

function add({ events }: Track, what: What, at = Date.now()): void {
  const before = events.peek().at(-1)?.at ?? 0;
  events.value = [...events.peek(), { ...what, at: Math.max(at, before) }].slice(-MAX_EVENTS);
}
