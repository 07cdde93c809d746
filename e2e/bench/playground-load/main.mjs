/**
 * How long the built playground takes from an empty browser to the page that can be used. Every round is a new profile:
 * nothing is cached, the Service Worker is registered, the database made.
 *
 *     npm run build && node e2e/bench/playground-load/main.mjs [--rounds 7]
 *
 * Prints a Markdown table of medians, in milliseconds since the navigation began. Exit code 1 when the page cannot be used
 * within 1.5 s. Other work on the machine counts, so run it alone.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { provideBrowser } from '../../runner/browser.mjs';
import { root } from '../../runner/paths.mjs';
import { median } from '../statistics.mjs';

const BUDGET_MS = 1_500;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const executablePath = await provideBrowser();
if (executablePath === undefined) process.exit(1);

/** @type {{ module: typeof import('./measure.ts') }} */
const { module } = await runnerImport(path.join(root, 'e2e/bench/playground-load/measure.ts'));
const rounds = await module.measure(executablePath, Number(values.rounds));

const typed = median(rounds.map((round) => round.typed));
const ready = median(rounds.map((round) => round.ready));
console.log('| since the navigation began, median | ms |\n|---|---|');
console.log(
  `| something is shown (first contentful paint) | ${Math.round(median(rounds.map(({ shown }) => shown)))} |`,
);
console.log(`| one can type | ${Math.round(typed)} |`);
console.log(`| Run works: Service Worker in control, workers up | ${Math.round(ready)} |`);
process.exitCode = ready <= BUDGET_MS ? 0 : 1;
