/** Numbers for charts: a round top, counts over time, sizes in words. */

/** The least of 1, 2, 5, 10, 20 … that is not below `most`; 1 for nothing. */
export function roundTop(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? 10 * power;
}

/**
 * How much fell into each of the last seconds, oldest first; the second that runs is the last.
 * @param counts by second since 1970
 * @param now milliseconds since 1970
 */
export function lastSeconds(counts: ReadonlyMap<number, number>, now: number, seconds: number): number[] {
  const last = Math.floor(now / 1000);
  return Array.from({ length: seconds }, (_, i) => counts.get(last - seconds + 1 + i) ?? 0);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.4 MB`: in powers of 1,000, as browsers tell them. */
export function sizeWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const scaled = bytes / 1000 ** power;
  return `${scaled < 10 && power ? scaled.toFixed(1) : Math.round(scaled)} ${UNITS[power]}`;
}

/** A part of a whole as a percentage that is never said to be nothing when it is something. */
export function shareWords(part: number, whole: number): string {
  const percent = whole ? (part / whole) * 100 : 0;
  if (percent > 0 && percent < 0.1) return 'less than 0.1 %';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** The middle of some numbers; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 ? half : half - 1], sorted[half]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
