/**
 * Big integers of a fixed width as Lua values: tables whose metatable is their module (`require('.bint')(256)`).
 *
 * The value itself lies in one field as plain data, a Lua integer or, beyond 64 bits, hexadecimal text: clones and heap
 * snapshots keep it. A side table remembers the BigInt of that field, so that it is not read again for each operation.
 */
import type { Runtime } from '../native.ts';
import { parseNumber, wrapInteger } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import type { LuaNumber, LuaValue } from '../value.ts';
import { isNumber, toInteger, toNumber } from './arguments.ts';

/** Gas of any operation: its result is a new table. */
const OPERATION = 24;

/** Field of a table that holds the value. */
const FIELD = 'bint';

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

interface Remembered {
  readonly stored: LuaValue;
  readonly value: bigint;
}

const remembered = new WeakMap<LuaTable, Remembered>();

function storedForm(value: bigint): LuaValue {
  if (value >= MIN_INTEGER && value <= MAX_INTEGER) return wrapInteger(value);
  return value < 0n ? `-${(-value).toString(16)}` : value.toString(16);
}

function readStored(stored: LuaValue): bigint {
  if (typeof stored === 'number' && Number.isInteger(stored)) return BigInt(stored);
  if (typeof stored === 'bigint') return stored;
  if (typeof stored === 'string' && /^-?[0-9a-f]+$/.test(stored)) {
    return stored.startsWith('-') ? -BigInt('0x' + stored.slice(1)) : BigInt('0x' + stored);
  }
  return 0n;
}

/** The digits of `text` (no sign) in `base` (2–36) as a number, or undefined. */
export function parseDigits(text: string, base: number): bigint | undefined {
  if (text === '') return undefined;
  if (base === 10 && /^[0-9]+$/.test(text)) return BigInt(text);
  if (base === 16 && /^[0-9a-fA-F]+$/.test(text)) return BigInt('0x' + text);
  if (base === 2 && /^[01]+$/.test(text)) return BigInt('0b' + text);
  let value = 0n;
  for (const char of text) {
    const digit = parseInt(char, 36);
    if (!(digit < base)) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

/** One module: the numbers of one width. Values are signed and wrap at {@link bits}. */
export class Bints {
  /** @param table the module table, also the metatable of its values */
  constructor(
    readonly rt: Runtime,
    readonly table: LuaTable,
    /** The width. */
    readonly bits: number,
  ) {}

  wrap(value: bigint): bigint {
    return BigInt.asIntN(this.bits, value);
  }

  unsigned(value: bigint): bigint {
    return BigInt.asUintN(this.bits, value);
  }

  /** Charges work on `count` products of full width. */
  chargeProducts(count: number): void {
    const words = Math.ceil(this.bits / 64);
    this.rt.charge(Math.ceil(OPERATION + count * (words + (words * words) / 64)));
  }

  /** A new Lua value; `value` wraps. */
  make(value: bigint): LuaTable {
    const made = this.rt.newTable();
    this.assign(made, value);
    made.setMetatable(this.table);
    return made;
  }

  /** Replaces the value of `target`, which is a value of this module. */
  assign(target: LuaTable, value: bigint): void {
    const wrapped = this.wrap(value);
    const stored = storedForm(wrapped);
    if (typeof stored === 'string') this.rt.allocate(stored.length);
    target.setString(FIELD, stored);
    remembered.set(target, { stored, value: wrapped });
  }

  isBint(value: LuaValue): value is LuaTable {
    return value instanceof LuaTable && value.metatable === this.table;
  }

  read(bint: LuaTable): bigint {
    const stored = bint.getString(FIELD);
    const known = remembered.get(bint);
    if (known !== undefined && known.stored === stored) return known.value;
    const value = this.wrap(readStored(stored));
    remembered.set(bint, { stored, value });
    return value;
  }

  /**
   * The integer that a bint, a Lua number with an exact 64-bit integer value or a string (decimal, `0x`, `0b`) stands
   * for; undefined for anything else.
   */
  convert(value: LuaValue): bigint | undefined {
    if (this.isBint(value)) return this.read(value);
    if (typeof value === 'string') return this.parse(value);
    if (!isNumber(value)) return undefined;
    const integer = toInteger(value);
    return integer === undefined ? undefined : BigInt(integer);
  }

  /** {@link convert}, or the error for operands that must be integers. */
  need(value: LuaValue): bigint {
    const converted = this.convert(value);
    if (converted === undefined) throw this.rt.error('number has no integer representation');
    return converted;
  }

  /** Text as `fromstring` reads it. Digits beyond the width wrap. */
  parse(text: string): bigint | undefined {
    const parts = /^([-+]?)(0[xX]|0[bB])?([0-9a-zA-Z]+)$/.exec(text);
    if (parts === null) return undefined;
    this.chargeDigits(text.length);
    const prefix = parts[2]?.[1]?.toLowerCase();
    const value = parseDigits(parts[3]!, prefix === 'x' ? 16 : prefix === 'b' ? 2 : 10);
    if (value === undefined) return undefined;
    return this.wrap(parts[1] === '-' ? -value : value);
  }

  /** Charges reading or writing that many digits. */
  chargeDigits(count: number): void {
    this.rt.charge(Math.ceil(count / 4 + (count * count) / 65536));
  }

  /** As a Lua number: the integer while 64 bits hold it, else the nearest float; other values as `tonumber` does. */
  toNumber(value: LuaValue): LuaNumber | undefined {
    if (!this.isBint(value)) return toNumber(value);
    const integer = this.read(value);
    if (integer >= MIN_INTEGER && integer <= MAX_INTEGER) return wrapInteger(integer);
    return parseNumber(`${integer}.0`);
  }

  /** {@link toNumber} for arithmetic on floats. */
  needNumber(value: LuaValue): LuaNumber {
    const number = this.toNumber(value);
    if (number === undefined) throw this.rt.error('attempt to perform arithmetic on a value that is no number');
    return number;
  }
}
