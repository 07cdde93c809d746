/**
 * Where every generator of random cases begins: at the same place in each `npm test`, so that what is red for one is red
 * for all, and somewhere else in each `npm run test:long`. `POCKETBEAM_SEED` repeats a run.
 */
export const SEED = Number(
  process.env['POCKETBEAM_SEED'] ?? (process.env['LONG'] ? Date.now() % 1_000_000_000 : 20_261_122),
);
