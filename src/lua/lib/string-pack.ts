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
/** Gas of a format option. */
const OPTION_UNITS = 6;

type Kind = 'signed' | 'unsigned' | 'float' | 'double' | 'chars' | 'counted' | 'zero' | 'byte' | 'align' | 'nothing';

interface Option {
  readonly kind: Kind;
  readonly size: number;
}

/** Options that are one letter. */
const FIXED: Readonly<Record<string, Option>> = {
  b: { kind: 'signed', size: 1 },
  B: { kind: 'unsigned', size: 1 },
  h: { kind: 'signed', size: 2 },
  H: { kind: 'unsigned', size: 2 },
  l: { kind: 'signed', size: 8 },
  L: { kind: 'unsigned', size: 8 },
  j: { kind: 'signed', size: 8 },
  J: { kind: 'unsigned', size: 8 },
  T: { kind: 'unsigned', size: 8 },
  f: { kind: 'float', size: 4 },
  d: { kind: 'double', size: 8 },
  n: { kind: 'double', size: 8 },
  z: { kind: 'zero', size: 0 },
  x: { kind: 'byte', size: 1 },
  X: { kind: 'align', size: 0 },
};

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

  /** The item read last: what it is, its bytes, the padding bytes before it. */
  kind: Kind = 'nothing';
  size = 0;
  padding = 0;

  /** Reads the next item when `total` bytes lie before it. */
  read(total: number): void {
    this.option();
    let align = this.size;
    const { kind } = this;
    if (kind === 'align') {
      if (this.done) throw this.badNext();
      this.option();
      if (this.kind === 'chars' || this.size === 0) throw this.badNext();
      align = this.size;
      this.kind = kind;
      this.size = 0;
    }
    this.padding = 0;
    if (align <= 1 || kind === 'chars') return;
    align = Math.min(align, this.maxAlign);
    if ((align & (align - 1)) !== 0) throw this.rt.argError(1, 'format asks for alignment not power of 2');
    this.padding = (align - (total & (align - 1))) & (align - 1);
  }

  private badNext(): Error {
    return this.rt.argError(1, "invalid next option for option 'X'");
  }

  private option(): void {
    this.rt.charge(OPTION_UNITS);
    const letter = this.format[this.at]!;
    this.at++;
    const fixed = FIXED[letter];
    if (fixed !== undefined) {
      this.kind = fixed.kind;
      this.size = fixed.size;
      return;
    }
    this.kind = 'nothing';
    this.size = 0;
    switch (letter) {
      case 'i':
        this.kind = 'signed';
        this.size = this.limited(4);
        break;
      case 'I':
        this.kind = 'unsigned';
        this.size = this.limited(4);
        break;
      case 's':
        this.kind = 'counted';
        this.size = this.limited(8);
        break;
      case 'c':
        this.kind = 'chars';
        this.size = this.numeral(-1);
        if (this.size < 0) throw this.rt.error("missing size for format option 'c'");
        break;
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
  let text = '';
  const add = (byte: number): void => {
    text = little ? text + String.fromCharCode(byte) : String.fromCharCode(byte) + text;
  };
  if (typeof value === 'number') {
    let rest = value;
    for (let i = 0; i < size; i++) {
      const byte = ((rest % 256) + 256) % 256;
      add(byte);
      rest = (rest - byte) / 256;
    }
    return text;
  }
  let rest = value;
  for (let i = 0; i < size; i++) {
    add(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return text;
}

function floatBytes(value: number, size: number, little: boolean): string {
  if (size === 4) floats.setFloat32(0, value, little);
  else floats.setFloat64(0, value, little);
  let text = '';
  for (let i = 0; i < size; i++) text += String.fromCharCode(floats.getUint8(i));
  return text;
}

function packItem(rt: Runtime, item: FormatReader, args: LuaValue[], index: number): string {
  const { kind, size, little } = item;
  switch (kind) {
    case 'signed':
    case 'unsigned': {
      const value = checkInteger(rt, args, index);
      if (size < 8) {
        const limit = 2 ** (size * 8 - (kind === 'signed' ? 1 : 0));
        if (kind === 'unsigned' && !(value >= 0 && value < limit)) throw rt.argError(index, 'unsigned overflow');
        if (kind === 'signed' && !(value >= -limit && value < limit)) throw rt.argError(index, 'integer overflow');
      }
      const unsigned = kind === 'unsigned' && value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
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
  const reader = new FormatReader(rt, format);
  // Lua keeps a nil after the arguments, so a missing one is reported as "got nil".
  const values = [...args, undefined];
  let result = '';
  let index = 1;
  while (!reader.done) {
    reader.read(result.length);
    if (reader.padding > 0) result += '\0'.repeat(reader.padding);
    if (takesValue(reader.kind)) index++;
    result += packItem(rt, reader, values, index);
  }
  return produced(rt, result);
}

/** `string.packsize(fmt)`. */
export function packsize(rt: Runtime, args: LuaValue[]): NativeResult {
  const format = checkString(rt, args, 1);
  const reader = new FormatReader(rt, format);
  let total = 0;
  while (!reader.done) {
    reader.read(total);
    if (reader.kind === 'counted' || reader.kind === 'zero') throw rt.argError(1, 'variable-length format');
    const size = reader.size + reader.padding;
    if (total > MAX_SIZE - size) throw rt.argError(1, 'format result too large');
    total += size;
  }
  return total;
}

function readInteger(rt: Runtime, data: string, at: number, size: number, little: boolean, signed: boolean) {
  if (size <= 6) {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + data.charCodeAt(little ? at + i : at + size - 1 - i);
    return signed && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
  }
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
  const reader = new FormatReader(rt, format);
  const results: LuaValue[] = [];
  while (!reader.done) {
    reader.read(at);
    const { kind, size, padding, little } = reader;
    if (at + padding + size > length) throw rt.argError(2, 'data string too short');
    at += padding;
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
      case 'byte':
      case 'align':
      case 'nothing':
        break;
    }
    at += size;
  }
  results.push(at + 1);
  return results;
}
