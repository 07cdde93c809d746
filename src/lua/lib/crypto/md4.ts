/** MD4 (RFC 1320), which no maintained library has. Broken as a hash; programs use it for old data only. */

type Mix = (x: number, y: number, z: number) => number;

interface Round {
  mix: Mix;
  constant: number;
  /** Which word of the block each step takes. */
  order: readonly number[];
  rotations: readonly number[];
}

const ROUNDS: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    rotations: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    rotations: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    rotations: [3, 9, 11, 15],
  },
];

export function md4(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(length - 8, BigInt(message.length) * 8n, true);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let at = 0; at < length; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (const { mix, constant, order, rotations } of ROUNDS)
      for (const [step, word] of order.entries()) {
        const sum = (a + mix(b, c, d) + view.getInt32(at + word * 4, true) + constant) | 0;
        const by = rotations[step % 4] as number;
        [a, d, c, b] = [d, c, b, (sum << by) | (sum >>> (32 - by))];
      }
    for (const [i, value] of [a, b, c, d].entries()) state[i] = (state[i] as number) + value;
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [i, word] of state.entries()) digest.setInt32(i * 4, word, true);
  return new Uint8Array(digest.buffer);
}
