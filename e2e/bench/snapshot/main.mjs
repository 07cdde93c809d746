/**
 * `node e2e/bench/snapshot/main.mjs`: what saving and restoring the heap of an aos process costs.
 *
 *     node e2e/bench/snapshot/main.mjs [--entries 10000] [--rounds 15] [--profile]
 *
 * Prints a Markdown table: the first time and the median of the rounds. `--profile` leaves a .cpuprofile in
 * e2e/.output/bench. Exit code 1 beyond 60 ms to save or 100 ms to restore (medians, for up to 10,000 entries).
 */
import { parseArgs } from 'node:util';
import { runBundle } from '../run-bundle.mjs';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '15' },
    profile: { type: 'boolean', default: false },
  },
});

process.exitCode = await runBundle('e2e/bench/snapshot/measure.ts', {
  bundle: 'snapshot.mjs',
  args: [values.entries, values.rounds],
  profile: values.profile,
});
