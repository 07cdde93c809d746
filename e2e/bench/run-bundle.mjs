/** A bench in TypeScript, bundled for Node (unminified, so that profiles name its functions) and run in a process of its own. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../runner/paths.mjs';
import { compiler, runSteps } from '../tooling/build-steps.mjs';

const output = path.join(root, 'e2e/.output/bench');

/**
 * @param {string} entry from the root of the repository
 * @param {{ bundle: string, args: string[], profile: boolean }} options `bundle`: name of the file that is built;
 *   `profile`: leaves a .cpuprofile beside it
 * @returns {Promise<number>} the exit code
 */
export async function runBundle(entry, { bundle, args, profile }) {
  if ((await runSteps([compiler])) !== 0) return 1;
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: path.join(root, entry),
      target: 'node20',
      outDir: output,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: bundle, codeSplitting: false } },
    },
  });
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${output}`] : [];
  const run = spawnSync(process.execPath, [...profiling, path.join(output, bundle), ...args], { stdio: 'inherit' });
  return run.status ?? 1;
}
