import { describe, expect, it } from 'vitest';
import { slopeOf } from './slope.ts';

describe('the slope of samples', () => {
  it('is that of a line', () => {
    expect(slopeOf([0, 1, 2, 5].map((x) => [x, 7 - 3 * x]))).toBeCloseTo(-3);
  });
  it('is not that of one sample that lies apart', () => {
    const points = [0, 1, 2, 3, 4, 5, 6, 7].map((x): [number, number] => [x, 100 + x]);
    points[7] = [7, 900];
    expect(slopeOf(points)).toBeCloseTo(1);
  });
});
