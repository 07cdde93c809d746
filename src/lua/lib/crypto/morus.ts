/** MORUS-1280 (v2 of its specification, a CAESAR finalist), with keys of 16 or 32 bytes, which no maintained library has. */
import { concatBytes } from '@noble/hashes/utils.js';
import { readWords, rotateLeft, sameBytes, writeWords } from './words64.ts';

/** Bytes of a block, and words of a row of the state. */
const BLOCK = 32;
const ROW = 4;
const TAG = 16;

type Row = readonly bigint[];

/** The Fibonacci numbers modulo 256, as the specification fills the last row. */
const CONSTANTS: Row = readWords(fibonacci(BLOCK), ROW);

function fibonacci(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[1] = 1;
  for (let i = 2; i < length; i++) bytes[i] = (bytes[i - 1] as number) + (bytes[i - 2] as number);
  return bytes;
}

const ZERO: Row = [0n, 0n, 0n, 0n];
const ROTATIONS = [13n, 46n, 38n, 7n, 4n];
/** By how many words the other row of each step turns. */
const TURNS = [1, 2, 3, 2, 1];

const xor = (a: Row, b: Row): Row => a.map((word, i) => word ^ (b[i] as bigint));
const and = (a: Row, b: Row): Row => a.map((word, i) => word & (b[i] as bigint));
const turned = (row: Row, by: number): Row => row.map((_, i) => row[(i + ROW - by) % ROW] as bigint);

class Morus {
  private rows: Row[];

  constructor(key: Uint8Array, iv: Uint8Array) {
    const whole = readWords(key.length === BLOCK ? key : concatBytes(key, key), ROW);
    const ones = ZERO.map(() => 0xffffffffffffffffn);
    this.rows = [readWords(iv, ROW), whole, ones, ZERO, CONSTANTS];
    for (let i = 0; i < 16; i++) this.update(ZERO);
    this.rows[1] = xor(this.row(1), whole);
  }

  private row(i: number): Row {
    return this.rows[i % 5] as Row;
  }

  update(block: Row): void {
    for (let i = 0; i < 5; i++) {
      let mixed = xor(xor(this.row(i), this.row(i + 3)), and(this.row(i + 1), this.row(i + 2)));
      if (i > 0) mixed = xor(mixed, block);
      this.rows[i] = mixed.map((word) => rotateLeft(word, ROTATIONS[i] as bigint));
      this.rows[(i + 3) % 5] = turned(this.row(i + 3), TURNS[i] as number);
    }
  }

  absorb(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK) this.update(readWords(bytes, ROW, at));
  }

  private keystream(): Row {
    return xor(xor(this.row(0), turned(this.row(1), 3)), and(this.row(2), this.row(3)));
  }

  /** En- or decrypts; the plain text goes into the state. */
  crypt(bytes: Uint8Array, decrypts: boolean): Uint8Array {
    const result = new Uint8Array(bytes.length);
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const block = readWords(bytes, ROW, at);
      const made = writeWords(xor(block, this.keystream())).subarray(0, bytes.length - at);
      result.set(made, at);
      this.update(decrypts ? readWords(made, ROW) : block);
    }
    return result;
  }

  tag(dataLength: number, textLength: number): Uint8Array {
    this.rows[4] = xor(this.row(4), this.row(0));
    for (let i = 0; i < 10; i++) this.update([BigInt(dataLength) * 8n, BigInt(textLength) * 8n, 0n, 0n]);
    return writeWords(this.keystream()).slice(0, TAG);
  }
}

/** @returns the additional data, the encrypted text and a tag of 16 bytes. @param key of 16 or 32 bytes @param iv of 16 */
export function morusEncrypt(key: Uint8Array, iv: Uint8Array, text: Uint8Array, data: Uint8Array): Uint8Array {
  const morus = new Morus(key, iv);
  morus.absorb(data);
  const encrypted = morus.crypt(text, false);
  return concatBytes(data, encrypted, morus.tag(data.length, text.length));
}

/** The text of what {@link morusEncrypt} gave; undefined when it is not genuine. @param dataLength of the additional data */
export function morusDecrypt(
  key: Uint8Array,
  iv: Uint8Array,
  sealed: Uint8Array,
  dataLength: number,
): Uint8Array | undefined {
  const end = sealed.length - TAG;
  if (end < dataLength) return undefined;
  const morus = new Morus(key, iv);
  morus.absorb(sealed.subarray(0, dataLength));
  const text = morus.crypt(sealed.subarray(dataLength, end), true);
  return sameBytes(morus.tag(dataLength, text.length), sealed.subarray(end)) ? text : undefined;
}
