/** Lengths of time in words, as `cron@1.0` and Cron tags have them (`5-minutes`), and shorter (`5m`). */

import { BLOCK_MS } from './block-height.ts';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  second: 1000,
  m: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  block: BLOCK_MS,
};

/** For errors. */
export const DURATION_UNITS = 'milliseconds (ms), seconds (s), minutes (m), hours (h), days (d), blocks';

/** Milliseconds; undefined for what is no length of time. The plural of a word is the word. */
export function durationOf(text: unknown): number | undefined {
  const [, count, unit = ''] = (typeof text === 'string' && /^(\d{1,9})-?([a-z]+)$/i.exec(text)) || [];
  const word = unit.toLowerCase();
  const plain = word.length > 2 && word.endsWith('s') ? word.slice(0, -1) : word;
  return count !== undefined && Object.hasOwn(UNITS, plain) ? Number(count) * (UNITS[plain] ?? 0) : undefined;
}
