/**
 * One cell of the table in a process of its own: `node cell.mjs ENGINE PROGRAM WARMUPS RUNS` prints a line of JSON with
 * the program's result and the milliseconds of each run after the warm-ups.
 */
import { engines } from './engines.mjs';
import { readProgram } from './programs.mjs';

const [engine, program, warmups, runs] = process.argv.slice(2);
const compile = await engines[/** @type {keyof typeof engines} */ (engine)].start();
const run = compile(readProgram(String(program)));

/** @type {Set<string>} */
const results = new Set();
for (let i = 0; i < Number(warmups); i++) results.add(run());
const times = [];
for (let i = 0; i < Number(runs); i++) {
  const start = performance.now();
  results.add(run());
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ results: [...results], times }));
