/** How fast this machine is just now, beside the one that the budgets were set on (design §7). */
import { performance } from 'node:perf_hooks';
import { banded, type Banded } from '../statistics.mjs';

/** ms of {@link loop} on two cores of an Intel Xeon at 2.1 GHz with nothing else to do, in Node 20. */
const REFERENCE_MS = 10;

const STEPS = 2_000_000;

/** A fixed piece of work: numbers, strings, maps, what the product does in JavaScript. Never to be changed. */
export function loop(): number {
  const counts = new Map<string, number>();
  let seed = 1;
  for (let step = 0; step < STEPS; step++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    if ((step & 15) === 0) {
      const key = `k${seed & 1023}`;
      counts.set(key, (counts.get(key) ?? 0) + (seed >>> 16));
    }
  }
  return counts.size + seed;
}

/** Takes a sample now and then, and says the factor in the end. */
export class MachineFactor {
  readonly #samples: number[] = [];

  sample(times = 9): void {
    for (let i = 0; i < times; i++) {
      const began = performance.now();
      loop();
      this.#samples.push((performance.now() - began) / REFERENCE_MS);
    }
  }

  /** 2 on a machine that takes twice the time. */
  get factor(): Banded {
    return banded(this.#samples);
  }
}
