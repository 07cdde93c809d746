/**
 * `node e2e/bench/snapshot/main.mjs`: what saving and restoring the heap of an aos process costs.
 *
 *     node e2e/bench/snapshot/main.mjs [--entries 10000] [--rounds 15] [--profile]
 *
 * Prints a Markdown table: the first time and the median of the rounds. `--profile` leaves a .cpuprofile in
 * e2e/.output/bench. Exit code 1 beyond 60 ms to save or 100 ms to restore (medians, for up to 10,000 entries).
 */
import { parseArgs } from 'node:util';
import { measureBundle } from '../run-bundle.mjs';
import { median } from '../statistics.mjs';

const SAVE_MS = 60;
const RESTORE_MS = 100;

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '15' },
    profile: { type: 'boolean', default: false },
  },
});

/** @type {import('./measure.ts').HeapTimes[]} */
const found = await measureBundle('e2e/bench/snapshot/measure.ts', {
  bundle: 'snapshot.mjs',
  args: [values.entries, values.rounds],
  profile: values.profile,
});

/** @param {number[]} times */
const shown = (times) => `${times[0]?.toFixed(1)} / ${median(times).toFixed(1)}`;

console.log('| heap | kB | save ms (first / median) | restore ms |\n|---|--:|--:|--:|');
for (const { heap, bytes, saving, restoring } of found) {
  console.log(`| ${heap} | ${Math.round(bytes / 1000)} | ${shown(saving)} | ${shown(restoring)} |`);
  const within = median(saving) <= SAVE_MS && median(restoring) <= RESTORE_MS;
  if (Number(values.entries) <= 10_000 && !within) process.exitCode = 1;
}
