/** The types of statistics.mjs, where it is described. */
export type Series = readonly (readonly number[])[];
export interface Banded {
  value: number;
  low: number;
  high: number;
}
export function median(numbers: readonly number[]): number;
export function quantile(numbers: readonly number[], share: number): number;
export function geometricMean(numbers: readonly number[]): number;
export function banded(numbers: readonly number[]): Banded;
export function middleOf(series: Series): Banded;
export function ratioOf(one: Series, other: Series): Banded;
