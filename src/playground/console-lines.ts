/** What the console keeps of a slot. */
import type { SlotResult } from 'pocketbeam';
import { stripAnsi } from './ansi.ts';
import { oneLine, slotErrorWords } from './error-words.ts';
import { shorten } from './value-text.ts';

export interface ConsoleLine {
  kind: 'input' | 'print' | 'error' | 'note';
  /** Only on the first of the lines that belong together. */
  slot?: number;
  text: string;
}

const MAX_LINE = 2_000;

/** Every line of the output, then the error. */
export function linesOf({ slot, output, error }: SlotResult): ConsoleLine[] {
  const printed = stripAnsi(output.data).replace(/\r?\n$/, '');
  const lines: ConsoleLine[] = printed ? split('print', slot, printed) : [];
  if (error) lines.push(...split('error', slot, oneLine(slotErrorWords(error))));
  return lines;
}

function split(kind: ConsoleLine['kind'], slot: number, text: string): ConsoleLine[] {
  return text.split(/\r?\n/).map((line, i) => ({ kind, ...(i ? {} : { slot }), text: shorten(line, MAX_LINE) }));
}
