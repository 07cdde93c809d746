/**
 * Runs a program `warmups` + `runs` times and times the latter. A warm run calls the chunk that ran before. The others
 * compile it anew, inside the time: `cold` the same text, `unseen` with another first statement in each function, so that
 * nothing an engine kept of the functions before fits these.
 *
 * @param {import('./engines.mjs').Engine} compile
 * @param {string} source
 * @param {{ warmups: number, runs: number, temperature: string }} options
 * @returns {{ results: string[], times: number[] }}
 */
export function timeRuns(compile, source, { warmups, runs, temperature }) {
  const warm = temperature === 'warm' ? compile(source) : undefined;
  /** @type {Set<string>} */
  const results = new Set();
  const times = [];
  for (let i = 0; i < warmups + runs; i++) {
    const start = performance.now();
    results.add((warm ?? compile(temperature === 'unseen' ? unseen(source, i) : source))());
    if (i >= warmups) times.push(performance.now() - start);
  }
  return { results: [...results], times };
}

/**
 * The program with all its functions new: each begins with a constant of its own.
 *
 * @param {string} source
 * @param {number} run
 */
function unseen(source, run) {
  const statement = `local _unseen = 'run ${run}' `;
  return statement + source.replace(/\bfunction\b[^()]*\([^()]*\)/g, (head) => `${head} ${statement}`);
}
