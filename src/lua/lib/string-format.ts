/** `string.format` (manual §6.4): C's printf directives, exact for 64-bit integers, and `%q`. */
import type { NativeResult, Runtime } from '../native.ts';
import { formatA, formatE, formatF, formatG, formatNumber } from '../number/text.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { checkDouble, checkInteger, checkString, isNumber, join, produced, toDouble } from './arguments.ts';

/** A literal piece of a format, or one directive. */
interface Piece {
  readonly literal: string;
  /** Conversion letter; undefined for literals. */
  readonly conversion?: string;
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alt: boolean;
  readonly zero: boolean;
  readonly width: number;
  /** -1: none given. */
  readonly precision: number;
  /** What is wrong with the directive: raised when its turn comes. */
  readonly fault?: string;
  /** Nothing between `%` and the letter. */
  readonly bare: boolean;
}

/** Gas of a directive; with a precision beyond that of a double the digits come from long arithmetic. */
const DIRECTIVE_UNITS = 8;
const LONG_DIRECTIVE = 512;

const PLAIN = { left: false, plus: false, space: false, alt: false, zero: false, width: 0, precision: -1, bare: true };
const DIRECTIVE = /([-+ #0]*)([0-9]{0,2})(?:\.([0-9]{0,2}))?/y;
const CONVERSIONS = 'cdiouxXaAeEfgGqs';

function parse(format: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let literal = '';
  for (;;) {
    const percent = format.indexOf('%', at);
    if (percent < 0) break;
    literal += format.slice(at, percent);
    if (format[percent + 1] === '%') {
      literal += '%';
      at = percent + 2;
      continue;
    }
    if (literal !== '') pieces.push({ ...PLAIN, literal });
    literal = '';
    const directive = parseDirective(format, percent + 1);
    pieces.push(directive.piece);
    if (directive.piece.fault !== undefined) return pieces;
    at = directive.end;
  }
  literal += format.slice(at);
  if (literal !== '') pieces.push({ ...PLAIN, literal });
  return pieces;
}

function parseDirective(format: string, start: number): { piece: Piece; end: number } {
  DIRECTIVE.lastIndex = start;
  const [text, flags, width, precision] = DIRECTIVE.exec(format) as unknown as [string, string, string, string?];
  const at = start + text.length;
  const conversion = format[at] ?? '\0';
  let fault: string | undefined;
  if (flags.length > 5) fault = 'invalid format (repeated flags)';
  else if (conversion >= '0' && conversion <= '9') fault = 'invalid format (width or precision too long)';
  else if (!CONVERSIONS.includes(conversion)) {
    const code = conversion.charCodeAt(0);
    // As lua_pushfstring writes %c: unprintable bytes by number.
    const shown = code >= 32 && code < 127 ? conversion : `<\\${code}>`;
    fault = `invalid option '%${shown}' to 'format'`;
  }
  const piece: Piece = {
    literal: '',
    conversion,
    left: flags.includes('-'),
    plus: flags.includes('+'),
    space: flags.includes(' '),
    alt: flags.includes('#'),
    zero: flags.includes('0'),
    width: Number(width),
    precision: precision === undefined ? -1 : Number(precision),
    fault,
    bare: text === '',
  };
  return { piece, end: at + 1 };
}

const MAX_CACHED = 512;
const MAX_CACHED_LENGTH = 256;
/** What a parsed directive takes, and from how many on any ceiling is passed: a long format may be nothing else. */
const PIECE_BYTES = 256;
const MAX_COUNTED = 10_000_000;
let cache = new Map<string, Piece[]>();

function piecesOf(format: string): Piece[] {
  let pieces = cache.get(format);
  if (pieces === undefined) {
    pieces = parse(format);
    if (cache.size >= MAX_CACHED) cache = new Map();
    if (format.length <= MAX_CACHED_LENGTH) cache.set(format, pieces);
  }
  return pieces;
}

function pad(piece: Piece, text: string): string {
  if (text.length >= piece.width) return text;
  return piece.left ? text.padEnd(piece.width) : text.padStart(piece.width);
}

/** Pads a number of `sign` (with any `0x`) and `digits`, with zeros between the two when asked to. */
function padNumber(piece: Piece, sign: string, digits: string, zeros: boolean): string {
  const missing = piece.width - sign.length - digits.length;
  if (missing > 0 && zeros && !piece.left) return sign + '0'.repeat(missing) + digits;
  return pad(piece, sign + digits);
}

function signOf(piece: Piece, negative: boolean): string {
  return negative ? '-' : piece.plus ? '+' : piece.space ? ' ' : '';
}

function formatSigned(piece: Piece, value: number | bigint): string {
  if (piece.bare) return value.toString();
  const negative = value < 0;
  const digits = value.toString().slice(negative ? 1 : 0);
  return finishInteger(piece, signOf(piece, negative), digits, value === 0);
}

function formatUnsigned(piece: Piece, value: number | bigint, radix: 8 | 10 | 16, upper: boolean): string {
  let digits = (value < 0 ? BigInt.asUintN(64, BigInt(value)) : value).toString(radix);
  if (upper) digits = digits.toUpperCase();
  if (piece.bare) return digits;
  const isZero = value === 0;
  if (piece.alt && radix === 8 && !isZero && digits.length >= piece.precision) digits = '0' + digits;
  if (piece.alt && radix === 8 && isZero && piece.precision === 0) return pad(piece, '0');
  const prefix = piece.alt && radix === 16 && !isZero ? (upper ? '0X' : '0x') : '';
  return finishInteger(piece, prefix, digits, isZero);
}

function finishInteger(piece: Piece, sign: string, digits: string, isZero: boolean): string {
  if (piece.precision < 0) return padNumber(piece, sign, digits, piece.zero);
  const text = isZero && piece.precision === 0 ? '' : digits.padStart(piece.precision, '0');
  return padNumber(piece, sign, text, false);
}

function formatFloat(piece: Piece, conversion: string, value: number): string {
  const precision = piece.precision < 0 ? 6 : piece.precision;
  let text: string;
  switch (conversion.toLowerCase()) {
    case 'a':
      text = formatA(value, piece.precision < 0 ? undefined : piece.precision, piece.alt);
      break;
    case 'e':
      text = formatE(value, precision, piece.alt);
      break;
    case 'f':
      text = formatF(value, precision, piece.alt);
      break;
    default:
      text = formatG(value, precision, piece.alt);
  }
  if (conversion < 'a') text = text.toUpperCase();
  if (piece.bare) return text;
  const negative = text.startsWith('-');
  let sign = signOf(piece, negative);
  if (negative) text = text.slice(1);
  if (/^0[xX]/.test(text)) {
    sign += text.slice(0, 2);
    text = text.slice(2);
  }
  return padNumber(piece, sign, text, piece.zero && Number.isFinite(value));
}

/** A string in quotes that the Lua reader takes back (`%q`). */
function quote(text: string): string {
  let result = '"';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let escape: string;
    if (code === 34 || code === 92 || code === 10) escape = '\\' + text[at];
    else if (code < 32 || code === 127) {
      const next = text.charCodeAt(at + 1);
      escape = '\\' + (next >= 48 && next <= 57 ? String(code).padStart(3, '0') : String(code));
    } else continue;
    result += text.slice(copied, at) + escape;
    copied = at + 1;
  }
  return result + text.slice(copied) + '"';
}

function literal(rt: Runtime, value: LuaValue, index: number): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return value === -(2n ** 63n) ? '0x8000000000000000' : value.toString();
  if (value instanceof LuaFloat) return formatA(value.n);
  if (typeof value === 'number') return Number.isInteger(value) ? formatNumber(value) : formatA(value);
  if (value === undefined || typeof value === 'boolean') return rt.tostring(value);
  throw rt.argError(index, 'value has no literal form');
}

