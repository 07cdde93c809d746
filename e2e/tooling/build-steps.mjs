import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../runner/paths.mjs';
import { runNode } from '../runner/run-command.mjs';

const inRoot = (/** @type {string} */ file) => path.join(root, file);

/** Whether the development tools are there; `npm install --omit=dev` has none of them. */
export function hasVite() {
  try {
    createRequire(import.meta.url).resolve('vite/package.json');
    return true;
  } catch {
    return false;
  }
}

/**
 * `input`: without this file there is nothing to do. `program`: the output that has to be executable.
 *
 * @typedef {{ name: string, input: string, args: string[], program?: string }} Step
 */

const vite = (/** @type {string} */ config) => ['node_modules/vite/bin/vite.js', 'build', '--config', config];

/** The Lua compiler, generated from fengari. @type {Step} */
export const compiler = {
  name: 'compiler',
  input: 'src/lua/compiler/generate.mjs',
  args: ['src/lua/compiler/generate.mjs'],
};

/** What Node loads of the package, `dist/node`, the command line tool among it. @type {Step} */
export const node = {
  name: 'node',
  input: 'e2e/tooling/packaging/node.config.ts',
  args: vite('e2e/tooling/packaging/node.config.ts'),
  program: 'dist/node/cli.js',
};

const inBrowser = (/** @type {string} */ name, /** @type {string} */ config, /** @type {string[]} */ ...more) => ({
  name,
  input: `e2e/tooling/packaging/${config}`,
  args: [...vite(`e2e/tooling/packaging/${config}`), ...more],
});

/** What a browser loads of it, `dist/browser`; the first step empties the folder. @type {readonly Step[]} */
export const browser = [
  ...['page', 'coordinator', 'engine', 'service-worker'].map((mode) =>
    inBrowser(mode, 'browser.config.ts', '--mode', mode),
  ),
  inBrowser('service-worker script', 'service-worker.config.ts'),
];

/** The declarations of both, `dist/types`. @type {Step} */
export const declarations = {
  name: 'declarations',
  input: 'e2e/tooling/packaging/declarations.mjs',
  args: ['e2e/tooling/packaging/declarations.mjs'],
};

/** The playground with its workers and its Service Worker, `dist/playground`. @type {Step} */
export const app = { name: 'playground', input: 'src/playground/index.html', args: vite('vite.config.ts') };

/**
 * Runs steps in order and stops at the first that fails.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(steps) {
  for (const { name, input, args, program } of steps) {
    if (!existsSync(inRoot(input))) {
      console.log(`build: ${name}: nothing to do without ${input}`);
      continue;
    }
    console.log(`build: ${name}`);
    const code = await runNode(args);
    if (code !== 0) return code;
    if (program !== undefined) chmodSync(inRoot(program), 0o755);
  }
  return 0;
}
