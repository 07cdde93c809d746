/** What a run has told, as marks: its error at its line, its diagnostics where the program patches. */
import type { Node } from 'luaparse';
import type { ErrorWords } from '../../text/error-words.ts';
import { lineRange, nodeText, type Mark } from './mark.ts';

export interface Reported {
  readonly error: ErrorWords | undefined;
  /** Codes of what a real node would do differently. */
  readonly diagnostics: readonly string[];
}

/** @param known marks that the text has already: what they say is not said again. @param patches the patch tables */
export function reportedMarks(
  text: string,
  { error, diagnostics }: Reported,
  known: readonly Mark[],
  patches: readonly Node[],
): Mark[] {
  const marks: Mark[] = [];
  if (error?.line !== undefined)
    marks.push({ ...lineRange(text, error.line), severity: 'error', message: error.message, code: error.code });
  const [first] = patches;
  if (!first) return marks;
  for (const code of diagnostics)
    if (!known.some((mark) => mark.code === code))
      marks.push({
        from: first.range[0],
        to: first.range[0] + 1,
        severity: 'warning',
        message: `${nodeText(code)} The last run told so.`,
        code,
      });
  return marks;
}
