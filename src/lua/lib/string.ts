/** The `string` library (manual §6.4) and the metatable that all strings share. */
import type { Library, NativeBody } from '../native.ts';
import type { LuaValue } from '../value.ts';
import {
  checkFunction,
  checkIndex,
  checkInteger,
  checkString,
  optIndex,
  optString,
  produced,
  reserve,
} from './arguments.ts';
import { format } from './string-format.ts';
import { pack, packsize, unpack } from './string-pack.ts';
import { find, gmatch, gsub, match } from './string-search.ts';

/** Results that fit Lua's C stack. */
const MAX_RESULTS = 999_900;

/** Lua refuses longer repetitions: sizes of its string library are C ints. */
const MAX_REPEATED = 2 ** 31 - 1;

/** 1-based position; negative ones count from the end, those before the start are 0. */
function position(at: number, length: number): number {
  if (at >= 0) return at;
  return -at > length ? 0 : length + at + 1;
}

const byte: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const { length } = text;
  const asked = position(optIndex(rt, args, 2, 1), length);
  const last = Math.min(position(optIndex(rt, args, 3, asked), length), length);
  const first = Math.max(asked, 1);
  if (first === last) return text.charCodeAt(first - 1);
  if (last - first >= MAX_RESULTS) throw rt.error('stack overflow (string slice too long)');
  const bytes: LuaValue[] = [];
  for (let at = first; at <= last; at++) bytes.push(text.charCodeAt(at - 1));
  rt.charge(Math.trunc(bytes.length / 4));
  return bytes;
};

const char: NativeBody = (rt, args) => {
  let text = '';
  for (let index = 1; index <= args.length; index++) {
    const code = checkInteger(rt, args, index);
    if (!(code >= 0 && code <= 255)) throw rt.argError(index, 'value out of range');
    text += String.fromCharCode(Number(code));
  }
  rt.charge(Math.trunc(args.length / 4));
  return produced(rt, text);
};

const rep: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const count = checkIndex(rt, args, 2);
  const separator = optString(rt, args, 3, '');
  if (count <= 0) return '';
  const size = (text.length + separator.length) * count;
  if (text.length + separator.length > MAX_REPEATED / count) throw rt.error('resulting string too large');
  reserve(rt, size - separator.length);
  if (separator === '') return text.repeat(count);
  return (text + separator).repeat(count - 1) + text;
};

const sub: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const { length } = text;
  const first = Math.max(position(checkIndex(rt, args, 2), length), 1);
  const last = Math.min(position(optIndex(rt, args, 3, -1), length), length);
  if (first > last) return '';
  return first === 1 && last === length ? text : produced(rt, text.slice(first - 1, last));
};

const reverse: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  rt.charge(Math.trunc(text.length / 4));
  return produced(rt, text.split('').reverse().join(''));
};

/** Only ASCII letters change (C locale), while JavaScript's conversion would touch bytes beyond. */
function converting(convert: (text: string) => string): NativeBody {
  const table = Array.from({ length: 256 }, (_, code) => {
    const char = String.fromCharCode(code);
    return code < 128 ? convert(char) : char;
  });
  return (rt, args) => {
    const text = checkString(rt, args, 1);
    rt.charge(Math.trunc(text.length / 4));
    if (!/[\x80-\xff]/.test(text)) return produced(rt, convert(text));
    let result = '';
    for (let at = 0; at < text.length; at++) result += table[text.charCodeAt(at)]!;
    return produced(rt, result);
  };
}

const dump: NativeBody = (rt, args) => {
  checkFunction(rt, args, 1);
  throw rt.error('unable to dump given function');
};

export const stringLibrary: Library = {
  name: 'string',
  functions: {
    byte,
    char,
    dump,
    find,
    format,
    gmatch,
    gsub,
    len: (rt, args) => checkString(rt, args, 1).length,
    lower: converting((text) => text.toLowerCase()),
    match,
    pack,
    packsize,
    rep,
    reverse,
    sub,
    unpack,
    upper: converting((text) => text.toUpperCase()),
  },
  install(rt, table) {
    const metatable = rt.newTable();
    metatable.setString('__index', table);
    rt.stringMetatable = metatable;
  },
};
