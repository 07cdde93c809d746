/**
 * Lua patterns compiled to a list of nodes.
 *
 * Lua reports a malformed pattern only when matching reaches the fault, so a fault becomes a node that raises. Groups
 * are never repeated in Lua patterns: which captures are open or closed at a node is known here already.
 */
import { ANY, bracketSet, escapeSet, singleSet, type ByteSet } from './string-class.ts';

/**
 * Kinds of nodes. Plain constants: an enum from another file would be an object that each step of the matcher looks up.
 */
/** One byte of `set`. */
export const SINGLE = 0;
/** `?`, `*`, `+`, `-` after a byte set. */
export const OPTIONAL = 1;
export const STAR = 2;
export const PLUS = 3;
export const LAZY = 4;
/** `(`, `()`, `)` of capture number `index` (from 0). */
export const OPEN = 5;
export const POSITION = 6;
export const CLOSE = 7;
/** `%bxy`: `index` is x, `other` is y. */
export const BALANCE = 8;
export const FRONTIER = 9;
/** `%1`: `index` from 0. */
export const BACK = 10;
/** `$` at the end. */
export const ANCHOR = 11;
export const END = 12;
/** Raises `message`. */
export const FAULT = 13;

export interface Node {
  readonly kind: number;
  readonly set: ByteSet;
  readonly index: number;
  readonly other: number;
  /**
   * Of `*` and `+`: where giving back bytes cannot help, because what follows does not take them, the nodes that an attempt
   * looks at to find out; else 0.
   */
  hopeless: number;
  /** Message of a {@link FAULT}. */
  readonly message: string;
}

export interface Pattern {
  readonly nodes: readonly Node[];
  readonly captures: number;
  /** What the first byte of a match has to be; undefined where that is open. */
  readonly first: ByteSet | undefined;
  /** Whether only a frontier asks for that byte, which may also stand where the text ends. */
  readonly isFrontier: boolean;
  /** Captures that open before that byte. */
  readonly opened: number;
  /** Per capture: never closed by the pattern, so asking for it is an error. */
  readonly unfinished: readonly boolean[];
}

const MAX_CAPTURES = 32;
const NO_SET = new Uint8Array(256);
const QUANTIFIERS: Record<string, number> = {
  '?': OPTIONAL,
  '*': STAR,
  '+': PLUS,
  '-': LAZY,
};

function node(kind: number, set: ByteSet = NO_SET, index = 0, other = 0, message = ''): Node {
  return { kind, set, index, other, hopeless: 0, message };
}

const END_NODE = node(END);

/** Position after the item that starts at `at`, or the message of what is wrong with it. */
function itemEnd(pattern: string, at: number): number | string {
  const first = pattern[at];
  if (first === '%') return at + 1 < pattern.length ? at + 2 : "malformed pattern (ends with '%')";
  if (first !== '[') return at + 1;
  let end = at + 1;
  if (pattern[end] === '^') end++;
  do {
    if (end >= pattern.length) return "malformed pattern (missing ']')";
    const escape = pattern[end] === '%';
    end++;
    if (escape && end < pattern.length) end++;
  } while (pattern[end] !== ']');
  return end + 1;
}

function itemSet(pattern: string, at: number, end: number): ByteSet {
  const byte = pattern.charCodeAt(at);
  if (byte === 46) return ANY;
  if (byte === 37) return escapeSet(pattern.charCodeAt(at + 1));
  if (byte === 91) return bracketSet(pattern, at, end - 1);
  return singleSet(byte);
}

/** {@link Node.hopeless} of the node at `i`. */
function hopelessAfter(nodes: readonly Node[], i: number): number {
  const { kind, set } = nodes[i] as Node;
  if (kind !== STAR && kind !== PLUS) return 0;
  let next = i + 1;
  while (nodes[next]?.kind === OPEN || nodes[next]?.kind === CLOSE) next++;
  const follower = nodes[next];
  const refuses =
    follower?.kind === ANCHOR ||
    ((follower?.kind === SINGLE || follower?.kind === PLUS) &&
      !set.some((member, byte) => member === 1 && follower.set[byte] === 1));
  return refuses ? next - i : 0;
}

class Compiler {
  private readonly nodes: Node[] = [];
  private readonly open: boolean[] = [];

  constructor(private readonly pattern: string) {}

  compile(): Pattern {
    let at = 0;
    while (at >= 0 && at < this.pattern.length) at = this.item(at);
    if (at >= 0) this.nodes.push(END_NODE);
    this.nodes.forEach((repeated, i) => (repeated.hopeless = hopelessAfter(this.nodes, i)));
    const opened = this.nodes.findIndex(({ kind }) => kind !== OPEN);
    const { kind, set } = this.nodes[opened] ?? END_NODE;
    const isFrontier = kind === FRONTIER;
    const first = kind === SINGLE || kind === PLUS || isFrontier ? set : undefined;
    return { nodes: this.nodes, captures: this.open.length, first, isFrontier, opened, unfinished: this.open };
  }

