/** Bitwise operations of bints. Operands must be integers; shifts are logical, as Lua's own. */
import type { LuaValue } from '../value.ts';
import type { BintBody } from './bint-arithmetic.ts';
import type { Bints } from './bint-value.ts';

function bitwise(combine: (a: bigint, b: bigint) => bigint): BintBody {
  return (bints, args) => bints.make(combine(bints.need(args[0]), bints.need(args[1])));
}

/** Left for positive `by`, right for negative; nothing remains beyond the width. */
function shifted(bints: Bints, value: bigint, by: bigint): bigint {
  const width = BigInt(bints.bits);
  if (by >= width || by <= -width) return 0n;
  return by >= 0n ? value << by : bints.unsigned(value) >> -by;
}

function rotated(bints: Bints, value: bigint, by: bigint): bigint {
  const width = BigInt(bints.bits);
  const bits = ((by % width) + width) % width;
  const word = bints.unsigned(value);
  return (word << bits) | (word >> (width - bits));
}

const shiftLeft: BintBody = (bints, args) => bints.make(shifted(bints, bints.need(args[0]), bints.need(args[1])));
const shiftRight: BintBody = (bints, args) => bints.make(shifted(bints, bints.need(args[0]), -bints.need(args[1])));

/** Keeps the lowest `count` bits. */
function lowBits(bints: Bints, value: LuaValue, count: LuaValue): bigint {
  const bits = bints.need(count);
  if (bits <= 0n) return 0n;
  return bits >= BigInt(bints.bits) ? bints.need(value) : BigInt.asUintN(Number(bits), bints.need(value));
}

export const bitOperations: Readonly<Record<string, BintBody>> = {
  __band: bitwise((a, b) => a & b),
  __bor: bitwise((a, b) => a | b),
  __bxor: bitwise((a, b) => a ^ b),
  __bnot: (bints, args) => bints.make(~bints.need(args[0])),
  __shl: shiftLeft,
  __shr: shiftRight,
  brol: (bints, args) => bints.make(rotated(bints, bints.need(args[0]), bints.need(args[1]))),
  bror: (bints, args) => bints.make(rotated(bints, bints.need(args[0]), -bints.need(args[1]))),
  bwrap: (bints, args) => bints.make(lowBits(bints, args[0], args[1])),
};
