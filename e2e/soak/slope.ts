import { median } from '../bench/statistics.mjs';

/** A sample: what was measured at which place. */
export type Point = readonly [x: number, y: number];

/** How much `y` rises with `x`: the median of the slopes between any two points, so that no single one decides. */
export function slopeOf(points: readonly Point[]): number {
  return median(points.flatMap(([x, y], i) => points.slice(i + 1).map(([x2, y2]) => (y2 - y) / (x2 - x))));
}
