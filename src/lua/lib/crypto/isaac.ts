/** ISAAC, the random generator of Bob Jenkins (burtleburtle.net/bob/rand/isaacafa.html), which no maintained library has. */

const SIZE = 256;

function shuffle(x: Int32Array): void {
  const at = (i: number): number => x[i & 7] as number;
  const steps: ((value: number) => number)[] = [
    (v) => v << 11,
    (v) => v >>> 2,
    (v) => v << 8,
    (v) => v >>> 16,
    (v) => v << 10,
    (v) => v >>> 4,
    (v) => v << 8,
    (v) => v >>> 9,
  ];
  for (const [i, step] of steps.entries()) {
    x[i] = at(i) ^ step(at(i + 1));
    x[(i + 3) & 7] = at(i + 3) + at(i);
    x[(i + 1) & 7] = at(i + 1) + at(i + 2);
  }
}

export class Isaac {
  private readonly memory = new Int32Array(SIZE);
  private readonly results = new Int32Array(SIZE);
  private a = 0;
  private b = 0;
  private c = 0;
  private left = 0;

  /** @param seed up to 256 words; zeros follow. */
  constructor(seed: ArrayLike<number>) {
    const { memory } = this;
    const words = new Int32Array(SIZE);
    for (let i = 0; i < Math.min(SIZE, seed.length); i++) words[i] = seed[i] as number;
    const x = new Int32Array(8).fill(0x9e3779b9);
    for (let i = 0; i < 4; i++) shuffle(x);
    for (const source of [words, memory])
      for (let at = 0; at < SIZE; at += 8) {
        for (let i = 0; i < 8; i++) x[i] = (x[i] as number) + (source[at + i] as number);
        shuffle(x);
        memory.set(x, at);
      }
  }

  /** The next 32 bits, as an unsigned number. */
  next(): number {
    if (this.left === 0) this.refill();
    return (this.results[--this.left] as number) >>> 0;
  }

  private refill(): void {
    const { memory, results } = this;
    this.c = (this.c + 1) | 0;
    this.b = (this.b + this.c) | 0;
    for (let i = 0; i < SIZE; i++) {
      const x = memory[i] as number;
      const shifted = [this.a << 13, this.a >>> 6, this.a << 2, this.a >>> 16][i & 3] as number;
      this.a = ((this.a ^ shifted) + (memory[(i + 128) & 255] as number)) | 0;
      const y = ((memory[(x >>> 2) & 255] as number) + this.a + this.b) | 0;
      memory[i] = y;
      this.b = ((memory[(y >>> 10) & 255] as number) + x) | 0;
      results[i] = this.b;
    }
    this.left = SIZE;
  }
}
