/** The engine against others: `npm run bench:lua -- --chromium`, with the interpreter alone among them. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from '../measured.ts';
import { atLeast, plainRow } from '../rows.ts';
import { banded, geometricMean, type Banded } from '../statistics.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const RESULTS = path.join(root, 'e2e/.output/results-lua.json');

/** What that command writes, as far as it is read here. */
interface Results {
  runs: number;
  rounds: number;
  versions: Record<string, string>;
  programs: Record<string, Record<string, { times: number[] }>>;
}

/** The 13 programs of the spike; the interpreter's budget is about these. */
const LATER = new Set(['json', 'bint', 'patterns']);

export const enginePart: Part = {
  name: 'engine',
  async measure({ executablePath, quick }) {
    const counts = quick
      ? { warmups: '1', runs: '2', rounds: '1', only: ['--only', 'fib,loop,json'] }
      : { warmups: '3', runs: '5', rounds: '3', only: [] };
    const table = await runBench(executablePath, [
      ...['--chromium', '--engines', 'ours,interpreter,stock,puc', ...counts.only],
      ...['--warmups', counts.warmups, '--runs', counts.runs, '--rounds', counts.rounds],
    ]);
    const results = JSON.parse(await readFile(RESULTS, 'utf8')) as Results;
    const all = Object.keys(results.programs);
    const spike = all.filter((name) => !LATER.has(name));
    const mean = (engine: string, other: string, names: readonly string[]) => ({
      ...plainRow(`${engine}, geometric mean`, '×', byRound(results, engine, other, names, geometricMean)),
      against: other,
    });
    const worst = (engine: string, other: string, names: readonly string[]) => ({
      ...plainRow(
        `${engine}, worst row`,
        '×',
        byRound(results, engine, other, names, (of) => Math.min(...of)),
      ),
      against: other,
    });
    const [interpreted, slowest, stock, puc, worstOfPuc] = [
      mean('interpreter', 'stock', spike),
      worst('interpreter', 'stock', spike),
      mean('ours', 'stock', all),
      mean('ours', 'puc', all),
      worst('ours', 'puc', all),
    ];
    return {
      title: 'Engine',
      about:
        'In a worker of Chromium, warm, by `npm run bench:lua`: how many times faster the fastest run of a round is. `ours` has ' +
        'its compiled tier, `interpreter` is the same without it, `stock` is fengari as published, `puc` is PUC Lua 5.3.6 in ' +
        'WebAssembly.',
      rows: [interpreted, slowest, stock, puc, worstOfPuc],
      limits: [
        atLeast('interpreter against stock fengari, geometric mean', interpreted, 3),
        atLeast('interpreter against stock fengari, worst row', slowest, 1),
        atLeast('compiled tier against stock fengari, warm, geometric mean', stock, 15),
        atLeast('compiled tier against PUC Lua in wasm, warm, geometric mean', puc, 1.5),
        atLeast('compiled tier against PUC Lua in wasm, warm, worst row', worstOfPuc, 1),
      ],
      more: table,
      versions: results.versions,
    };
  },
};

/** How many times faster `engine` is than `other`, put together over programs round by round. */
function byRound(
  { programs, rounds, runs }: Results,
  engine: string,
  other: string,
  names: readonly string[],
  together: (ratios: readonly number[]) => number,
): Banded {
  const fastest = (name: string, of: string, round: number): number =>
    Math.min(...(programs[name]?.[of]?.times.slice(round * runs, (round + 1) * runs) ?? []));
  return banded(
    Array.from({ length: rounds }, (_, round) =>
      together(names.map((name) => fastest(name, other, round) / fastest(name, engine, round))),
    ),
  );
}

/** @returns the Markdown table that it prints. */
async function runBench(executablePath: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, 'e2e/bench/lua/main.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, PLAYWRIGHT_CHROMIUM: executablePath },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`bench:lua ended with ${code}:\n${printed}`);
  return printed
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .join('\n');
}
