/** NORX64-4-1 (v3.0 of its specification, a CAESAR candidate), which no maintained library has. */
import { concatBytes } from '@noble/hashes/utils.js';
import { doubled, readWords, rotateRight, sameBytes, writeWords } from './words64.ts';

const WORD = 64n;
const ROUNDS = 4;
const TAG = 32;
/** Words and bytes that a block takes of the state. */
const RATE = 12;
const BLOCK = RATE * 8;

/** What comes next, mixed into the last word. */
const HEADER = 1n;
const PAYLOAD = 2n;
const TRAILER = 4n;
const FINAL = 8n;

type Quarter = readonly [a: number, b: number, c: number, d: number];

const COLUMNS: readonly Quarter[] = [0, 1, 2, 3].map((i) => [i, i + 4, i + 8, i + 12]);
const DIAGONALS: readonly Quarter[] = [0, 1, 2, 3].map((i) => [
  i,
  4 + ((i + 1) % 4),
  8 + ((i + 2) % 4),
  12 + ((i + 3) % 4),
]);

class Norx {
  private readonly words: bigint[] = Array.from({ length: 16 }, (_, i) => BigInt(i));
  private readonly key: bigint[];

  constructor(key: Uint8Array, nonce: Uint8Array) {
    this.key = readWords(key, 4);
    // Two rounds over 0 … 15 give the constants, the last eight of which start the state.
    this.permute(2);
    for (const [i, word] of [...readWords(nonce, 4), ...this.key].entries()) this.words[i] = word;
    for (const [i, parameter] of [WORD, BigInt(ROUNDS), 1n, BigInt(TAG * 8)].entries()) this.mix(12 + i, parameter);
    this.permute(ROUNDS);
    this.mixKey();
  }

  private word(i: number): bigint {
    return this.words[i] as bigint;
  }

  private mix(i: number, value: bigint): void {
    this.words[i] = this.word(i) ^ value;
  }

  private mixKey(): void {
    for (const [i, word] of this.key.entries()) this.mix(12 + i, word);
  }

  private permute(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      for (const quarter of COLUMNS) this.turn(quarter);
      for (const quarter of DIAGONALS) this.turn(quarter);
    }
  }

  private turn([a, b, c, d]: Quarter): void {
    this.half(a, b, d, 8n);
    this.half(c, d, b, 19n);
    this.half(a, b, d, 40n);
    this.half(c, d, b, 63n);
  }

  /** x := H(x, y); z := (z ⊕ x) ⋙ by */
  private half(x: number, y: number, z: number, by: bigint): void {
    const sum = this.word(x) ^ this.word(y) ^ doubled(this.word(x) & this.word(y));
    this.words[x] = sum;
    this.words[z] = rotateRight(this.word(z) ^ sum, by);
  }

  private next(domain: bigint): void {
    this.mix(15, domain);
    this.permute(ROUNDS);
  }

  private take(block: readonly bigint[]): void {
    for (const [i, word] of block.entries()) this.mix(i, word);
  }

  absorb(bytes: Uint8Array, domain: bigint): void {
    if (bytes.length === 0) return;
    for (let at = 0; at <= bytes.length; at += BLOCK) {
      this.next(domain);
      this.take(readWords(padded(bytes, at), RATE));
    }
  }

  crypt(bytes: Uint8Array, decrypts: boolean): Uint8Array {
    const result = new Uint8Array(bytes.length);
    if (bytes.length === 0) return result;
    for (let at = 0; at <= bytes.length; at += BLOCK) {
      this.next(PAYLOAD);
      const block = bytes.subarray(at, at + BLOCK);
      const stream = writeWords(this.words.slice(0, RATE));
      const made = block.map((byte, i) => byte ^ (stream[i] as number));
      result.set(made, at);
      this.take(readWords(padded(decrypts ? made : block, 0), RATE));
    }
    return result;
  }

  tag(): Uint8Array {
    this.next(FINAL);
    this.mixKey();
    this.permute(ROUNDS);
    this.mixKey();
    return writeWords(this.words.slice(12));
  }
}

/** The block at `at`, whole or filled up by 1 0 … 0 1. */
function padded(bytes: Uint8Array, at: number): Uint8Array {
  const rest = bytes.subarray(at, at + BLOCK);
  if (rest.length === BLOCK) return rest;
  const block = new Uint8Array(BLOCK);
  block.set(rest);
  block[rest.length] = 1;
  block[BLOCK - 1] = (block[BLOCK - 1] as number) | 0x80;
  return block;
}

/** @returns the encrypted text and a tag of 32 bytes. @param key of 32 bytes @param nonce of 32 bytes */
export function norxEncrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  header: Uint8Array,
  trailer: Uint8Array,
): Uint8Array {
  const norx = new Norx(key, nonce);
  norx.absorb(header, HEADER);
  const encrypted = norx.crypt(text, false);
  norx.absorb(trailer, TRAILER);
  return concatBytes(encrypted, norx.tag());
}

/** The text of what {@link norxEncrypt} gave; undefined when it is not genuine. */
export function norxDecrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  header: Uint8Array,
  trailer: Uint8Array,
): Uint8Array | undefined {
  const end = sealed.length - TAG;
  if (end < 0) return undefined;
  const norx = new Norx(key, nonce);
  norx.absorb(header, HEADER);
  const text = norx.crypt(sealed.subarray(0, end), true);
  norx.absorb(trailer, TRAILER);
  return sameBytes(norx.tag(), sealed.subarray(end)) ? text : undefined;
}