  private fault(message: string): number {
    this.nodes.push(node(FAULT, NO_SET, 0, 0, message));
    return -1;
  }

  /** Compiles what starts at `at`; the position after it, or -1 after a fault. */
  private item(at: number): number {
    const { pattern } = this;
    switch (pattern.charAt(at)) {
      case '(':
        return this.openCapture(at);
      case ')':
        return this.closeCapture(at);
      case '$':
        if (at + 1 < pattern.length) break;
        this.nodes.push(node(ANCHOR));
        return at + 1;
      case '%':
        if (pattern[at + 1] === 'b') return this.balance(at + 2);
        if (pattern[at + 1] === 'f') return this.frontier(at + 2);
        if (/^[0-9]$/.test(pattern[at + 1] ?? '')) return this.backReference(at);
    }
    const end = itemEnd(pattern, at);
    if (typeof end === 'string') return this.fault(end);
    const quantifier = QUANTIFIERS[pattern[end] ?? ''];
    this.nodes.push(node(quantifier ?? SINGLE, itemSet(pattern, at, end)));
    return quantifier === undefined ? end : end + 1;
  }

  private openCapture(at: number): number {
    const position = this.pattern[at + 1] === ')';
    if (this.open.length >= MAX_CAPTURES) return this.fault('too many captures');
    this.nodes.push(node(position ? POSITION : OPEN, NO_SET, this.open.length));
    this.open.push(!position);
    return position ? at + 2 : at + 1;
  }

  private closeCapture(at: number): number {
    const index = this.open.lastIndexOf(true);
    if (index < 0) return this.fault('invalid pattern capture');
    this.open[index] = false;
    this.nodes.push(node(CLOSE, NO_SET, index));
    return at + 1;
  }

  private balance(at: number): number {
    if (at + 1 >= this.pattern.length) return this.fault("malformed pattern (missing arguments to '%b')");
    this.nodes.push(node(BALANCE, NO_SET, this.pattern.charCodeAt(at), this.pattern.charCodeAt(at + 1)));
    return at + 2;
  }

  private frontier(at: number): number {
    if (this.pattern[at] !== '[') return this.fault("missing '[' after '%f' in pattern");
    const end = itemEnd(this.pattern, at);
    if (typeof end === 'string') return this.fault(end);
    this.nodes.push(node(FRONTIER, bracketSet(this.pattern, at, end - 1)));
    return end;
  }

  private backReference(at: number): number {
    const index = this.pattern.charCodeAt(at + 1) - 49;
    if (this.open[index] !== false) return this.fault(`invalid capture index %${index + 1}`);
    this.nodes.push(node(BACK, NO_SET, index));
    return at + 2;
  }
}

const MAX_CACHED = 512;
const MAX_CACHED_LENGTH = 256;
/** By how many bytes were skipped. */
const caches = [new Map<string, Pattern>(), new Map<string, Pattern>()] as const;

/** Short patterns used last, by {@link placeOf}. */
const recent = [[], []] as readonly [RecentPattern[], RecentPattern[]];
const RECENT = 1024;
const MAX_RECENT_LENGTH = 24;

class RecentPattern {
  constructor(
    readonly text: string,
    readonly compiled: Pattern,
  ) {}
}

/** A number from all bytes: most patterns were joined just before, and a Map takes longer for a text that it does not know. */
function placeOf(pattern: string): number {
  let place = 0;
  for (let i = 0; i < pattern.length; i++) place = (place * 33 + pattern.charCodeAt(i)) & (RECENT - 1);
  return place;
}

/** The compiled form of `pattern` (a byte string) without the first `skipped` bytes. Never throws. */
export function compilePattern(pattern: string, skipped: 0 | 1): Pattern {
  if (pattern.length > MAX_RECENT_LENGTH) return cached(pattern, skipped);
  const place = placeOf(pattern);
  const last = recent[skipped][place];
  if (last !== undefined && last.text === pattern) return last.compiled;
  const compiled = cached(pattern, skipped);
  recent[skipped][place] = new RecentPattern(pattern, compiled);
  return compiled;
}

function cached(pattern: string, skipped: 0 | 1): Pattern {
  const cache = caches[skipped];
  let compiled = cache.get(pattern);
  if (compiled === undefined) {
    compiled = new Compiler(pattern.slice(skipped)).compile();
    if (cache.size >= MAX_CACHED) cache.clear();
    if (pattern.length <= MAX_CACHED_LENGTH) cache.set(pattern, compiled);
  }
  return compiled;
}
