/**
 * `npm run bench:store`: what reads cost in a real Chromium, through the Service Worker of the built playground, against a
 * Service Worker that answers the same bytes from memory. All in one run and in turns, so that the ratios hold.
 *
 *     node e2e/bench/store/main.mjs [--keys 100000] [--slots 10000] [--rounds 20] [--site dist/playground]
 *
 * Builds the playground into e2e/.output/bench/store, unless `--site` names a built one. Prints a Markdown table. Exit
 * code 1 when a budget of the design is exceeded.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, runnerImport } from 'vite';
import { provideBrowser } from '../../runner/browser.mjs';
import { root } from '../../runner/paths.mjs';
import { compiler, runSteps } from '../../tooling/build-steps.mjs';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '100000' },
    slots: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '20' },
    site: { type: 'string' },
  },
});

const site = values.site === undefined ? await buildSite() : path.resolve(values.site);
const executablePath = await provideBrowser();
if (executablePath === undefined) process.exit(1);

/** @type {{ module: typeof import('./measure.ts') }} */
const { module } = await runnerImport(path.join(root, 'e2e/bench/store/measure.ts'));
const [keys, slots, rounds] = [Number(values.keys), Number(values.slots), Number(values.rounds)];
const rows = await module.measure({ site: `${site}/`, executablePath, keys, slots, rounds });

console.log('\n| p50 of | ms | against | × | budget | |\n|---|---|---|---|---|---|');
for (const { what, ms, ratio, against, budget, within } of rows) {
  const limit = ratio === undefined ? `${budget} ms` : `${budget} ×`;
  console.log(
    `| ${what} | ${ms.toFixed(2)} | ${against ?? ''} | ${ratio?.toFixed(2) ?? ''} | ${limit} | ${within ? '' : 'over'} |`,
  );
}
process.exitCode = rows.every(({ within }) => within) ? 0 : 1;

async function buildSite() {
  const outDir = path.join(root, 'e2e/.output/bench/store');
  if ((await runSteps([compiler])) !== 0) process.exit(1);
  await build({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
