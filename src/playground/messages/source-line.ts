/** Whether a line that an error names is still the one in the editor. */
import { MAIN, type SourceFile } from '../model/project-files.ts';
import type { ErrorWords } from '../text/error-words.ts';

/**
 * Where in the editor an error stands: only if the line there is the one that was run.
 * @param ran the text whose lines the error counts.
 */
export function placeOf(
  { line, file = MAIN }: Pick<ErrorWords, 'line' | 'file'>,
  ran: string,
  files: readonly SourceFile[],
): { path: string; line: number } | undefined {
  const open = files.find(({ path }) => path === file);
  if (line === undefined || !open) return undefined;
  // Of a required file nobody keeps what was run.
  if (file === MAIN && lineOf(open.text, line) !== lineOf(ran, line)) return undefined;
  return lineOf(open.text, line) === undefined ? undefined : { path: file, line };
}

const lineOf = (text: string, line: number): string | undefined => text.split(/\r?\n/)[line - 1];
