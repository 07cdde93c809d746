/** What the console keeps of a slot. */
import { diagnosticText, type SlotResult } from 'pocketbeam';
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

/** Every line of the output, the error, and what a real node would do differently. */
export function linesOf({ slot, output, error, diagnostics = [] }: SlotResult): ConsoleLine[] {
  const printed = stripAnsi(output.data).replace(/\r?\n$/, '');
  const lines: ConsoleLine[] = printed ? split('print', slot, printed) : [];
  if (error) lines.push(...split('error', slot, oneLine(slotErrorWords(error))));
  for (const code of diagnostics) lines.push(...split('note', slot, diagnosticText(code)));
  return lines;
}

function split(kind: ConsoleLine['kind'], slot: number, text: string): ConsoleLine[] {
  return text.split(/\r?\n/).map((line, i) => ({ kind, ...(i ? {} : { slot }), text: shorten(line, MAX_LINE) }));
}
