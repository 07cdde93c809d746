/** The matcher of Lua patterns (manual §6.4.1): backtracking over compiled nodes, paid for step by step. */
import type { LuaValue } from '../value.ts';
import type { Runtime } from '../native.ts';
import {
  ANCHOR,
  BACK,
  BALANCE,
  CLOSE,
  compilePattern,
  END,
  FAULT,
  FRONTIER,
  LAZY,
  OPEN,
  OPTIONAL,
  PLUS,
  POSITION,
  SINGLE,
  STAR,
  type Pattern,
} from './string-pattern-compile.ts';

/** Nested attempts after which Lua gives up ("pattern too complex"). */
const MAX_DEPTH = 200;
/** Gas between two charges. */
const FLUSH = 1024;
/** Bytes that a plain scan (repetition, skipping to a first byte) looks at for one unit of gas. */
const SCANNED_PER_UNIT = 4;
/** Gas of a match that needs hardly a step. */
const BASE = 8;
/** Length of a position capture `()`. */
const NO_LENGTH = -2;

/**
 * One pattern against one subject. {@link match} and {@link search} leave the captures of the last success behind.
 * Call {@link finish} when done, so that the rest of its gas is charged.
 */
export class Matcher {
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly pattern: Pattern;
  private units: number;

  /** `pattern` without its `^` anchor. */
  constructor(
    private readonly rt: Runtime,
    private readonly subject: string,
    pattern: string,
  ) {
    this.pattern = compilePattern(pattern);
    // The same for a pattern from the cache: gas must not depend on what ran before.
    this.units = BASE + pattern.length;
  }

  /** End of the match that starts exactly at `start` (0-based), or -1. */
  match(start: number): number {
    return this.run(start, 0, 0);
  }

  /** Start of the first match at or after `start`, its end in {@link end}; or -1. */
  search(start: number): number {
    const { subject } = this;
    const { first, opened } = this.pattern;
    for (let at = start; at <= subject.length; at++) {
      if (first !== undefined) {
        const from = at;
        while (at < subject.length && first[subject.charCodeAt(at)] === 0) at++;
        if (opened === 0) this.scanned(at - from);
        else this.spend((at - from) * (opened + 1));
        if (at >= subject.length) {
          // There the nodes before the byte are looked at once more.
          if (opened > 0) this.spend(opened + 1);
          return -1;
        }
      }
      const end = this.run(at, 0, 0);
      if (end >= 0) {
        this.end = end;
        return at;
      }
    }
    return -1;
  }

  /** End of the match that {@link search} found. */
  end = 0;

  /** Charges what has not been charged yet. */
  finish(): void {
    this.rt.charge(this.units);
    this.units = 0;
  }

  /** How many values a match yields: its captures, or 1 for the whole match when it has none. */
  get count(): number {
    return this.pattern.captures === 0 ? 1 : this.pattern.captures;
  }

  /** Capture number `index` (0-based) of the match `start`–`end`; index 0 of a pattern without captures: all of it. */
  capture(index: number, start: number, end: number): LuaValue {
    if (index >= this.pattern.captures) {
      if (index === 0) return this.subject.slice(start, end);
      throw this.rt.error(`invalid capture index %${index + 1}`);
    }
    if (this.pattern.unfinished[index]) throw this.rt.error('unfinished capture');
    const from = this.starts[index]!;
    const length = this.lengths[index]!;
    return length === NO_LENGTH ? from + 1 : this.subject.slice(from, from + length);
  }

  /** The matched text `start`–`end`. */
  whole(start: number, end: number): string {
    return this.subject.slice(start, end);
  }

  /** All values of the match `start`–`end`, as string.match returns them. */
  captures(start: number, end: number): LuaValue[] {
    const values: LuaValue[] = [];
    const { count } = this;
    for (let index = 0; index < count; index++) values.push(this.capture(index, start, end));
    return values;
  }

  /** True when the pattern itself has captures. */
  get hasCaptures(): boolean {
    return this.pattern.captures > 0;
  }

  private spend(units: number): void {
    this.units += units;
    if (this.units >= FLUSH) this.finish();
  }

