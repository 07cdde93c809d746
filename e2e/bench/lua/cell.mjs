/**
 * One cell of the table in a process of its own: `node cell.mjs ENGINE PROGRAM WARMUPS RUNS warm|cold|unseen` prints a line of
 * JSON with the program's result and the milliseconds of each run after the warm-ups.
 */
import { engines } from './engines.mjs';
import { readProgram } from './programs.mjs';
import { timeRuns } from './timing.mjs';

const [engine, program, warmups, runs, temperature] = process.argv.slice(2);
const compile = await engines[/** @type {keyof typeof engines} */ (engine)].start();
const options = { warmups: Number(warmups), runs: Number(runs), temperature: String(temperature) };
console.log(JSON.stringify(timeRuns(compile, readProgram(String(program)), options)));
