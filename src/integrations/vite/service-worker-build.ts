/** How the Service Worker is bundled: one classic script, since not every browser takes a module. */
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { SERVICE_WORKER_FILE } from './service-worker-file.ts';

const entry = fileURLToPath(new URL('../../service-worker/service-worker.ts', import.meta.url));

export const serviceWorkerBuild = {
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    write: false,
    target: 'es2022',
    // Some 400 bytes smaller, gzip, than what Vite does by itself: the browser looks at this script again and again.
    minify: 'terser',
    terserOptions: { ecma: 2020, toplevel: true, safari10: false, compress: { passes: 3 } },
    lib: { entry, formats: ['iife'], name: 'pocketbeamServiceWorker', fileName: () => SERVICE_WORKER_FILE },
  },
} satisfies InlineConfig;

/** The Service Worker as one classic script, bundled from its source. */
export async function bundleServiceWorker(): Promise<string> {
  const output = await build(serviceWorkerBuild);
  for (const bundle of Array.isArray(output) ? output : [output]) if ('output' in bundle) return bundle.output[0].code;
  throw new Error('The Service Worker was not bundled.');
}