  private scanned(bytes: number): void {
    this.spend(Math.trunc(bytes / SCANNED_PER_UNIT));
  }

  /** The level below `level`. */
  private deeper(level: number): number {
    if (level >= MAX_DEPTH) throw this.rt.error('pattern too complex');
    return level + 1;
  }

  private run(start: number, from: number, depth: number): number {
    let level = this.deeper(depth);
    const { subject } = this;
    const { nodes } = this.pattern;
    const { length } = subject;
    let at = start;
    for (let next = from; ; next++) {
      const node = nodes[next]!;
      const { set } = node;
      this.spend(1);
      switch (node.kind) {
        case SINGLE:
          if (at >= length || set[subject.charCodeAt(at)] === 0) return -1;
          at++;
          break;
        case OPTIONAL:
          if (at < length && set[subject.charCodeAt(at)] === 1) {
            const end = this.run(at + 1, next + 1, level);
            if (end >= 0) return end;
          }
          break;
        case STAR:
          if (at >= length || set[subject.charCodeAt(at)] === 0) break;
          return this.expand(at, 0, next, level);
        case PLUS:
          if (at >= length || set[subject.charCodeAt(at)] === 0) return -1;
          return this.expand(at, 1, next, level);
        case LAZY:
          if (at >= length || set[subject.charCodeAt(at)] === 0) break;
          return this.expandLazily(at, next, level);
        // A capture is one level in Lua; nothing is left to do here after it, so it needs none of JavaScript's.
        case OPEN:
        case POSITION:
          this.starts[node.index] = at;
          this.lengths[node.index] = NO_LENGTH;
          level = this.deeper(level);
          break;
        case CLOSE:
          this.lengths[node.index] = at - this.starts[node.index]!;
          level = this.deeper(level);
          break;
        case BALANCE:
          at = this.balance(at, node.index, node.other);
          if (at < 0) return -1;
          break;
        case FRONTIER: {
          const before = at === 0 ? 0 : subject.charCodeAt(at - 1);
          const after = at >= length ? 0 : subject.charCodeAt(at);
          if (set[before] === 1 || set[after] === 0) return -1;
          break;
        }
        case BACK: {
          const size = this.lengths[node.index]!;
          if (size < 0 || length - at < size) return -1;
          const begin = this.starts[node.index]!;
          this.scanned(size);
          if (!subject.startsWith(subject.slice(begin, begin + size), at)) return -1;
          at += size;
          break;
        }
        case ANCHOR:
          if (at !== length) return -1;
          break;
        case END:
          return at;
        case FAULT:
          throw this.rt.error(node.message);
      }
    }
  }

  /** Greedy repetition: as many as there are, then fewer, not below `least`. */
  private expand(at: number, least: number, next: number, level: number): number {
    const { subject } = this;
    const { set } = this.pattern.nodes[next]!;
    let last = at;
    while (last < subject.length && set[subject.charCodeAt(last)] === 1) last++;
    this.scanned(last - at);
    for (; last >= at + least; last--) {
      const end = this.run(last, next + 1, level);
      if (end >= 0) return end;
    }
    return -1;
  }

  /** `-`: as few as will do. */
  private expandLazily(at: number, next: number, level: number): number {
    const { subject } = this;
    const { set } = this.pattern.nodes[next]!;
    for (let last = at; ; last++) {
      const end = this.run(last, next + 1, level);
      if (end >= 0) return end;
      if (last >= subject.length || set[subject.charCodeAt(last)] === 0) return -1;
    }
  }

  /** End of the balanced `open … close` at `at`, or -1. */
  private balance(at: number, open: number, close: number): number {
    const { subject } = this;
    if (at >= subject.length || subject.charCodeAt(at) !== open) return -1;
    let level = 1;
    for (let last = at + 1; last < subject.length; last++) {
      const byte = subject.charCodeAt(last);
      if (byte === close) {
        level--;
        if (level === 0) {
          this.scanned(last - at);
          return last + 1;
        }
      } else if (byte === open) level++;
    }
    this.scanned(subject.length - at);
    return -1;
  }
}
