/**
 * The Service Worker in a Vite project: served from memory under `vite dev`, emitted beside the page by `vite build`.
 * It is bundled apart, as one classic script under a fixed name: browsers without module Service Workers take it, and
 * its URL must not change between versions.
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';

export const SERVICE_WORKER_FILE = 'pocketbeam-sw.js';

const entry = fileURLToPath(new URL('../../service-worker/service-worker.ts', import.meta.url));

export function serviceWorkerPlugin(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'pocketbeam:service-worker',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?', 1)[0];
        if (path !== `${config.base.replace(/^\.\//, '/')}${SERVICE_WORKER_FILE}`) return next();
        bundleServiceWorker().then(
          (code) => {
            response.setHeader('content-type', 'text/javascript');
            response.setHeader('cache-control', 'no-cache');
            response.end(code);
          },
          (error: unknown) => next(error),
        );
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: SERVICE_WORKER_FILE, source: await bundleServiceWorker() });
    },
  };
}

/** The Service Worker as one classic script. */
export async function bundleServiceWorker(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'pocketbeamServiceWorker', fileName: () => SERVICE_WORKER_FILE },
    },
  });
  for (const bundle of Array.isArray(output) ? output : [output]) if ('output' in bundle) return bundle.output[0].code;
  throw new Error('The Service Worker was not bundled.');
}
