/**
 * The form of a heap snapshot.
 *
 *     magic · version · checksum of the rest · fingerprint of the build · process, slot, dialect
 *     strings · chunks (their texts: they are compiled again) · how many objects of each kind
 *     origins: AO-Core values behind lazy tables, each after those it holds
 *     shells: what an object is made of at once (function of a closure, name of a native …)
 *     contents: what refers to other objects, in the order of the kinds
 *     roots, addresses, accounts
 *
 * An object is named by its kind and its place among those of that kind, so that every reference is checked by a
 * comparison and no reference can be to something of another kind. Nothing recurses.
 */
import { bytesOf } from '../../core/value.ts';
import { luaModules } from '../aos/modules.ts';
import requireSource from '../aos/require.lua?raw';
import { checksum } from './checksum.ts';

export const MAGIC = 'PBheap';
/** Counts up with every change of this format, or of what a saved heap means (places of registers, accounts). */
export const VERSION = 1;

/** Kinds of objects. Those before {@link UPVALUE} are Lua values. */
export const TABLE = 0;
export const LAZY_TABLE = 1;
export const CLOSURE = 2;
export const COROUTINE = 3;
export const NATIVE = 4;
export const NATIVE_CLOSURE = 5;
export const WRAPPER = 6;
export const UPVALUE = 7;
export const ORIGIN = 8;
export const KINDS = 9;

/** Tags of values. From {@link OBJECT} on: an object, its kind added. */
export const NIL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const NATURAL = 3;
export const NEGATIVE = 4;
export const RAW_FLOAT = 5;
export const BOXED_FLOAT = 6;
export const INTEGER_64 = 7;
export const STRING = 8;
/** The main thread, which every heap has once. */
export const MAIN_THREAD = 9;
/** An atom, among origins only. */
export const ATOM = 10;
export const OBJECT = 16;

let known: number | undefined;

/** Differs between builds whose Lua parts differ: a snapshot of one is refused by the other. */
export function fingerprint(): number {
  if (known === undefined) {
    let sum = checksum(bytesOf(requireSource));
    for (const [name, text] of luaModules) sum = checksum(bytesOf(`\n${name}\n${text}`), sum);
    known = sum;
  }
  return known;
}
