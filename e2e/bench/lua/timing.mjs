/**
 * Runs a program `warmups` + `runs` times and times the latter. A warm run calls the chunk that ran before. The others
 * compile it anew, inside the time: `again` the same text, `cold` one line further down, so that nothing an engine kept of
 * the functions before fits these.
 *
 * @param {import('./engines.mjs').Engine} compile
 * @param {string} source
 * @param {{ warmups: number, runs: number, temperature: string }} options
 * @returns {{ results: string[], times: number[] }}
 */
export function timeRuns(compile, source, { warmups, runs, temperature }) {
  const warm = temperature === 'warm' ? compile(source) : undefined;
  /** @param {number} run */
  const lines = (run) => (temperature === 'cold' ? '\n'.repeat(run) : '');
  /** @type {Set<string>} */
  const results = new Set();
  const times = [];
  for (let i = 0; i < warmups + runs; i++) {
    const start = performance.now();
    results.add((warm ?? compile(lines(i) + source))());
    if (i >= warmups) times.push(performance.now() - start);
  }
  return { results: [...results], times };
}
