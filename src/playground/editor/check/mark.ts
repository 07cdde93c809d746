import { diagnosticText } from 'pocketbeam';

/** Something to say about a place in a Lua text. */
export interface Mark {
  /** Offsets into the text. */
  readonly from: number;
  readonly to: number;
  /** `error`: it does not run. `warning`: a real node does something else. `info`: worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Code of the diagnostic or the error. */
  readonly code: string;
}

/** A line of a text, without its indent and its end; the last one where there is none. @param line from 1 */
export function lineRange(text: string, line: number): { from: number; to: number } {
  let from = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', from);
    if (end < 0) break;
    from = end + 1;
  }
  const end = text.indexOf('\n', from);
  const to = end < 0 ? text.length : end;
  const indent = text.slice(from, to).search(/\S/);
  return { from: indent < 0 ? from : from + indent, to };
}

/** What a real node does, by the code of a diagnostic, which stands beside it. */
export function nodeText(code: string): string {
  return diagnosticText(code).replace(` (${code})`, '');
}
