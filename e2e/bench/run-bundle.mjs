/** A bench in TypeScript, bundled for Node (unminified, so that profiles name its functions) and run in a process of its own. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../runner/paths.mjs';
import { compiler, runSteps } from '../tooling/build-steps.mjs';

const output = path.join(root, 'e2e/.output/bench');

/**
 * @param {string} entry from the root of the repository
 * @param {{ bundle: string, args: string[], profile?: boolean }} options `bundle`: name of the file that is built;
 *   `profile`: leaves a .cpuprofile beside it, default false
 * @returns {Promise<number>} the exit code
 */
export async function runBundle(entry, options) {
  return (await start(entry, options, 'inherit')).status ?? 1;
}

/**
 * The same with a program that prints nothing but one line of JSON.
 *
 * @param {string} entry
 * @param {{ bundle: string, args: string[], profile?: boolean }} options
 * @returns {Promise<any>} what it says
 * @throws {Error} when it fails
 */
export async function measureBundle(entry, options) {
  const { status, stdout } = await start(entry, options, ['ignore', 'pipe', 'inherit']);
  if (status !== 0) throw new Error(`${entry} ended with ${status}.`);
  return JSON.parse(String(stdout));
}

/**
 * @param {string} entry
 * @param {{ bundle: string, args: string[], profile?: boolean }} options
 * @param {import('node:child_process').StdioOptions} stdio
 */
async function start(entry, { bundle, args, profile = false }, stdio) {
  if ((await runSteps([compiler])) !== 0) throw new Error('The compiler could not be generated.');
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
  return spawnSync(process.execPath, [...profiling, path.join(output, bundle), ...args], { stdio });
}
