import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LuaFloat } from '../value.ts';
import * as int64 from './int64.ts';

const edge = [
  0n,
  1n,
  -1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 53n - 1n,
  -(2n ** 53n),
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.tuple(fc.constantFrom(...edge), fc.bigInt({ min: -3n, max: 3n })).map(([a, b]) => BigInt.asIntN(64, a + b)),
);

/** The definition: exact, then wrapped. */
function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a % b !== 0n && a % b < 0n !== b < 0n ? 1n : 0n);
}

describe('64-bit integers', () => {
  it('agree with exact arithmetic wrapped to 64 bits, in canonical form', () => {
    fc.assert(
      fc.property(integer, integer, fc.integer({ min: -70, max: 70 }), (a, b, n) => {
        const [x, y] = [int64.wrap(a), int64.wrap(b)];
        expect(int64.add(x, y)).toBe(int64.wrap(a + b));
        expect(int64.subtract(x, y)).toBe(int64.wrap(a - b));
        expect(int64.multiply(x, y)).toBe(int64.wrap(a * b));
        expect(int64.negate(x)).toBe(int64.wrap(-a));
        expect(int64.and(x, y)).toBe(int64.wrap(a & b));
        expect(int64.or(x, y)).toBe(int64.wrap(a | b));
        expect(int64.xor(x, y)).toBe(int64.wrap(a ^ b));
        expect(int64.not(x)).toBe(int64.wrap(~a));
        const bits = BigInt.asUintN(64, a);
        const shifted = n >= 0 ? bits << BigInt(n) : bits >> BigInt(-n);
        expect(int64.shiftLeft(x, n)).toBe(Math.abs(n) >= 64 ? 0 : int64.wrap(shifted));
        expect(int64.shiftRight(x, -n)).toBe(Math.abs(n) >= 64 ? 0 : int64.wrap(shifted));
        if (b !== 0n) {
          expect(int64.floorDivide(x, y)).toBe(int64.wrap(floorDivide(a, b)));
          expect(int64.modulo(x, y)).toBe(int64.wrap(a - floorDivide(a, b) * b));
        }
        expect(int64.lessThan(x, y)).toBe(a < b);
        expect(int64.rawEquals(x, y)).toBe(a === b);
      }),
      { numRuns: 3000 },
    );
  });

  it('compare with floats exactly', () => {
    expect(int64.rawEquals(int64.MAX_INTEGER, new LuaFloat(2 ** 63))).toBe(false);
    expect(int64.lessThan(int64.MAX_INTEGER, new LuaFloat(2 ** 63))).toBe(true);
    expect(int64.rawEquals(int64.MIN_INTEGER, new LuaFloat(-(2 ** 63)))).toBe(true);
    expect(int64.rawEquals(1, new LuaFloat(1))).toBe(true);
    expect(int64.lessEqual(Number.NaN, 1)).toBe(false);
    expect(int64.doubleToInteger(2 ** 63)).toBeUndefined();
    expect(int64.doubleToInteger(-0)).toBe(0);
  });
});
