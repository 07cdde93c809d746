/** Little-endian 64-bit words, for ciphers that compute on them. */

const MASK = 0xffffffffffffffffn;

export const rotateLeft = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & MASK;

export const rotateRight = (x: bigint, by: bigint): bigint => rotateLeft(x, 64n - by);

/** `x << 1` in 64 bits. */
export const doubled = (x: bigint): bigint => (x << 1n) & MASK;

/** The words of `bytes` from `at` on; zeros follow its end. */
export function readWords(bytes: Uint8Array, count: number, at = 0): bigint[] {
  const block = new Uint8Array(count * 8);
  block.set(bytes.subarray(at, at + count * 8));
  const view = new DataView(block.buffer);
  return Array.from({ length: count }, (_, i) => view.getBigUint64(i * 8, true));
}

export function writeWords(words: readonly bigint[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 8));
  for (const [i, word] of words.entries()) view.setBigUint64(i * 8, word, true);
  return new Uint8Array(view.buffer);
}

/** Whether both are equal, looking at every byte. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] ?? 0);
  return difference === 0;
}
