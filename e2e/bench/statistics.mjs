/**
 * What is said of samples. A *series* has the samples of each round of one contender; the noise of a number is the band from
 * the least to the greatest that any one round alone would have given.
 *
 * @typedef {readonly (readonly number[])[]} Series
 * @typedef {{ value: number, low: number, high: number }} Banded
 */

/** @param {readonly number[]} numbers */
export const median = (numbers) => quantile(numbers, 0.5);

/**
 * Between two samples it lies in proportion.
 *
 * @param {readonly number[]} numbers
 * @param {number} share from 0 to 1: 0.95 for p95
 */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? NaN;
  return below + ((sorted[Math.ceil(at)] ?? NaN) - below) * (at - Math.floor(at));
}

/** @param {readonly number[]} numbers */
export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, n) => sum + Math.log(n), 0) / numbers.length);
}

/**
 * The median of the numbers that rounds have given, and their band.
 *
 * @param {readonly number[]} numbers one a round
 * @returns {Banded}
 */
export const banded = (numbers) => ({ value: median(numbers), low: Math.min(...numbers), high: Math.max(...numbers) });

/**
 * The median of all samples, with the band of the rounds' medians.
 *
 * @param {Series} series
 * @returns {Banded}
 */
export const middleOf = (series) => ({ ...banded(series.map(median)), value: median(series.flat()) });

/**
 * How many times the one takes what the other does, of medians, round by round: what slows a whole round slows both.
 *
 * @param {Series} one
 * @param {Series} other with as many rounds
 * @returns {Banded}
 */
export const ratioOf = (one, other) => banded(one.map((round, i) => median(round) / median(other[i] ?? [])));
