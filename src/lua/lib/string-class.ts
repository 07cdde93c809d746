/** Character classes of Lua patterns (manual §6.4.1, C locale) as tables: `set[byte]` is 1 for members. */

export type ByteSet = Uint8Array;

function build(member: (byte: number) => boolean): ByteSet {
  const set = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) if (member(byte)) set[byte] = 1;
  return set;
}

const between = (byte: number, low: string, high: string): boolean =>
  byte >= low.charCodeAt(0) && byte <= high.charCodeAt(0);
const isUpper = (byte: number): boolean => between(byte, 'A', 'Z');
const isLower = (byte: number): boolean => between(byte, 'a', 'z');
const isDigit = (byte: number): boolean => between(byte, '0', '9');
const isAlpha = (byte: number): boolean => isUpper(byte) || isLower(byte);
const isGraph = (byte: number): boolean => byte > 32 && byte < 127;

const classes: Record<string, (byte: number) => boolean> = {
  a: isAlpha,
  c: (byte) => byte < 32 || byte === 127,
  d: isDigit,
  g: isGraph,
  l: isLower,
  p: (byte) => isGraph(byte) && !isAlpha(byte) && !isDigit(byte),
  s: (byte) => byte === 32 || (byte >= 9 && byte <= 13),
  u: isUpper,
  w: (byte) => isAlpha(byte) || isDigit(byte),
  x: (byte) => isDigit(byte) || between(byte, 'a', 'f') || between(byte, 'A', 'F'),
  // Deprecated since Lua 5.2 but still there in 5.3: the zero byte.
  z: (byte) => byte === 0,
};

/** Every byte: the class `.`. */
export const ANY: ByteSet = build(() => true);

const singles: ByteSet[] = [];
const escapes = new Map<number, ByteSet>();

/** The set of one byte. */
export function singleSet(byte: number): ByteSet {
  return (singles[byte] ??= build((other) => other === byte));
}

/** What `%` followed by `byte` stands for: a class, its complement (upper-case letter) or the byte itself. */
export function escapeSet(byte: number): ByteSet {
  let set = escapes.get(byte);
  if (set === undefined) {
    const letter = String.fromCharCode(byte);
    const member = isAlpha(byte) ? classes[letter.toLowerCase()] : undefined;
    if (member === undefined) set = singleSet(byte);
    else set = build(isLower(byte) ? member : (other) => !member(other));
    escapes.set(byte, set);
  }
  return set;
}

/**
 * The set written in `pattern` between the `[` at `open` and its `]` at `close`. A range needs three raw bytes before
 * the bracket; `%` inside always takes the next byte, even the closing bracket.
 */
export function bracketSet(pattern: string, open: number, close: number): ByteSet {
  const set = new Uint8Array(256);
  let at = open + 1;
  const negated = pattern[at] === '^';
  if (negated) at++;
  for (; at < close; at++) {
    const byte = pattern.charCodeAt(at);
    if (byte === 37) {
      at++;
      const escaped = escapeSet(pattern.charCodeAt(at));
      for (let member = 0; member < 256; member++) if (escaped[member] === 1) set[member] = 1;
    } else if (pattern[at + 1] === '-' && at + 2 < close) {
      const last = pattern.charCodeAt(at + 2);
      for (let member = byte; member <= last; member++) set[member] = 1;
      at += 2;
    } else set[byte] = 1;
  }
  if (negated) for (let member = 0; member < 256; member++) set[member] = set[member] === 1 ? 0 : 1;
  return set;
}
