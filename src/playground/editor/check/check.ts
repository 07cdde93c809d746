/** Everything there is to say about a Lua text before it is run. */
import { parseLua } from './parse.ts';
import { patchTables, portabilityMarks } from './portability.ts';
import type { Mark } from './mark.ts';
import { reportedMarks, type Reported } from './reported.ts';

/**
 * @param reported what running this text has told, if it has been run as it stands.
 * @returns marks, in the order of the text.
 */
export function checkLua(text: string, reported?: Reported): Mark[] {
  const parsed = parseLua(text);
  if ('error' in parsed) return [parsed.error];
  const marks = portabilityMarks(parsed.nodes);
  if (reported) marks.push(...reportedMarks(text, reported, marks, patchTables(parsed.nodes)));
  return marks.sort((a, b) => a.from - b.from || a.to - b.to);
}
