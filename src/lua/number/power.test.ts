import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { power } from './arithmetic.ts';

describe('power', () => {
  it('of integral numbers is correctly rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.nat({ max: 140 }), (a, b) => {
        expect(power(a, b)).toBe(Number(BigInt(a) ** BigInt(b)));
      }),
    );
    for (let n = 0; n <= 15; n++) expect(power(10, -n)).toBe(Number(`1e-${n}`));
    expect([power(10, 15), power(2, 53), power(5, 23), power(-3, 3)]).toEqual([1e15, 2 ** 53, Number(5n ** 23n), -27]);
  });
  it('keeps the edges of C', () => {
    expect([power(1, NaN), power(-1, Infinity), power(0, 0), power(2, 0.5), power(2, 1024), power(2, -1100)]).toEqual([
      1,
      1,
      1,
      Math.SQRT2,
      Infinity,
      0,
    ]);
    expect(Object.is(power(-0, 1), -0)).toBe(true);
  });
});
