/** The `bit32` library of Lua 5.2 (its manual §6.7), which AO builds of Lua 5.3 keep: unsigned 32-bit operations. */
import type { Library, NativeBody, Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { checkIndex, checkInteger, optInteger } from './arguments.ts';

/** Argument `index` modulo 2^32. */
function word(rt: Runtime, args: readonly LuaValue[], index: number): number {
  const value = checkInteger(rt, args, index);
  return typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : value >>> 0;
}

function folded(start: number, combine: (a: number, b: number) => number): NativeBody {
  return (rt, args) => {
    let result = start;
    for (let index = 1; index <= args.length; index++) result = combine(result, word(rt, args, index));
    return result >>> 0;
  };
}

const band = folded(-1, (a, b) => a & b);

/** Left for positive, right for negative `by`; nothing remains of shifts by 32 and more. */
function shift(value: number, by: number): number {
  if (by <= -32 || by >= 32) return 0;
  return (by >= 0 ? value << by : value >>> -by) >>> 0;
}

function rotate(value: number, by: number | bigint): number {
  const bits = Number(BigInt.asUintN(5, BigInt(by)));
  return bits === 0 ? value : ((value << bits) | (value >>> (32 - bits))) >>> 0;
}

const arshift: NativeBody = (rt, args) => {
  const value = word(rt, args, 1);
  const by = checkIndex(rt, args, 2);
  if (by < 0 || value < 0x80000000) return shift(value, -by);
  return by >= 32 ? 0xffffffff : (value >> by) >>> 0;
};

/** Position and mask of the field that arguments `index` and `index + 1` describe. */
function field(rt: Runtime, args: readonly LuaValue[], index: number): { at: number; mask: number } {
  const at = checkInteger(rt, args, index);
  const width = optInteger(rt, args, index + 1, 1);
  if (at < 0) throw rt.argError(index, 'field cannot be negative');
  if (width <= 0) throw rt.argError(index + 1, 'width must be positive');
  if (BigInt(at) + BigInt(width) > 32n) throw rt.error('trying to access non-existent bits');
  return { at: Number(at), mask: width === 32 ? 0xffffffff : (1 << Number(width)) - 1 };
}

export const bit32Library: Library = {
  name: 'bit32',
  functions: {
    arshift,
    band,
    bnot: (rt, args) => ~word(rt, args, 1) >>> 0,
    bor: folded(0, (a, b) => a | b),
    btest: (rt, args) => band(rt, args) !== 0,
    bxor: folded(0, (a, b) => a ^ b),
    extract: (rt, args) => {
      const value = word(rt, args, 1);
      const { at, mask } = field(rt, args, 2);
      return ((value >>> at) & mask) >>> 0;
    },
    lrotate: (rt, args) => {
      // Lua checks the distance first: seen when both arguments are wrong.
      const by = checkInteger(rt, args, 2);
      return rotate(word(rt, args, 1), by);
    },
    lshift: (rt, args) => shift(word(rt, args, 1), checkIndex(rt, args, 2)),
    replace: (rt, args) => {
      const value = word(rt, args, 1);
      const bits = word(rt, args, 2);
      const { at, mask } = field(rt, args, 3);
      return ((value & ~(mask << at)) | ((bits & mask) << at)) >>> 0;
    },
    rrotate: (rt, args) => {
      const by = -BigInt(checkInteger(rt, args, 2));
      return rotate(word(rt, args, 1), by);
    },
    rshift: (rt, args) => shift(word(rt, args, 1), -checkIndex(rt, args, 2)),
  },
};
