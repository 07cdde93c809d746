/**
 * `node e2e/bench/aos/main.mjs`: what aos costs. The same program handles the same messages in aos (the engine as a
 * process has it, each message in a heap transaction) and in a bare loop over handlers in the same engine, in one run.
 *
 *     node e2e/bench/aos/main.mjs [--messages 20000] [--rounds 5] [--profile]
 *
 * Prints a Markdown table. `--profile` leaves a .cpuprofile in e2e/.output/bench. Exit code 1 above 6 × the bare loop.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { root } from '../../runner/paths.mjs';
import { compiler, runSteps } from '../../tooling/build-steps.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    profile: { type: 'boolean', default: false },
  },
});

const output = path.join(root, 'e2e/.output/bench');
const bundle = 'aos.mjs';

if ((await runSteps([compiler])) !== 0) process.exit(1);
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: { target: 'node', noExternal: true },
  build: {
    ssr: path.join(root, 'e2e/bench/aos/measure.ts'),
    target: 'node20',
    outDir: output,
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { output: { format: 'es', entryFileNames: bundle, codeSplitting: false } },
  },
});
const profiling = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${output}`] : [];
const args = [...profiling, path.join(output, bundle), values.messages, values.rounds];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
