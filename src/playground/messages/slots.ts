/** What is known of the slots of the chosen process: their messages and what they gave, read as they are looked at. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Pocketbeam, SlotResult } from 'pocketbeam';
import { events } from '../model/events.ts';
import { chosen, processes } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { readSchedule, type ScheduledMessage } from './scheduled.ts';

export interface SlotRow {
  readonly slot: number;
  /** Undefined until the schedule was read. */
  readonly message?: ScheduledMessage;
  /** Undefined until it is computed and read. */
  readonly result?: SlotResult;
  /** Why its result, or its message, could not be read. */
  readonly error?: ErrorWords;
}

/** Slots that are read at once. */
const PAGE = 50;
/** Pages that are kept. */
const MAX_PAGES = 60;

type Page = Signal<ReadonlyMap<number, SlotRow>>;
const pages = new Map<string, Page>();
const reading = new Set<string>();

const keyOf = (process: string, index: number): string => `${process} ${index}`;

function pageOf(process: string, index: number): Page {
  const key = keyOf(process, index);
  const known = pages.get(key);
  if (known) return known;
  const page: Page = signal(new Map());
  pages.set(key, page);
  const [oldest] = pages.keys();
  if (pages.size > MAX_PAGES && oldest !== undefined) pages.delete(oldest);
  return page;
}

/** When the page heard that slots of the chosen process were computed, and what they gave. */
const heard = computed(
  () => new Map(events.value.flatMap((event) => (event.kind === 'slot' ? [[event.slot, event] as const] : []))),
);

/** Milliseconds from taking its slot to its result; undefined for what this page did not see happen. */
export function timeOf({ slot, message }: SlotRow): number | undefined {
  const at = heard.value.get(slot)?.heard;
  if (at === undefined || message?.timestamp === undefined) return undefined;
  const ms = at - message.timestamp;
  // A message may claim any time, and the clock may stand.
  return ms >= 0 && ms < MAX_TIME ? ms : undefined;
}

const MAX_TIME = 600_000;

/** What is known of a slot. Read in a component or an effect, it follows. */
export function rowOf(process: string, slot: number): SlotRow {
  return pageOf(process, Math.floor(slot / PAGE)).value.get(slot) ?? { slot };
}

/** Reads what is not known yet of the slots `from` to `to` of the chosen process. */
export function wantSlots(from: number, to: number): void {
  const process = chosen.peek();
  const beam = pocketbeam.peek();
  if (!process || !beam) return;
  for (let index = Math.floor(from / PAGE); index * PAGE <= Math.min(to, process.slot); index++)
    void readPage(beam, process.process, index);
}

async function readPage(beam: Pocketbeam, process: string, index: number): Promise<void> {
  const key = keyOf(process, index);
  if (reading.has(key)) return;
  reading.add(key);
  try {
    // What came while it was read is read once more.
    while (await readMissing(beam, process, index));
  } finally {
    reading.delete(key);
  }
}

/** @returns whether anything was read, so that more may be there by now. */
async function readMissing(beam: Pocketbeam, process: string, index: number): Promise<boolean> {
  const now = chosen.peek();
  if (now?.process !== process) return false;
  const page = pageOf(process, index);
  const last = Math.min(index * PAGE + PAGE - 1, now.slot);
  const slots = Array.from({ length: last - index * PAGE + 1 }, (_, i) => index * PAGE + i);
  const at = (slot: number): SlotRow | undefined => page.peek().get(slot);
  const unscheduled = slots.filter((slot) => !at(slot)?.message && !at(slot)?.error);
  const ungiven = slots.filter((slot) => slot <= now.computed && !at(slot)?.result && !at(slot)?.error);
  if (!unscheduled.length && !ungiven.length) return false;
  const [messages, results] = await Promise.all([
    messagesOf(beam, process, unscheduled),
    Promise.all(ungiven.map((slot) => resultOf(beam, process, slot))),
  ]);
  const rows = new Map(page.peek());
  for (const row of [...messages, ...results]) rows.set(row.slot, { ...rows.get(row.slot), ...row });
  page.value = rows;
  return messages.length + results.length > 0;
}

async function messagesOf(beam: Pocketbeam, process: string, slots: readonly number[]): Promise<SlotRow[]> {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return [];
  try {
    const messages = await readSchedule(beam, process, first, last);
    return messages.map((message) => ({ slot: message.slot, message }));
  } catch (error) {
    return slots.map((slot) => ({ slot, error: errorWords(error) }));
  }
}

async function resultOf(beam: Pocketbeam, process: string, slot: number): Promise<SlotRow> {
  try {
    return { slot, result: heard.peek().get(slot)?.result ?? (await beam.result({ process, slot })) };
  } catch (error) {
    return { slot, error: errorWords(error) };
  }
}

/** Forgets what could not be read, to try again. */
export function retrySlots(): void {
  for (const page of pages.values())
    page.value = new Map([...page.peek()].filter(([, { error }]) => error === undefined));
}

// A process that was removed may come back under its id with other messages.
effect(() => {
  const known = new Set(processes.value.map(({ process }) => process));
  for (const key of pages.keys()) if (!known.has(key.split(' ', 1)[0] ?? '')) pages.delete(key);
});

/** The slot whose details are shown. */
export const selected = signal<{ readonly process: string; readonly slot: number } | undefined>(undefined);

/** The same, if it is one of the chosen process. */
export const selectedSlot: ReadonlySignal<number | undefined> = computed(() => {
  const { process, slot } = selected.value ?? {};
  return process !== undefined && process === chosen.value?.process ? slot : undefined;
});
