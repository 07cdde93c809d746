/**
 * How many cases the generators run: `LUA_CASES` over all of them (default 5,000; `npm run test:long` 50,000), each its
 * share. `LUA_SEED` repeats a run.
 */
const CASES = Number(process.env['LUA_CASES'] ?? 5000);

/** Programs of the tiers run six times each, with tracebacks and gas, and come on top. */
const shares = { expressions: 0.4, library: 0.4, programs: 0.2, tiers: 0.06 };

export const SEED = Number(process.env['LUA_SEED'] ?? Date.now() % 1_000_000_000);

export function casesOf(generator: keyof typeof shares): number {
  return Math.ceil(CASES * shares[generator]);
}

/** Head of a failure message: how to see it again. */
export const AGAIN = `LUA_SEED=${SEED} LUA_CASES=${CASES}`;
