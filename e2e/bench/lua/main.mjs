/**
 * `npm run bench:lua`: our engine against stock fengari, wasmoon (PUC 5.4) and lua-wasm-bindings (PUC 5.3.6) over the 13
 * programs of the engine spike and three more. Each cell is a process of its own (with `--chromium` a worker of its own):
 * the chunk is compiled once, warmed up, then timed; with `--cold` each run compiles it anew (the spike's "cold"), with
 * `--unseen` as a text whose functions are all new to the engine.
 *
 *     npm run bench:lua -- --only fib,loop --engines ours,puc --warmups 3 --runs 5 --rounds 1 --cold
 *     PLAYWRIGHT_CHROMIUM=/usr/bin/chromium npm run bench:lua -- --chromium
 *
 * Prints a Markdown table and writes e2e/.output/results-lua.json. Exit code 1 when an engine fails or results differ.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compiler, runSteps } from '../../tooling/build-steps.mjs';
import { buildEngine } from './build-engine.mjs';
import { engines, usualEngines } from './engines.mjs';
import { openChromium, workerEngines } from './chromium.mjs';
import { measureAll, measureCell } from './measure.mjs';
import { resultsPath } from './paths.mjs';
import { programs } from './programs.mjs';
import { geometricMean, median } from '../statistics.mjs';
import { markdown, problems, ratios } from './report.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    engines: { type: 'string' },
    warmups: { type: 'string', default: '3' },
    runs: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '1' },
    timeout: { type: 'string', default: '120' },
    cold: { type: 'boolean', default: false },
    unseen: { type: 'boolean', default: false },
    chromium: { type: 'boolean', default: false },
  },
});

/**
 * The names of a comma-separated flag, checked against what there is.
 *
 * @param {string} flag
 * @param {string | undefined} text
 * @param {Readonly<Record<string, unknown>>} known
 */
function choose(flag, text, known) {
  const names = text === undefined ? Object.keys(known) : text.split(',').map((name) => name.trim());
  const wrong = names.filter((name) => !(name in known));
  if (wrong.length === 0) return names;
  throw new Error(`--${flag}: unknown ${wrong.join(', ')}; there are ${Object.keys(known).join(', ')}`);
}

/** @param {'warmups' | 'runs' | 'rounds' | 'timeout'} flag */
function count(flag) {
  const number = Number(values[flag]);
  if (Number.isInteger(number) && number >= (flag === 'warmups' ? 0 : 1)) return number;
  throw new Error(`--${flag} ${values[flag]} is no count`);
}

const TEMPERATURES = {
  warm: 'Warm',
  cold: 'Cold (each run compiles its chunk anew)',
  unseen: 'Unseen (each run compiles its chunk anew, with no function seen before)',
};

const chosenPrograms = choose('only', values.only, programs);
const chosenEngines = choose(
  'engines',
  values.engines ?? (values.chromium ? workerEngines : usualEngines).join(),
  engines,
);
const counts = { warmups: count('warmups'), runs: count('runs'), rounds: count('rounds') };

if (chosenEngines.includes('ours')) {
  const code = await runSteps([compiler]);
  if (code !== 0) process.exit(code);
  await buildEngine();
}

const browser = values.chromium ? await openChromium() : undefined;
const temperature = values.unseen ? 'unseen' : values.cold ? 'cold' : 'warm';
const isScreen = process.stderr.isTTY;
const table = await measureAll(chosenPrograms, chosenEngines, browser?.measure ?? measureCell, {
  ...counts,
  temperature,
  timeout: count('timeout') * 1000,
  progress: (text) => isScreen && process.stderr.write(`\r\x1b[K${text}`),
});
if (isScreen) process.stderr.write('\r\x1b[K');
await browser?.close();

const machine = {
  where: browser === undefined ? 'Node' : `a worker of Chromium ${browser.version}`,
  temperature,
  processor: os.cpus()[0]?.model ?? 'unknown',
  processors: os.cpus().length,
  system: `${os.type()} ${os.release()} ${os.arch()}`,
  node: process.version,
  v8: process.versions.v8,
};
const versions = Object.fromEntries(
  chosenEngines.map((name) => [name, engines[/** @type {keyof typeof engines} */ (name)].version()]),
);
const means = chosenEngines
  .filter((other) => other !== 'ours' && chosenEngines.includes('ours'))
  .map((other) => {
    const all = [...ratios(table, 'ours', other).values()];
    return [other, { geometricMean: geometricMean(all), worst: Math.min(...all) }];
  });
console.log(markdown(table, chosenEngines));
console.log(`\nMedian (fastest–slowest) of ${counts.runs} runs after ${counts.warmups} warm-ups in each of ${counts.rounds} \
process${counts.rounds > 1 ? 'es' : ''}${means.length > 0 ? '; × is how many times faster our fastest run is' : ''}.`);
console.log(`${Object.values(versions).join(', ')}.`);
console.log(`${TEMPERATURES[temperature]}, in ${machine.where}.`);
console.log(`Node ${machine.node}, V8 ${machine.v8}, ${machine.processors} × ${machine.processor}, ${machine.system}.`);

const found = problems(table);
for (const problem of found) console.log(`PROBLEM ${problem}`);

mkdirSync(path.dirname(resultsPath), { recursive: true });
const cells = [...table].map(([program, row]) => [
  program,
  Object.fromEntries([...row].map(([engine, cell]) => [engine, { ...cell, median: median(cell.times) }])),
]);
const result = {
  date: new Date().toISOString(),
  machine,
  versions,
  ...counts,
  programs: Object.fromEntries(cells),
  oursAgainst: Object.fromEntries(means),
  problems: found,
};
writeFileSync(resultsPath, `${JSON.stringify(result, undefined, 2)}\n`);
console.log(`Written: ${path.relative(process.cwd(), resultsPath)}`);
if (found.length > 0) process.exitCode = 1;
