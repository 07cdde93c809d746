import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cellProgram = fileURLToPath(new URL('./cell.mjs', import.meta.url));

/**
 * What one engine did with one program. `error` instead of times where it failed.
 *
 * @typedef {{ results: string[], times: number[], error?: string }} Cell
 * @typedef {{ warmups: number, runs: number, timeout: number, temperature: string }} CellOptions
 * @typedef {(engine: string, program: string, options: CellOptions) => Promise<Cell>} MeasureCell
 */

/**
 * Measures one program in one engine, in a fresh process.
 *
 * @param {string} engine
 * @param {string} program
 * @param {CellOptions} options
 * @returns {Promise<Cell>}
 */
export async function measureCell(engine, program, { warmups, runs, timeout, temperature }) {
  const args = [cellProgram, engine, program, String(warmups), String(runs), temperature];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout });
    return JSON.parse(stdout);
  } catch (error) {
    const { message, killed } = /** @type {Error & { killed?: boolean }} */ (error);
    const reason = /^\w*Error: .*/m.exec(message)?.[0] ?? message;
    return { results: [], times: [], error: killed ? `no end after ${timeout} ms` : reason };
  }
}

/**
 * Measures every program in every engine, `rounds` times. The engines take turns within a program and start with another
 * one each time, so that a slow moment of the machine meets all of them.
 *
 * @param {readonly string[]} programs
 * @param {readonly string[]} engines
 * @param {MeasureCell} measure
 * @param {CellOptions & { rounds: number, progress: (text: string) => void }} options
 * @returns {Promise<Map<string, Map<string, Cell>>>} by program, then by engine
 */
export async function measureAll(programs, engines, measure, options) {
  /** @type {Map<string, Map<string, Cell>>} */
  const table = new Map(programs.map((program) => [program, new Map()]));
  let turn = 0;
  for (let round = 0; round < options.rounds; round++) {
    for (const [program, cells] of table) {
      const start = turn++ % engines.length;
      for (const engine of [...engines.slice(start), ...engines.slice(0, start)]) {
        options.progress(`${program} · ${engine}${options.rounds > 1 ? ` · round ${round + 1}` : ''}`);
        const cell = await measure(engine, program, options);
        const before = cells.get(engine);
        cells.set(engine, before === undefined ? cell : merge(before, cell));
      }
    }
  }
  return table;
}

/**
 * @param {Cell} a
 * @param {Cell} b
 * @returns {Cell}
 */
function merge(a, b) {
  const error = a.error ?? b.error;
  return {
    results: [...new Set([...a.results, ...b.results])],
    times: [...a.times, ...b.times],
    ...(error === undefined ? {} : { error }),
  };
}
