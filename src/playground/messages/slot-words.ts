/** What a slot did, in the few words of a line. */
import type { SlotResult } from 'pocketbeam';
import { isPatch } from './trace.ts';

export interface Counts {
  readonly patches: number;
  /** Messages, spawns and assignments that left the process. */
  readonly sent: number;
}

export function countsOf({ messages, spawns, assignments }: SlotResult): Counts {
  const patches = messages.filter(isPatch).length;
  return { patches, sent: messages.length - patches + spawns.length + assignments.length };
}

/** `2 patches, 1 sent`; the code of its error instead; `–` for nothing. */
export function didWords(result: SlotResult): string {
  if (result.error) return result.error.code;
  const { patches, sent } = countsOf(result);
  const words = [
    ...(patches ? [patches === 1 ? '1 patch' : `${patches} patches`] : []),
    ...(sent ? [`${sent} sent`] : []),
  ];
  return words.join(', ') || '–';
}

/** A count in at most five characters: `950`, `12.3k`, `4.1M`. */
export function brief(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  const [unit, size] = count < 999_500 ? (['k', 1e3] as const) : (['M', 1e6] as const);
  const scaled = count / size;
  return `${scaled < 100 ? scaled.toFixed(1) : Math.round(scaled)}${unit}`;
}

/** `10:31:07`, as the clock of this machine shows it. */
export function clockTime(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (number: number): string => String(number).padStart(2, '0');
  return Number.isNaN(date.getTime())
    ? String(timestamp)
    : `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
