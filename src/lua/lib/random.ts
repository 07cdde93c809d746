/**
 * `math.random` and `math.randomseed` (manual §6.7): xoshiro128** (Blackman and Vigna, public domain) on four 32-bit
 * words. They are the fields 1–4 of a Lua table, so that snapshots keep them and transactions undo draws.
 */
import { NONE, type Runtime } from '../native.ts';
import { wrapInteger } from '../number/text.ts';
import { float } from '../value.ts';
import type { LuaTable } from '../table.ts';
import { checkDouble, checkInteger, doubleToInteger } from './arguments.ts';
import { defineNativeClosure } from './native-closure.ts';

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The next 32 bits, 0 … 2^32 - 1. */
function draw(state: LuaTable): number {
  const a = state.getInteger(1) as number;
  const b = state.getInteger(2) as number;
  let c = state.getInteger(3) as number;
  let d = state.getInteger(4) as number;
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  c ^= a;
  d ^= b;
  state.setInteger(1, a ^ d);
  state.setInteger(2, b ^ c);
  state.setInteger(3, c ^ (b << 9));
  state.setInteger(4, rotate(d, 11));
  return result;
}

/** Fills the state from a 64-bit seed, its bits spread by splitmix steps so that near seeds differ at once. */
function seedState(state: LuaTable, seed: bigint): void {
  let word = BigInt.asUintN(64, seed);
  for (let field = 1; field <= 4; field++) {
    word = BigInt.asUintN(64, word + 0x9e3779b97f4a7c15n);
    let mixed = BigInt.asUintN(64, (word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    state.setInteger(field, Number(BigInt.asIntN(32, mixed ^ (mixed >> 31n))));
  }
}

/** A uniform integer 0 … `width` (at most 2^63 - 1): draws beyond the last whole multiple are thrown away. */
function below(state: LuaTable, width: bigint): bigint {
  const count = width + 1n;
  const bits = count <= 0x100000000n ? 32n : 64n;
  const limit = (1n << bits) - ((1n << bits) % count);
  for (;;) {
    let value = BigInt(draw(state));
    if (bits === 64n) value = (value << 32n) | BigInt(draw(state));
    if (value < limit) return value % count;
  }
}

function smallBelow(state: LuaTable, width: number): number {
  const count = width + 1;
  const limit = 0x100000000 - (0x100000000 % count);
  for (;;) {
    const value = draw(state);
    if (value < limit) return value % count;
  }
}

function between(rt: Runtime, state: LuaTable, low: number | bigint, high: number | bigint) {
  if (low > high) throw rt.argError(1, 'interval is empty');
  if (typeof low === 'number' && typeof high === 'number' && high - low < 0x100000000) {
    return low + smallBelow(state, high - low);
  }
  const width = BigInt(high) - BigInt(low);
  if (width >= 2n ** 63n) throw rt.argError(1, 'interval too large');
  return wrapInteger(BigInt(low) + below(state, width));
}

const random = defineNativeClosure('math.random', (rt, state, args) => {
  switch (args.length) {
    case 0:
      return float(((draw(state) >>> 5) * 0x4000000 + (draw(state) >>> 6)) / 2 ** 53);
    case 1:
      return between(rt, state, 1, checkInteger(rt, args, 1));
    case 2:
      return between(rt, state, checkInteger(rt, args, 1), checkInteger(rt, args, 2));
    default:
      throw rt.error('wrong number of arguments');
  }
});

const randomseed = defineNativeClosure('math.randomseed', (rt, state, args) => {
  const seed = checkDouble(rt, args, 1);
  seedState(state, BigInt(doubleToInteger(Math.floor(seed)) ?? 0));
  return NONE;
});

/** Puts both functions, with a generator of their own in its fixed first state, into the `math` table. */
export function installRandom(rt: Runtime, math: LuaTable): void {
  const state = rt.newTable();
  seedState(state, 0n);
  math.setString('random', random(state));
  math.setString('randomseed', randomseed(state));
}
