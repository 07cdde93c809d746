/**
 * Runs a program `warmups` + `runs` times and times the latter. A cold run compiles the chunk anew, inside the time, so
 * nothing that an engine learned about it is left.
 *
 * @param {import('./engines.mjs').Engine} compile
 * @param {string} source
 * @param {{ warmups: number, runs: number, isCold: boolean }} options
 * @returns {{ results: string[], times: number[] }}
 */
export function timeRuns(compile, source, { warmups, runs, isCold }) {
  const warm = isCold ? undefined : compile(source);
  /** @type {Set<string>} */
  const results = new Set();
  const times = [];
  for (let i = 0; i < warmups + runs; i++) {
    const start = performance.now();
    results.add((warm ?? compile(source))());
    if (i >= warmups) times.push(performance.now() - start);
  }
  return { results: [...results], times };
}
