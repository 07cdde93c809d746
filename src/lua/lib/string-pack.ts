/** `string.pack`, `string.unpack`, `string.packsize` (manual §6.4.2): sizes of a 64-bit little-endian machine. */
import type { NativeResult, Runtime } from '../native.ts';
import { wrapInteger } from '../number/text.ts';
import { float, type LuaValue } from '../value.ts';
import { checkDouble, checkInteger, checkString, optIndex, produced } from './arguments.ts';

const MAX_INTEGER_SIZE = 16;
const NATIVE_ALIGNMENT = 8;
/** Largest size that packsize reports: that of a C int. */
const MAX_SIZE = 0x7fffffff;
/** A size in a format stops before the digit that could take it beyond a C int. */
const MAX_NUMERAL = Math.trunc((MAX_SIZE - 9) / 10);
const NATIVE_SIZES: Record<string, number> = { b: 1, h: 2, i: 4, l: 8, j: 8, t: 8 };

type Kind = 'signed' | 'unsigned' | 'float' | 'double' | 'chars' | 'counted' | 'zero' | 'byte' | 'align' | 'nothing';

interface Option {
  readonly kind: Kind;
  readonly size: number;
}

interface Item extends Option {
  /** Padding bytes before the item. */
  readonly padding: number;
}

/** Reads a format option by option, keeping byte order and maximum alignment. */
class FormatReader {
  little = true;
  private maxAlign = 1;
  private at = 0;
  private readonly format: string;

  constructor(
    private readonly rt: Runtime,
    format: string,
  ) {
    // Formats end at a zero byte, as C strings do.
    const zero = format.indexOf('\0');
    this.format = zero < 0 ? format : format.slice(0, zero);
  }

  get done(): boolean {
    return this.at >= this.format.length;
  }

  /** The next item when `total` bytes lie before it. */
  item(total: number): Item {
    const option = this.option();
    let align = option.size;
    if (option.kind === 'align') {
      const next = this.done ? undefined : this.option();
      if (next === undefined || next.kind === 'chars' || next.size === 0) {
        throw this.rt.argError(1, "invalid next option for option 'X'");
      }
      align = next.size;
    }
    const result = option.kind === 'align' ? { kind: option.kind, size: 0 } : option;
    if (align <= 1 || option.kind === 'chars') return { ...result, padding: 0 };
    align = Math.min(align, this.maxAlign);
    if ((align & (align - 1)) !== 0) throw this.rt.argError(1, 'format asks for alignment not power of 2');
    return { ...result, padding: (align - (total & (align - 1))) & (align - 1) };
  }

  private option(): Option {
    const letter = this.format[this.at]!;
    this.at++;
    switch (letter) {
      case 'b':
      case 'h':
      case 'l':
      case 'j':
        return { kind: 'signed', size: NATIVE_SIZES[letter]! };
      case 'B':
      case 'H':
      case 'L':
      case 'J':
      case 'T':
        return { kind: 'unsigned', size: NATIVE_SIZES[letter.toLowerCase()]! };
      case 'i':
        return { kind: 'signed', size: this.limited(4) };
      case 'I':
        return { kind: 'unsigned', size: this.limited(4) };
      case 'f':
        return { kind: 'float', size: 4 };
      case 'd':
      case 'n':
        return { kind: 'double', size: 8 };
      case 's':
        return { kind: 'counted', size: this.limited(8) };
      case 'c': {
        const size = this.numeral(-1);
        if (size < 0) throw this.rt.error("missing size for format option 'c'");
        return { kind: 'chars', size };
      }
      case 'z':
        return { kind: 'zero', size: 0 };
      case 'x':
        return { kind: 'byte', size: 1 };
      case 'X':
        return { kind: 'align', size: 0 };
      case ' ':
        break;
      case '<':
      case '=':
        this.little = true;
        break;
      case '>':
        this.little = false;
        break;
      case '!':
        this.maxAlign = this.limited(NATIVE_ALIGNMENT);
        break;
      default:
        throw this.rt.error(`invalid format option '${letter}'`);
    }
    return { kind: 'nothing', size: 0 };
  }

