/**
 * `npm start`: builds the playground, serves it on a free port of this machine, prints the URL and opens it where there
 * is a screen to open it on. `--port N` asks for a port, `--no-open` for no browser.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { root } from '../runner/paths.mjs';
import { app, compiler, runSteps } from './build-steps.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string' }, open: { type: 'boolean', default: true } },
  allowNegative: true,
});

/** The program that opens a URL here, if there is anyone to look at it. */
function opener() {
  if (!values.open || process.env.CI !== undefined) return undefined;
  if (process.platform === 'darwin') return 'open';
  if (process.platform === 'win32') return 'explorer';
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}

/** @param {string} url */
function open(url) {
  const program = opener();
  if (program === undefined) return;
  const child = spawn(program, [url], { stdio: 'ignore', detached: true });
  // No such program: the URL is on the screen.
  child.on('error', () => {});
  child.unref();
}

const code = await runSteps([compiler, app]);
if (code !== 0) process.exit(code);

// A port that is taken makes Vite try the next one.
const server = await preview({
  root,
  configFile: 'vite.config.ts',
  preview: { ...(values.port === undefined ? {} : { port: Number(values.port) }), open: false },
});
const url = server.resolvedUrls?.local[0];
if (url === undefined) throw new Error('the server has no local address');
console.log(`\nPocketbeam playground: ${url}\n(Ctrl+C ends it.)`);
open(url);