function formatString(rt: Runtime, piece: Piece, value: LuaValue, index: number): string {
  const text = typeof value === 'string' ? value : rt.tostring(value);
  if (piece.bare) return text;
  if (text.includes('\0')) throw rt.argError(index, 'string contains zeros');
  if (piece.precision < 0 && text.length >= 100) return text;
  return pad(piece, piece.precision < 0 ? text : text.slice(0, piece.precision));
}

function formatOne(rt: Runtime, piece: Piece, conversion: string, args: LuaValue[], index: number): string {
  switch (conversion) {
    case 'd':
    case 'i':
      return formatSigned(piece, checkInteger(rt, args, index));
    case 'u':
      return formatUnsigned(piece, checkInteger(rt, args, index), 10, false);
    case 'o':
      return formatUnsigned(piece, checkInteger(rt, args, index), 8, false);
    case 'x':
    case 'X':
      return formatUnsigned(piece, checkInteger(rt, args, index), 16, conversion === 'X');
    case 'c':
      return pad(piece, String.fromCharCode(Number(BigInt.asUintN(8, BigInt(checkInteger(rt, args, index))))));
    case 'q':
      return literal(rt, args[index - 1], index);
    case 's':
      return formatString(rt, piece, args[index - 1], index);
    default: {
      const value = args[index - 1];
      return formatFloat(piece, conversion, isNumber(value) ? toDouble(value) : checkDouble(rt, args, index));
    }
  }
}

/** `string.format(formatstring, ···)`. */
export function format(rt: Runtime, args: LuaValue[]): NativeResult {
  const text = checkString(rt, args, 1);
  rt.charge(Math.trunc(text.length / 4));
  if (text.length > MAX_CACHED_LENGTH) rt.allocate((text.split('%', MAX_COUNTED).length - 1) * PIECE_BYTES);
  const pieces = piecesOf(text);
  let result = '';
  let index = 1;
  for (const piece of pieces) {
    if (piece.conversion === undefined) {
      result = join(rt, result, piece.literal);
      continue;
    }
    index++;
    if (index > args.length) throw rt.argError(index, 'no value');
    if (piece.fault !== undefined) throw rt.error(piece.fault);
    rt.charge(piece.precision > 15 ? LONG_DIRECTIVE : DIRECTIVE_UNITS);
    result = join(rt, result, formatOne(rt, piece, piece.conversion, args, index));
  }
  return produced(rt, result);
}
