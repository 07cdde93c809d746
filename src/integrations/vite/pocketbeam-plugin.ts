import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';
import { clientPlugin } from './client-plugin.ts';
import { luaFilePlugin } from './lua-file-plugin.ts';
import { SERVICE_WORKER_FILE } from './service-worker-file.ts';
import { serviceWorkerPlugin } from './service-worker-plugin.ts';
import { unansweredPlugin } from './unanswered-plugin.ts';

/** From `dist/node/vite.js`, as the package has this. */
const library = new URL('../browser/', import.meta.url);

/**
 * Pocketbeam in a Vite project (Vite 6, 7 and 8): `plugins: [pocketbeam()]` and nothing else.
 *
 * The Service Worker and the workers are served in development and emitted by a build, under any `base`; nothing is
 * written into the project. `import source from './app.lua'` gives the text of a Lua file; in development a change of the
 * file is evaluated in the processes that run it, whose state stays. Vite's servers answer HyperPATHs that no Service Worker
 * has answered with an error, instead of the app's page.
 */
export function pocketbeam(): Plugin[] {
  return [
    clientPlugin(normalizePath(fileURLToPath(library))),
    serviceWorkerPlugin(() => readFile(new URL(SERVICE_WORKER_FILE, library), 'utf8')),
    luaFilePlugin(),
    unansweredPlugin(),
  ];
}
