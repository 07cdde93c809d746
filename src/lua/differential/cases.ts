/**
 * How many cases the generators run: `LUA_CASES` over all of them (default 5,000; `npm run test:long` 50,000), each its
 * share. Where they begin: `e2e/support/seed.ts`.
 */
const CASES = Number(process.env['LUA_CASES'] ?? 5000);

/** Programs of the tiers run six times each, with tracebacks and gas, and come on top. */
const shares = { expressions: 0.4, library: 0.4, programs: 0.2, tiers: 0.06 };

export function casesOf(generator: keyof typeof shares): number {
  return Math.ceil(CASES * shares[generator]);
}

/** Head of a failure message: how to see it again. */
export const again = (seed: number): string => `POCKETBEAM_SEED=${seed} LUA_CASES=${CASES}`;
