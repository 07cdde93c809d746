/** Arithmetic and comparison of bints, mixed with Lua numbers: integers stay exact, a float makes the result a float. */
import type { NativeResult } from '../native.ts';
import { wrapInteger } from '../number/text.ts';
import { float, type LuaNumber, type LuaValue } from '../value.ts';
import { isInteger, toDouble } from './arguments.ts';
import type { Bints } from './bint-value.ts';

export type BintBody = (bints: Bints, args: readonly LuaValue[]) => NativeResult;

type Exact = (a: bigint, b: bigint) => bigint;
type Inexact = (a: number, b: number) => number;

/** Quotient rounded down and the remainder with the divisor's sign (Lua's `//` and `%`). */
export function floorDivide(a: bigint, b: bigint): [bigint, bigint] {
  const quotient = a / b;
  const remainder = a - quotient * b;
  return remainder !== 0n && remainder < 0n !== b < 0n ? [quotient - 1n, remainder + b] : [quotient, remainder];
}

function nonZero(bints: Bints, divisor: bigint, what: string): bigint {
  if (divisor === 0n) throw bints.rt.error(`attempt to perform 'n${what}0'`);
  return divisor;
}

function floatModulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder * b < 0 ? remainder + b : remainder;
}

function onNumbers(a: LuaNumber, b: LuaNumber, exact: Exact, inexact: Inexact): LuaNumber {
  if (isInteger(a) && isInteger(b)) return wrapInteger(exact(BigInt(a), BigInt(b)));
  return float(inexact(toDouble(a), toDouble(b)));
}

/** An operator: on integers of the module where both operands are such, else on Lua numbers. */
function operator(exact: (bints: Bints) => Exact, inexact: Inexact, products = 0.5): BintBody {
  return (bints, args) => {
    bints.chargeProducts(products);
    const a = bints.convert(args[0]);
    const b = bints.convert(args[1]);
    if (a !== undefined && b !== undefined) return bints.make(exact(bints)(a, b));
    return onNumbers(bints.needNumber(args[0]), bints.needNumber(args[1]), exact(bints), inexact);
  };
}

function comparison(exact: (a: bigint, b: bigint) => boolean, inexact: (a: number, b: number) => boolean): BintBody {
  return (bints, args) => {
    const a = bints.convert(args[0]);
    const b = bints.convert(args[1]);
    if (a !== undefined && b !== undefined) return exact(a, b);
    return inexact(toDouble(bints.needNumber(args[0])), toDouble(bints.needNumber(args[1])));
  };
}

function floats(compute: Inexact): BintBody {
  return (bints, args) => {
    const a = toDouble(bints.needNumber(args[0]));
    return float(compute(a, toDouble(bints.needNumber(args[1]))));
  };
}

/** Division with both results; `unsigned` takes the operands' bits as they are. */
function division(divide: (a: bigint, b: bigint) => [bigint, bigint], unsigned = false): (pick?: 0 | 1) => BintBody {
  return (pick) => (bints, args) => {
    bints.chargeProducts(1);
    let a = bints.need(args[0]);
    let b = nonZero(bints, bints.need(args[1]), '//');
    if (unsigned) {
      a = bints.unsigned(a);
      b = bints.unsigned(b);
    }
    const results = divide(a, b);
    return pick === undefined ? results.map((result) => bints.make(result)) : bints.make(results[pick]);
  };
}

const truncating = (a: bigint, b: bigint): [bigint, bigint] => [a / b, a % b];
const unsignedDivision = division(truncating, true);
const truncatedDivision = division(truncating);
const flooredDivision = division(floorDivide);

/** `base ^ exponent` modulo `modulus`, all unsigned. */
function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus === 1n) return 0n;
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

/** Gas of a power: two products for each bit of the exponent. */
function chargePower(bints: Bints, exponent: bigint): void {
  bints.chargeProducts(2 * exponent.toString(16).length * 4);
}

const ipow: BintBody = (bints, args) => {
  const exponent = bints.unsigned(bints.need(args[1]));
  chargePower(bints, exponent);
  return bints.make(powerModulo(bints.unsigned(bints.need(args[0])), exponent, 1n << BigInt(bints.bits)));
};

const upowmod: BintBody = (bints, args) => {
  const modulus = bints.unsigned(nonZero(bints, bints.need(args[2]), '//'));
  const exponent = bints.unsigned(bints.need(args[1]));
  chargePower(bints, exponent);
  return bints.make(powerModulo(bints.unsigned(bints.need(args[0])), exponent, modulus));
};

function unary(exact: (value: bigint) => bigint, inexact: (value: number) => number): BintBody {
  return (bints, args) => {
    const value = bints.convert(args[0]);
    if (value !== undefined) return bints.make(exact(value));
    return float(inexact(toDouble(bints.needNumber(args[0]))));
  };
}

/** The chosen one of two as a bint, or as a Lua number when one of them is a float. */
function chosen(first: (comparison: boolean) => boolean): BintBody {
  return (bints, args) => {
    const a = bints.convert(args[0]);
    const b = bints.convert(args[1]);
    if (a !== undefined && b !== undefined) return bints.make(first(a < b) ? a : b);
    const left = bints.needNumber(args[0]);
    const right = bints.needNumber(args[1]);
    return first(toDouble(left) < toDouble(right)) ? left : right;
  };
}

const equal: BintBody = (bints, args) => {
  const a = bints.convert(args[0]);
  const b = bints.convert(args[1]);
  return a !== undefined && b !== undefined ? a === b : bints.rt.equals(args[0], args[1]);
};

function unsignedComparison(compare: (a: bigint, b: bigint) => boolean): BintBody {
  return (bints, args) => compare(bints.unsigned(bints.need(args[0])), bints.unsigned(bints.need(args[1])));
}

const modulo = operator((bints) => (a, b) => floorDivide(a, nonZero(bints, b, '%%'))[1], floatModulo, 1);

export const arithmetic: Readonly<Record<string, BintBody>> = {
  __add: operator(
    () => (a, b) => a + b,
    (a, b) => a + b,
  ),
  __sub: operator(
    () => (a, b) => a - b,
    (a, b) => a - b,
  ),
  __mul: operator(
    () => (a, b) => a * b,
    (a, b) => a * b,
    1,
  ),
  __idiv: operator(
    (bints) => (a, b) => floorDivide(a, nonZero(bints, b, '//'))[0],
    (a, b) => Math.floor(a / b),
    1,
  ),
  __mod: modulo,
  __div: floats((a, b) => a / b),
  __pow: floats((a, b) => a ** b),
  __unm: unary(
    (value) => -value,
    (value) => -value,
  ),
  __eq: equal,
  __lt: comparison(
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  __le: comparison(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  eq: equal,
  inc: unary(
    (value) => value + 1n,
    (value) => value + 1,
  ),
  dec: unary(
    (value) => value - 1n,
    (value) => value - 1,
  ),
  abs: unary((value) => (value < 0n ? -value : value), Math.abs),
  max: chosen((less) => !less),
  min: chosen((less) => less),
  udivmod: unsignedDivision(),
  udiv: unsignedDivision(0),
  umod: unsignedDivision(1),
  tdivmod: truncatedDivision(),
  tdiv: truncatedDivision(0),
  tmod: truncatedDivision(1),
  idivmod: flooredDivision(),
  idiv: flooredDivision(0),
  mod: modulo,
  ipow,
  upowmod,
  ult: unsignedComparison((a, b) => a < b),
  ule: unsignedComparison((a, b) => a <= b),
};
