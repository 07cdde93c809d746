/** What the console keeps of a slot. */
import { diagnosticText, type SlotResult } from 'pocketbeam';
import { oneLine, slotErrorWords } from '../text/error-words.ts';
import { partsOf, type Part, type Style } from './ansi-parts.ts';

export interface ConsoleLine {
  readonly kind: 'input' | 'print' | 'error' | 'note';
  /** The process it is about; undefined for the page itself. */
  readonly process?: string;
  /** Only on the first of the lines that belong together. */
  readonly slot?: number;
  readonly parts: readonly Part[];
}

const MAX_LINE = 2_000;

/** Every line of the output, the error, and what a real node would do differently. */
export function linesOf(process: string, { slot, output, error, diagnostics = [] }: SlotResult): ConsoleLine[] {
  const printed = output.data.replace(/\r?\n$/, '');
  return [
    ...(printed ? textLines('print', printed, { process, slot }) : []),
    ...(error ? textLines('error', oneLine(slotErrorWords(error)), { process, slot }) : []),
    ...diagnostics.flatMap((code) => textLines('note', diagnosticText(code), { process, slot })),
  ];
}

/** The lines of a text, with its terminal colours. */
export function textLines(
  kind: ConsoleLine['kind'],
  text: string,
  { slot, ...of }: Pick<ConsoleLine, 'process' | 'slot'> = {},
): ConsoleLine[] {
  let style: Style = {};
  return text.split(/\r?\n/).map((line, i) => {
    const { parts, after } = partsOf(line, style, MAX_LINE);
    style = after;
    return { kind, ...of, ...(i || slot === undefined ? {} : { slot }), parts };
  });
}
