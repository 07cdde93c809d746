/**
 * `node e2e/bench/aos/main.mjs`: what aos costs. The same program handles the same messages in aos (the engine as a
 * process has it, each message in a heap transaction) and in a bare loop over handlers in the same engine, in one run.
 *
 *     node e2e/bench/aos/main.mjs [--messages 20000] [--rounds 15] [--profile]
 *
 * Prints a Markdown table. `--profile` leaves a .cpuprofile in e2e/.output/bench. Exit code 1 above 6 × a loop over bare
 * handlers that never leaves Lua; bare handlers that get the same messages from outside are shown beside it.
 */
import { parseArgs } from 'node:util';
import { runBundle } from '../run-bundle.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '15' },
    profile: { type: 'boolean', default: false },
  },
});

process.exitCode = await runBundle('e2e/bench/aos/measure.ts', {
  bundle: 'aos.mjs',
  args: [values.messages, values.rounds],
  profile: values.profile,
});
