/** MD2 (RFC 1319), which no maintained library has. Broken as a hash; programs use it for old data only. */

/** The digits of π from 3 on, by Machin's formula. */
function digitsOfPi(count: number): string {
  const one = 10n ** BigInt(count + 10);
  const arctanOfInverse = (x: bigint): bigint => {
    let sum = 0n;
    let power = one / x;
    for (let n = 1n; power !== 0n; n += 2n, power /= -x * x) sum += power / n;
    return sum;
  };
  return (4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n))).toString().slice(0, count);
}

/** The RFC's permutation of 0 … 255: shuffled by random numbers that are read off the digits of π. */
function shuffledByPi(): Uint8Array {
  const digits = digitsOfPi(800);
  let at = 0;
  const below = (n: number): number => {
    for (;;) {
      const length = n > 100 ? 3 : n > 10 ? 2 : 1;
      const drawn = Number(digits.slice(at, (at += length)));
      // Fair: what is left over of a power of ten is drawn again.
      if (drawn < 10 ** length - (10 ** length % n)) return drawn % n;
    }
  };
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let n = 2; n <= 256; n++) {
    const other = below(n);
    const swapped = table[other] as number;
    table[other] = table[n - 1] as number;
    table[n - 1] = swapped;
  }
  return table;
}

let S: Uint8Array | undefined;

export function md2(message: Uint8Array): Uint8Array {
  S ??= shuffledByPi();
  const pad = 16 - (message.length % 16);
  const padded = new Uint8Array(message.length + pad + 16).fill(pad);
  padded.set(message);
  checksum(S, padded, padded.subarray(message.length + pad));
  const state = new Uint8Array(48);
  for (let at = 0; at < padded.length; at += 16) {
    for (let i = 0; i < 16; i++) {
      const byte = padded[at + i] as number;
      state[16 + i] = byte;
      state[32 + i] = byte ^ (state[i] as number);
    }
    let t = 0;
    for (let round = 0; round < 18; round++) {
      for (let i = 0; i < 48; i++) t = state[i] = (state[i] as number) ^ (S[t] as number);
      t = (t + round) & 0xff;
    }
  }
  return state.slice(0, 16);
}

/** Fills `sum` from all blocks before it. */
function checksum(S: Uint8Array, padded: Uint8Array, sum: Uint8Array): void {
  sum.fill(0);
  let last = 0;
  for (let at = 0; at < padded.length - 16; at += 16)
    for (let i = 0; i < 16; i++) last = sum[i] = (sum[i] as number) ^ (S[(padded[at + i] as number) ^ last] as number);
}
