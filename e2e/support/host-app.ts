/** The page of e2e/pages/host, built with the library as an app would build it, in memory. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build, type Plugin } from 'vite';
import type { PocketbeamOptions } from '../../src/client/index.ts';
import { bundleServiceWorker } from '../../src/integrations/vite/service-worker-build.ts';
import { SERVICE_WORKER_FILE } from '../../src/integrations/vite/service-worker-file.ts';
import { PROTOCOL } from '../../src/leader/protocol.ts';

/** The files of the app by their names, `index.html` among them. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @param protocol that page, workers and Service Worker speak. Default: ours; another one is another version. */
export async function buildHost(protocol: number = PROTOCOL): Promise<Files> {
  const output = await build({
    ...{ configFile: false, logLevel: 'error', root: file('../pages/host/'), base: './', publicDir: false },
    resolve: { alias: [{ find: /^pocketbeam$/, replacement: file('../../src/client/index.ts') }] },
    plugins: [ofVersion(protocol)],
    worker: { format: 'es', plugins: () => [ofVersion(protocol)] },
    // The polyfill of Vite is none of the library.
    build: { write: false, target: 'es2023', modulePreload: { polyfill: false } },
  });
  const files = new Map<string, string | Uint8Array>([[SERVICE_WORKER_FILE, await serviceWorkerOf(protocol)]]);
  for (const built of Array.isArray(output) ? output : [output])
    if ('output' in built)
      for (const one of built.output) files.set(one.fileName, one.type === 'chunk' ? one.code : one.source);
  return files;
}

const ofVersion = (protocol: number): Plugin => ({
  name: 'version',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/leader/protocol.ts') ? code.replace(/PROTOCOL = \d+/, `PROTOCOL = ${protocol}`) : undefined,
});

let script: Promise<string> | undefined;

/** The script of a Service Worker that speaks `protocol`. */
export async function serviceWorkerOf(protocol: number): Promise<string> {
  const ours = await (script ??= bundleServiceWorker());
  const changed = ours
    .replace(`protocol:${PROTOCOL}`, `protocol:${protocol}`)
    .replace(`:leader:${PROTOCOL}:`, `:leader:${protocol}:`)
    .replace(`:${PROTOCOL}:`, `:${protocol}:`);
  if (protocol !== PROTOCOL && changed.split(String(protocol)).length < 3)
    throw new Error('The protocol does not stand in the Service Worker as expected.');
  return changed;
}

/** Opens a page of the app. */
export async function openHost(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.createPocketbeam !== undefined);
  return page;
}

/** Starts Pocketbeam in a page of the app. @returns the code and the words of the error that it ends with. */
export function start(page: Page, options: PocketbeamOptions = {}): Promise<{ code: string; message: string } | 'ok'> {
  return page.evaluate(async (given) => {
    try {
      window.pocketbeam = await window.createPocketbeam!(given);
      return 'ok' as const;
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return { code, message };
    }
  }, options);
}
