/** `string.find`, `match`, `gmatch` and `gsub` (manual §6.4) over the pattern matcher. */
import type { Callback, NativeResult, Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import {
  checkLength,
  checkString,
  isFunction,
  isNumber,
  isTruthy,
  optIndex,
  produced,
  toIndex,
  checkInteger,
} from './arguments.ts';
import { typeName } from '../type-name.ts';
import { defineNativeClosure } from './native-closure.ts';
import { Matcher } from './string-pattern.ts';

const SPECIALS = /[\^$*+?.([%-]/;

/** 1-based start position; negative ones count from the end, those before the start give 0 or less. */
function startPosition(position: number, length: number): number {
  if (position >= 0) return position;
  return -position > length ? 0 : length + position + 1;
}

/** Texts up to this length are left to JavaScript: its search is fast, but its worst case is length times length. */
const SHORT_TEXT = 32;

/** Position of `text` at or after `start`, or -1: Knuth, Morris and Pratt, never more than two looks at each byte. */
function indexOfLong(subject: string, text: string, start: number): number {
  const fallback = new Int32Array(text.length);
  for (let at = 1, matched = 0; at < text.length; at++) {
    while (matched > 0 && text.charCodeAt(at) !== text.charCodeAt(matched)) matched = fallback[matched - 1]!;
    if (text.charCodeAt(at) === text.charCodeAt(matched)) matched++;
    fallback[at] = matched;
  }
  for (let at = start, matched = 0; at < subject.length; at++) {
    while (matched > 0 && subject.charCodeAt(at) !== text.charCodeAt(matched)) matched = fallback[matched - 1]!;
    if (subject.charCodeAt(at) === text.charCodeAt(matched)) matched++;
    if (matched === text.length) return at - matched + 1;
  }
  return -1;
}

function findPlain(rt: Runtime, subject: string, text: string, start: number): NativeResult {
  const long = text.length > SHORT_TEXT;
  if (long) rt.charge(text.length);
  const at = long ? indexOfLong(subject, text, start) : subject.indexOf(text, start);
  rt.charge(2 + Math.trunc(((at < 0 ? subject.length : at) - start) / (long ? 4 : 16)));
  return at < 0 ? undefined : [at + 1, at + text.length];
}

function findOrMatch(rt: Runtime, args: LuaValue[], find: boolean): NativeResult {
  const subject = checkString(rt, args, 1);
  const pattern = checkString(rt, args, 2);
  const start = Math.max(startPosition(optIndex(rt, args, 3, 1), subject.length), 1) - 1;
  if (start > subject.length) return undefined;
  if (find && (isTruthy(args[3]) || !SPECIALS.test(pattern))) return findPlain(rt, subject, pattern, start);
  const anchored = pattern.charCodeAt(0) === 94;
  const matcher = new Matcher(rt, subject, pattern, anchored ? 1 : 0);
  let at = start;
  let end: number;
  if (anchored) end = matcher.match(start);
  else {
    at = matcher.search(start);
    end = at < 0 ? -1 : matcher.end;
  }
  matcher.finish();
  if (end < 0) return undefined;
  if (!find) return matcher.count === 1 ? matcher.capture(0, at, end) : matcher.captures(at, end);
  return matcher.hasCaptures ? [at + 1, end, ...matcher.captures(at, end)] : [at + 1, end];
}

/** `string.find(s, pattern [, init [, plain]])`. */
export function find(rt: Runtime, args: LuaValue[]): NativeResult {
  return findOrMatch(rt, args, true);
}

/** `string.match(s, pattern [, init])`. */
export function match(rt: Runtime, args: LuaValue[]): NativeResult {
  return findOrMatch(rt, args, false);
}

/** State of an iterator: subject, pattern, position to go on from, end of the last match (-1: none). */
const SUBJECT = 1;
const PATTERN = 2;
const POSITION = 3;
const LAST = 4;

const matchIterator = defineNativeClosure('string.gmatch.iterator', (rt, state) => {
  const subject = state.getInteger(SUBJECT) as string;
  const matcher = new Matcher(rt, subject, state.getInteger(PATTERN) as string, 0);
  const last = state.getInteger(LAST) as number;
  let from = state.getInteger(POSITION) as number;
  let at = matcher.search(from);
  if (at >= 0 && matcher.end === last) {
    // An empty match right after the last one: not again.
    from = at + 1;
    at = from <= subject.length ? matcher.search(from) : -1;
  }
  matcher.finish();
  if (at < 0) {
    state.setInteger(POSITION, subject.length + 1);
    return undefined;
  }
  const { end } = matcher;
  state.setInteger(POSITION, end);
  state.setInteger(LAST, end);
  return matcher.count === 1 ? matcher.capture(0, at, end) : matcher.captures(at, end);
});

/** `string.gmatch(s, pattern)`; a leading `^` is an ordinary character here, as in Lua 5.3. */
export function gmatch(rt: Runtime, args: LuaValue[]): NativeResult {
  const subject = checkString(rt, args, 1);
  const pattern = checkString(rt, args, 2);
  const state = rt.newTable();
  state.setInteger(SUBJECT, subject);
  state.setInteger(PATTERN, pattern);
  state.setInteger(POSITION, 0);
  state.setInteger(LAST, -1);
  return matchIterator(state);
}

/** Text of one replacement, or undefined to keep the match. */
type Replacer = (matcher: Matcher, start: number, end: number) => LuaValue;

/** In a replacement text: what may not follow `%`. */
const INVALID = -1;

/** A replacement text with `%1` and the like as its texts and the numbers of the captures between them. */
function replacementParts(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  let copied = 0;
  for (;;) {
    const percent = text.indexOf('%', copied);
    if (percent < 0) return [...parts, text.slice(copied)];
    const digit = text.charCodeAt(percent + 1) - 48;
    const isPercent = text[percent + 1] === '%';
    parts.push(text.slice(copied, isPercent ? percent + 1 : percent));
    if (!isPercent) parts.push(digit >= 0 && digit <= 9 ? digit : INVALID);
    copied = percent + 2;
  }
}

function expandText(rt: Runtime, text: string): Replacer {
  if (!text.includes('%')) return () => text;
  const parts = replacementParts(text);
  return (matcher, start, end) => {
    let result = '';
    for (const part of parts) {
      if (part === INVALID) throw rt.error("invalid use of '%' in replacement string");
      if (typeof part === 'string') result += part;
      else {
        const value = part === 0 ? matcher.whole(start, end) : matcher.capture(part - 1, start, end);
        result += typeof value === 'string' ? value : rt.tostring(value);
      }
      checkLength(rt, result.length);
    }
    return result;
  };
}

/** @param callback calls a function */
function replacerOf(rt: Runtime, value: LuaValue, callback: Callback | undefined): Replacer {
  if (typeof value === 'string') return expandText(rt, value);
  if (isNumber(value)) return expandText(rt, formatNumber(value));
  if (value instanceof LuaTable) {
    return (matcher, start, end) => rt.index(value, matcher.capture(0, start, end));
  }
  if (callback !== undefined) {
    return (matcher, start, end) => {
      const first = matcher.capture(0, start, end);
      return callback.call(first, matcher.count > 1 ? matcher.capture(1, start, end) : undefined);
    };
  }
  if (isFunction(value)) return (matcher, start, end) => rt.call(value, matcher.captures(start, end))[0];
  throw rt.argError(3, 'string/function/table expected');
}

function replacementText(rt: Runtime, value: LuaValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isTruthy(value)) return undefined;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`invalid replacement value (a ${typeName(value)})`);
}

/** Bytes of a block of the result of `gsub`. */
const BLOCK = 8192;

/** The same string without the tree of concatenations that V8 keeps behind it until a character is read. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** `string.gsub(s, pattern, repl [, n])`. */
export function gsub(rt: Runtime, args: LuaValue[]): NativeResult {
  const subject = checkString(rt, args, 1);
  const pattern = checkString(rt, args, 2);
  const most = args[3] === undefined ? subject.length + 1 : toIndex(checkInteger(rt, args, 4));
  const anchored = pattern.charCodeAt(0) === 94;
  const matcher = new Matcher(rt, subject, pattern, anchored ? 1 : 0);
  const replacement = args[2];
  const callback = isFunction(replacement) && matcher.count <= 2 ? rt.callback(replacement, matcher.count) : undefined;
  try {
    return substitute(rt, subject, matcher, anchored, replacerOf(rt, replacement, callback), most);
  } finally {
    callback?.end();
  }
}

function substitute(
  rt: Runtime,
  subject: string,
  matcher: Matcher,
  anchored: boolean,
  replacer: Replacer,
  most: number,
): NativeResult {
  // Pieces are joined block by block: one rope of a hundred million matches would fill JavaScript's memory.
  const blocks: string[] = [];
  let block = '';
  let size = 0;
  let copied = 0;
  let from = 0;
  let last = -1;
  let count = 0;
  while (count < most) {
    const at = anchored ? from : matcher.search(from);
    const end = anchored ? matcher.match(from) : matcher.end;
    if (at < 0 || end < 0) break;
    if (end === last) {
      if (anchored || from >= subject.length) break;
      from++;
      continue;
    }
    count++;
    const text = replacementText(rt, replacer(matcher, at, end));
    if (text !== undefined) {
      rt.charge(1 + Math.trunc(text.length / 16));
      size += at - copied + text.length;
      checkLength(rt, size);
      rt.allocate(text.length);
      block += subject.slice(copied, at) + text;
      if (block.length > BLOCK) {
        blocks.push(flat(block));
        block = '';
      }
      copied = end;
    }
    from = last = end;
    if (anchored) break;
  }
  matcher.finish();
  if (copied === 0 && size === 0) return [subject, count];
  checkLength(rt, size + subject.length - copied);
  blocks.push(block, subject.slice(copied));
  return [produced(rt, blocks.join('')), count];
}
