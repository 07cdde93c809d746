/** The `utf8` library (manual §6.5). As in Lua 5.3: up to U+10FFFF, surrogates allowed, overlong forms refused. */
import type { Library, NativeBody } from '../native.ts';
import { NONE } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { checkInteger, checkString, optIndex, produced, toIndex, toInteger } from './arguments.ts';
import { defineNativeClosure } from './native-closure.ts';

const MAX_CODE = 0x10ffff;
const MAX_RESULTS = 999_900;

function isContinuation(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xc0) === 0x80;
}

/** The code point at byte `at` (0-based) and the position after it, or undefined for an invalid sequence. */
function decode(text: string, at: number): { code: number; next: number } | undefined {
  const first = text.charCodeAt(at);
  if (first < 0x80) return { code: first, next: at + 1 };
  const size =
    first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc0 && first < 0xe0 ? 2 : 0;
  if (size === 0) return undefined;
  let code = first & (0x7f >> size);
  for (let offset = 1; offset < size; offset++) {
    if (!isContinuation(text, at + offset)) return undefined;
    code = (code << 6) | (text.charCodeAt(at + offset) & 0x3f);
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  return code < least || code > MAX_CODE ? undefined : { code, next: at + size };
}

/** UTF-8 bytes of a code point up to U+10FFFF, surrogates included. */
function encode(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  const tail = [0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), ...tail);
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), ...tail);
}

/** 1-based position; negative ones count from the end, those before the start are 0. */
function position(at: number, length: number): number {
  if (at >= 0) return at;
  return -at > length ? 0 : length + at + 1;
}

const char: NativeBody = (rt, args) => {
  let text = '';
  for (let index = 1; index <= args.length; index++) {
    const code = checkInteger(rt, args, index);
    if (!(code >= 0 && code <= MAX_CODE)) throw rt.argError(index, 'value out of range');
    text += encode(Number(code));
  }
  rt.charge(Math.trunc(args.length / 2));
  return produced(rt, text);
};

const codepoint: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const first = position(optIndex(rt, args, 2, 1), text.length);
  const last = position(optIndex(rt, args, 3, first), text.length);
  if (first < 1) throw rt.argError(2, 'out of range');
  if (last > text.length) throw rt.argError(3, 'out of range');
  if (last - first >= MAX_RESULTS) throw rt.error('stack overflow (string slice too long)');
  const codes: LuaValue[] = [];
  for (let at = first - 1; at < last;) {
    const found = decode(text, at);
    if (found === undefined) throw rt.error('invalid UTF-8 code');
    codes.push(found.code);
    at = found.next;
  }
  rt.charge(Math.trunc(codes.length / 2));
  return codes;
};

const len: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const first = position(optIndex(rt, args, 2, 1), text.length);
  const last = position(optIndex(rt, args, 3, -1), text.length);
  if (first < 1 || first - 1 > text.length) throw rt.argError(2, 'initial position out of string');
  if (last > text.length) throw rt.argError(3, 'final position out of string');
  let count = 0;
  for (let at = first - 1; at < last; count++) {
    const found = decode(text, at);
    if (found === undefined) return [undefined, at + 1];
    at = found.next;
  }
  rt.charge(Math.trunc(count / 2));
  return count;
};

const offset: NativeBody = (rt, args) => {
  const text = checkString(rt, args, 1);
  const count = toIndex(checkInteger(rt, args, 2));
  const start = position(optIndex(rt, args, 3, count >= 0 ? 1 : text.length + 1), text.length);
  if (start < 1 || start - 1 > text.length) throw rt.argError(3, 'position out of range');
  const begin = start - 1;
  let at = begin;
  let left = count;
  if (left === 0) {
    while (at > 0 && isContinuation(text, at)) at--;
    return at + 1;
  }
  if (isContinuation(text, at)) throw rt.error('initial position is a continuation byte');
  if (left < 0) {
    for (; left < 0 && at > 0; left++)
      do at--;
      while (at > 0 && isContinuation(text, at));
  } else {
    left--;
    for (; left > 0 && at < text.length; left--)
      do at++;
      while (isContinuation(text, at));
  }
  rt.charge(Math.trunc(Math.abs(at - begin) / 4));
  return left === 0 ? at + 1 : undefined;
};

const codesIterator = defineNativeClosure('utf8.codes.iterator', (rt, _state, args) => {
  const text = checkString(rt, args, 1);
  let at = toIndex(toInteger(args[1]) ?? 0) - 1;
  if (at < 0) at = 0;
  else if (at < text.length) {
    at++;
    while (isContinuation(text, at)) at++;
  }
  if (at >= text.length) return NONE;
  const found = decode(text, at);
  if (found === undefined || isContinuation(text, found.next)) throw rt.error('invalid UTF-8 code');
  return [at + 1, found.code];
});

export const utf8Library: Library = {
  name: 'utf8',
  functions: {
    char,
    codepoint,
    codes: (rt, args) => [codesIterator(rt.newTable()), checkString(rt, args, 1), 0],
    len,
    offset,
  },
  install(_rt, table) {
    table.setString('charpattern', '[\0-\x7f\xc2-\xf4][\x80-\xbf]*');
  },
};
