/**
 * `npm run bench`: measures what the budgets of the design are about, and says which are met.
 *
 *     npm run bench -- [--only=reads,send] [--quick] [--chromium=<path>] [--built] [--peer] [--write]
 *
 * Builds the package first, since `pocketbeam serve` is among the contenders; `--built` takes `dist/` as it is. `--quick`
 * tries the programs with small counts. Prints Markdown and writes e2e/.output/bench/results.json; with `--write` also
 * e2e/bench/results.json and src/docs/performance.md with its charts. Exit code 1 when a budget is not met, or a part fails.
 * Nothing else should run on the machine: README.md.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { provideBrowser } from '../runner/browser.mjs';
import { root } from '../runner/paths.mjs';
import { runNode } from '../runner/run-command.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    chromium: { type: 'string' },
    built: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main() {
  const { quick, peer, write, only } = values;
  if (write && only !== undefined) {
    console.error('--write keeps a whole run: leave out --only.');
    return 1;
  }
  if (!values.built && (await runNode(['e2e/tooling/build.mjs'])) !== 0) return 1;
  const executablePath = values.chromium ?? (await provideBrowser());
  if (executablePath === undefined) return 1;
  /** @type {{ module: typeof import('./run.ts') }} */
  const { module } = await runnerImport(path.join(root, 'e2e/bench/run.ts'));
  const names = only?.split(',').map((name) => name.trim());
  return module.run({ executablePath, quick, peer }, { names, write });
}
