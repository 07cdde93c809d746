import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { root } from '../../runner/paths.mjs';
import { readProgram } from './programs.mjs';

const output = path.join(root, 'e2e/.output/bench');
const bindings = path.join(root, 'node_modules/lua-wasm-bindings/dist/glue');
const PAGE = '<!doctype html><title>bench</title>';

/** Engines that run in a worker too, of those that are usually compared. */
export const workerEngines = ['ours', 'stock', 'puc'];

/** Bundles the worker. */
async function buildWorker() {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    // What fengari asks of Node's environment without looking whether there is one.
    define: { 'process.env.FENGARICONF': 'undefined' },
    build: {
      outDir: output,
      emptyOutDir: false,
      minify: false,
      lib: {
        entry: path.join(root, 'e2e/bench/lua/worker-entry.mjs'),
        formats: ['es'],
        fileName: () => 'lua-worker.mjs',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
}

/**
 * Chromium with a page that starts a worker for each cell.
 *
 * @returns {Promise<{ version: string, measure: import('./measure.mjs').MeasureCell, close: () => Promise<void> }>}
 */
export async function openChromium() {
  await buildWorker();
  const script = readFileSync(path.join(output, 'lua-worker.mjs'));
  const server = createServer(({ url = '/' }, response) => {
    const [type, body] = url.endsWith('.wasm')
      ? ['application/wasm', readFileSync(path.join(bindings, path.basename(url)))]
      : url === '/worker.mjs'
        ? ['text/javascript', script]
        : ['text/html', PAGE];
    response.setHeader('content-type', type);
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const browser = await chromium.launch({ executablePath: process.env['PLAYWRIGHT_CHROMIUM'] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    version: browser.version(),
    measure: (engine, program, { warmups, runs, temperature }) =>
      page.evaluate(inWorker, { engine, source: readProgram(program), warmups, runs, temperature }),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/**
 * In the page: one cell in a worker of its own.
 *
 * @param {Record<string, unknown>} cell
 * @returns {Promise<import('./measure.mjs').Cell>}
 */
function inWorker(cell) {
  const worker = new globalThis.Worker('/worker.mjs', { type: 'module' });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => resolve({ results: [], times: [], error: message || 'the worker failed' });
    worker.postMessage(cell);
  });
}