  private numeral(fallback: number): number {
    let value = -1;
    while (!this.done && (value < 0 || value <= MAX_NUMERAL)) {
      const digit = this.format.charCodeAt(this.at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = Math.max(value, 0) * 10 + digit;
      this.at++;
    }
    return value < 0 ? fallback : value;
  }

  private limited(fallback: number): number {
    const size = this.numeral(fallback);
    if (size > MAX_INTEGER_SIZE || size <= 0) {
      throw this.rt.error(`integral size (${size}) out of limits [1,${MAX_INTEGER_SIZE}]`);
    }
    return size;
  }
}

const floats = new DataView(new ArrayBuffer(8));

function integerBytes(value: number | bigint, size: number, little: boolean): string {
  let rest = BigInt(value);
  const bytes: number[] = [];
  for (let i = 0; i < size; i++) {
    bytes.push(Number(rest & 0xffn));
    rest >>= 8n;
  }
  if (!little) bytes.reverse();
  return String.fromCharCode(...bytes);
}

function floatBytes(value: number, size: number, little: boolean): string {
  if (size === 4) floats.setFloat32(0, value, little);
  else floats.setFloat64(0, value, little);
  let text = '';
  for (let i = 0; i < size; i++) text += String.fromCharCode(floats.getUint8(i));
  return text;
}

function packItem(rt: Runtime, item: Item, little: boolean, args: LuaValue[], index: number): string {
  const { kind, size } = item;
  switch (kind) {
    case 'signed':
    case 'unsigned': {
      const value = checkInteger(rt, args, index);
      if (size < 8) {
        const limit = 2 ** (size * 8 - (kind === 'signed' ? 1 : 0));
        if (kind === 'unsigned' && !(value >= 0 && value < limit)) throw rt.argError(index, 'unsigned overflow');
        if (kind === 'signed' && !(value >= -limit && value < limit)) throw rt.argError(index, 'integer overflow');
      }
      const unsigned = kind === 'unsigned' ? BigInt.asUintN(64, BigInt(value)) : value;
      return integerBytes(unsigned, size, little);
    }
    case 'float':
    case 'double':
      return floatBytes(checkDouble(rt, args, index), size, little);
    case 'chars': {
      const text = checkString(rt, args, index);
      if (text.length > size) throw rt.argError(index, 'string longer than given size');
      rt.allocate(size);
      return text + '\0'.repeat(size - text.length);
    }
    case 'counted': {
      const text = checkString(rt, args, index);
      if (size < 8 && text.length >= 2 ** (size * 8)) {
        throw rt.argError(index, 'string length does not fit in given size');
      }
      return integerBytes(text.length, size, little) + text;
    }
    case 'zero': {
      const text = checkString(rt, args, index);
      if (text.includes('\0')) throw rt.argError(index, 'string contains zeros');
      return text + '\0';
    }
    default:
      return '\0'.repeat(size);
  }
}

function takesValue(kind: Kind): boolean {
  return kind !== 'byte' && kind !== 'align' && kind !== 'nothing';
}

/** `string.pack(fmt, v1, v2, ···)`. */
export function pack(rt: Runtime, args: LuaValue[]): NativeResult {
  const format = checkString(rt, args, 1);
  rt.charge(Math.trunc(format.length / 4));
  const reader = new FormatReader(rt, format);
  // Lua keeps a nil after the arguments, so a missing one is reported as "got nil".
  const values = [...args, undefined];
  let result = '';
  let index = 1;
  while (!reader.done) {
    const item = reader.item(result.length);
    if (item.padding > 0) result += '\0'.repeat(item.padding);
    if (takesValue(item.kind)) index++;
    result += packItem(rt, item, reader.little, values, index);
  }
  return produced(rt, result);
}

/** `string.packsize(fmt)`. */
export function packsize(rt: Runtime, args: LuaValue[]): NativeResult {
  const format = checkString(rt, args, 1);
  rt.charge(Math.trunc(format.length / 4));
  const reader = new FormatReader(rt, format);
  let total = 0;
  while (!reader.done) {
    const item = reader.item(total);
    if (item.kind === 'counted' || item.kind === 'zero') throw rt.argError(1, 'variable-length format');
    const size = item.size + item.padding;
    if (total > MAX_SIZE - size) throw rt.argError(1, 'format result too large');
    total += size;
  }
  return total;
}

function readInteger(rt: Runtime, data: string, at: number, size: number, little: boolean, signed: boolean) {
  let low = 0n;
  for (let i = Math.min(size, 8) - 1; i >= 0; i--) {
    low = (low << 8n) | BigInt(data.charCodeAt(little ? at + i : at + size - 1 - i));
  }
  if (size < 8) return wrapInteger(signed ? BigInt.asIntN(size * 8, low) : low);
  const value = BigInt.asIntN(64, low);
  const fill = signed && value < 0n ? 0xff : 0;
  for (let i = 8; i < size; i++) {
    if (data.charCodeAt(little ? at + i : at + size - 1 - i) !== fill) {
      throw rt.error(`${size}-byte integer does not fit into Lua Integer`);
    }
  }
  return wrapInteger(value);
}

function readFloat(data: string, at: number, size: number, little: boolean): LuaValue {
  for (let i = 0; i < size; i++) floats.setUint8(i, data.charCodeAt(at + i));
  return float(size === 4 ? floats.getFloat32(0, little) : floats.getFloat64(0, little));
}

/** `string.unpack(fmt, s [, pos])`. */
export function unpack(rt: Runtime, args: LuaValue[]): NativeResult {
  const format = checkString(rt, args, 1);
  const data = checkString(rt, args, 2);
  const { length } = data;
  const start = optIndex(rt, args, 3, 1);
  // 0 and anything before the string wrap to a huge position in Lua 5.3 and end in the same error.
  let at = (start >= 0 ? start : -start > length ? 0 : length + start + 1) - 1;
  if (at < 0 || at > length) throw rt.argError(3, 'initial position out of string');
  rt.charge(Math.trunc(format.length / 4));
  const reader = new FormatReader(rt, format);
  const results: LuaValue[] = [];
  while (!reader.done) {
    const item = reader.item(at);
    const { kind, size } = item;
    if (at + item.padding + size > length) throw rt.argError(2, 'data string too short');
    at += item.padding;
    const { little } = reader;
    switch (kind) {
      case 'signed':
      case 'unsigned':
        results.push(readInteger(rt, data, at, size, little, kind === 'signed'));
        break;
      case 'float':
      case 'double':
        results.push(readFloat(data, at, size, little));
        break;
      case 'chars':
        results.push(produced(rt, data.slice(at, at + size)));
        break;
      case 'counted': {
        const count = Number(BigInt.asUintN(64, BigInt(readInteger(rt, data, at, size, little, false))));
        if (at + count + size > length) throw rt.argError(2, 'data string too short');
        results.push(produced(rt, data.slice(at + size, at + size + count)));
        at += count;
        break;
      }
      case 'zero': {
        const zero = data.indexOf('\0', at);
        const end = zero < 0 ? length : zero;
        results.push(produced(rt, data.slice(at, end)));
        at = end + 1;
        break;
      }
    }
    at += size;
  }
  results.push(at + 1);
  return results;
}
