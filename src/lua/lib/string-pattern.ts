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

/** What there is of captures where the pattern has none. */
const NOTHING: number[] = [];

/** Numbers of a choice: its node, where the text went on, where it may go on at least, and the level. */
const CHOICE = 4;

/** Where the match at hand can still go on otherwise. Each choice is a level; nothing else matches meanwhile. */
const trail = new Int32Array((MAX_DEPTH + 1) * CHOICE);

function keep(choices: number, node: number, at: number, least: number, level: number): number {
  trail[choices] = node;
  trail[choices + 1] = at;
  trail[choices + 2] = least;
  trail[choices + 3] = level;
  return choices + CHOICE;
}

/**
 * One pattern against one subject. {@link match} and {@link search} leave the captures of the last success behind.
 * Call {@link finish} when done, so that the rest of its gas is charged.
 */
export class Matcher {
  private readonly starts: number[];
  private readonly lengths: number[];
  private readonly pattern: Pattern;
  private units: number;

  /** @param skipped how many bytes of the pattern are its `^` anchor */
  constructor(
    private readonly rt: Runtime,
    private readonly subject: string,
    pattern: string,
    skipped: 0 | 1,
  ) {
    this.pattern = compilePattern(pattern, skipped);
    this.starts = this.pattern.captures > 0 ? [] : NOTHING;
    this.lengths = this.pattern.captures > 0 ? [] : NOTHING;
    // The same for a pattern from the cache: gas must not depend on what ran before.
    this.units = BASE + pattern.length - skipped;
  }

  /** End of the match that starts exactly at `start` (0-based), or -1. */
  match(start: number): number {
    return this.run(start);
  }

  /** Start of the first match at or after `start`, its end in {@link end}; or -1. */
  search(start: number): number {
    const { subject } = this;
    const { first, opened, isFrontier } = this.pattern;
    for (let at = start; at <= subject.length; at++) {
      if (first !== undefined) {
        const from = at;
        while (at < subject.length && first[subject.charCodeAt(at)] === 0) at++;
        if (isFrontier) this.units = this.flushSteps(this.units + (at - from) * (opened + 1));
        else if (opened === 0) this.scanned(at - from);
        else this.spend((at - from) * (opened + 1));
        if (at >= subject.length && !isFrontier) {
          // There the nodes before the byte are looked at once more.
          if (opened > 0) this.spend(opened + 1);
          return -1;
        }
      }
      const end = this.run(at);
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

  private flush(units: number): number {
    this.rt.charge(units);
    return 0;
  }

  /** Charges what a flush in the course of single steps would have charged; gives what is left over. */
  private flushSteps(units: number): number {
    const rest = units % FLUSH;
    this.rt.charge(units - rest);
    return rest;
  }

  private spend(units: number): void {
    this.units += units;
    if (this.units >= FLUSH) this.finish();
  }

  private scanned(bytes: number): void {
    this.spend((bytes / SCANNED_PER_UNIT) | 0);
  }

  /** The level below `level`. */
  private deeper(level: number): number {
    if (level >= MAX_DEPTH) throw this.rt.error('pattern too complex');
    return level + 1;
  }

  /**
   * End of the match that starts at `start`, or -1. Where a repetition could have ended otherwise is kept on the trail, to be
   * tried after a failure, the newest first.
   */
  private run(start: number): number {
    const { subject, starts, lengths } = this;
    const { nodes } = this.pattern;
    const { length } = subject;
    let at = start;
    let next = 0;
    let level = 1;
    let choices = 0;
    let { units } = this;
    for (;;) {
      const node = nodes[next]!;
      const { set, kind } = node;
      let matches = true;
      if (++units >= FLUSH) units = this.flush(units);
      switch (kind) {
        case SINGLE:
          matches = at < length && set[subject.charCodeAt(at)] === 1;
          at++;
          break;
        case OPTIONAL:
        case LAZY:
          if (at >= length || set[subject.charCodeAt(at)] === 0) break;
          choices = keep(choices, next, at, at, level);
          level = this.deeper(level);
          if (kind === OPTIONAL) at++;
          break;
        case STAR:
        case PLUS: {
          const from = at;
          while (at < length && set[subject.charCodeAt(at)] === 1) at++;
          if (at === from) {
            matches = kind === STAR;
            break;
          }
          units += ((at - from) / SCANNED_PER_UNIT) | 0;
          if (units >= FLUSH) units = this.flush(units);
          choices = keep(choices, next, at, kind === STAR ? from : from + 1, level);
          level = this.deeper(level);
          break;
        }
        // A capture is one level in Lua; nothing is left to do here after it, so it needs none of JavaScript's.
        case OPEN:
        case POSITION:
          starts[node.index] = at;
          lengths[node.index] = NO_LENGTH;
          level = this.deeper(level);
          break;
        case CLOSE:
          lengths[node.index] = at - starts[node.index]!;
          level = this.deeper(level);
          break;
        case BALANCE:
          this.units = units;
          at = this.balance(at, node.index, node.other);
          ({ units } = this);
          matches = at >= 0;
          break;
        case FRONTIER:
          matches =
            set[at === 0 ? 0 : subject.charCodeAt(at - 1)] === 0 && set[at < length ? subject.charCodeAt(at) : 0] === 1;
          break;
        case BACK: {
          const size = lengths[node.index]!;
          matches = size >= 0 && length - at >= size;
          if (!matches) break;
          units += (size / SCANNED_PER_UNIT) | 0;
          if (units >= FLUSH) units = this.flush(units);
          matches = this.repeats(starts[node.index]!, size, at);
          at += size;
          break;
        }
        case ANCHOR:
          matches = at === length;
          break;
        case END:
          this.units = units;
          return at;
        case FAULT:
          throw this.rt.error(node.message);
      }
      while (!matches) {
        if (choices === 0) {
          this.units = units;
          return -1;
        }
        choices -= CHOICE;
        next = trail[choices]!;
        at = trail[choices + 1]!;
        const least = trail[choices + 2]!;
        level = trail[choices + 3]!;
        const { kind: repetition, set: repeated, hopeless } = nodes[next]!;
        if (repetition === OPTIONAL) break;
        if (repetition === LAZY) {
          if (at >= length || repeated[subject.charCodeAt(at)] === 0) continue;
          at++;
        } else {
          units += (at - least) * hopeless;
          if (units >= FLUSH) units = this.flushSteps(units);
          if (hopeless > 0 || --at < least) continue;
        }
        choices = keep(choices, next, at, least, level);
        level++;
        break;
      }
      next++;
    }
  }

  /** Whether the `size` bytes from `from` on stand at `at` once more. */
  private repeats(from: number, size: number, at: number): boolean {
    const { subject } = this;
    return subject.startsWith(subject.slice(from, from + size), at);
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
