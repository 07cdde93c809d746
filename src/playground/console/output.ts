/** What the console shows: the slots of the chosen process and of the prompt, and what was typed, in the order of time. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { events, eventsOf, followed, type SlotEvent } from '../model/events.ts';
import { chosenId } from '../model/processes.ts';
import { oneLine } from '../text/error-words.ts';
import { linesOf, textLines, type ConsoleLine } from './console-lines.ts';
import { promptProcess } from './prompt-process.ts';

/** Lines that are kept. */
export const MAX_LINES = 1_000;

interface Entry {
  readonly at: number;
  readonly lines: readonly ConsoleLine[];
}

/** What was typed, and what the page says itself. */
const said = signal<readonly Entry[]>([]);

/** What is older was cleared away. */
const cleared = signal(0);

effect(() => {
  followed.value = promptProcess.value?.process;
});

/** Oldest first, {@link MAX_LINES} at most. */
export const lines: ReadonlySignal<readonly ConsoleLine[]> = computed(() => {
  const [process, prompt] = [chosenId.value, followed.value];
  const fromChosen = process === undefined ? [] : events.value.map((event) => entryOf(process, event));
  const fromPrompt =
    prompt === undefined || prompt === process ? [] : eventsOf(prompt).map((event) => entryOf(prompt, event));
  // Sorting keeps the order of what has the same time: what was typed comes before what it gave.
  return [...said.value, ...fromChosen, ...fromPrompt]
    .filter(({ at }) => at > cleared.value)
    .sort((a, b) => a.at - b.at)
    .flatMap((entry) => entry.lines)
    .slice(-MAX_LINES);
});

/** Shows a text that no slot printed. */
export function say(kind: ConsoleLine['kind'], text: string, process?: string): void {
  const entry = { at: Date.now(), lines: textLines(kind, text, process === undefined ? {} : { process }) };
  said.value = [...said.peek(), entry].slice(-MAX_LINES);
}

/** Takes away all that stands there. */
export function clearConsole(): void {
  cleared.value = Date.now();
  said.value = [];
}

const texts = new WeakMap<SlotEvent, Entry>();

function entryOf(process: string, event: SlotEvent): Entry {
  const known = texts.get(event);
  if (known) return known;
  const entry = { at: event.at, lines: textOf(process, event) };
  texts.set(event, entry);
  return entry;
}

function textOf(process: string, event: SlotEvent): ConsoleLine[] {
  switch (event.kind) {
    case 'slot':
      return linesOf(process, event.result);
    case 'skipped':
      return textLines('note', `slots ${event.from} to ${event.to} went by too fast to print`, { process });
    case 'unread':
      return textLines('error', oneLine(event.error), { process, slot: event.slot });
  }
}
