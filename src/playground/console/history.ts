/** What was typed before, and which of it the arrow keys have brought back. */

/** Newest last. */
export type History = readonly string[];

export const MAX_HISTORY = 200;

/** Adds what was run; the same twice in a row counts once. */
export function remembered(history: History, input: string): History {
  return input === history.at(-1) ? history : [...history, input].slice(-MAX_HISTORY);
}

/** Where one is: `at` counts back from what is being written (0), whose text is kept meanwhile. */
export interface Recall {
  readonly at: number;
  readonly draft: string;
}

/**
 * One step back, or forward again.
 * @param shown what the prompt holds now.
 * @returns what it is to hold; undefined at either end.
 */
export function recall(
  history: History,
  { at, draft }: Recall,
  shown: string,
  step: 1 | -1,
): { text: string; now: Recall } | undefined {
  const to = at + step;
  if (to < 0 || to > history.length) return undefined;
  const kept = at === 0 ? shown : draft;
  return { text: to === 0 ? kept : (history[history.length - to] ?? ''), now: { at: to, draft: kept } };
}

/** The same from storage; undefined where it is none. */
export function readHistory(stored: unknown): History | undefined {
  return Array.isArray(stored) && stored.every((item) => typeof item === 'string') ? stored : undefined;
}
