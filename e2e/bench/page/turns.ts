/** In the page: contenders take turns, so that a slow moment of the machine meets all of them. */

/** One thing that is timed, done once; rejects when it goes wrong. */
export type Once = () => Promise<unknown>;

export interface Turns {
  rounds: number;
  /** How often each contender does it in a round. */
  times: number;
  /** How many of a contender are under way at once. Default 1. */
  parallel?: number;
}

/** How often a contender does it in a row before it is another's turn. */
const IN_A_ROW = 10;

/** @returns ms, by contender and round; a first round that warms up is not among them. */
export async function inTurns(
  contenders: Readonly<Record<string, Once>>,
  { rounds, times, parallel = 1 }: Turns,
): Promise<Record<string, number[][]>> {
  const names = Object.keys(contenders);
  const found = Object.fromEntries(names.map((name): [string, number[][]] => [name, []]));
  const inARow = Math.max(IN_A_ROW, parallel);
  for (let round = 0; round <= rounds; round++) {
    const taken = new Map(names.map((name): [string, number[]] => [name, []]));
    for (let turn = 0; turn * inARow < times; turn++) {
      // Nobody always comes after the same one.
      const first = (round + turn) % names.length;
      for (const name of [...names.slice(first), ...names.slice(0, first)]) {
        const once = contenders[name];
        if (once) taken.get(name)?.push(...(await inARowOf(once, inARow, parallel)));
      }
    }
    if (round > 0) for (const name of names) found[name]?.push(taken.get(name) ?? []);
  }
  return found;
}

async function inARowOf(once: Once, times: number, parallel: number): Promise<number[]> {
  const taken: number[] = [];
  for (let done = 0; done < times; done += parallel)
    taken.push(...(await Promise.all(Array.from({ length: parallel }, () => timed(once)))));
  return taken;
}

/** @returns ms */
export async function timed(once: Once): Promise<number> {
  const began = performance.now();
  await once();
  return performance.now() - began;
}
