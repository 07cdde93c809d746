/** `dist/browser/pocketbeam-sw.js`: the ready Service Worker, one classic script under a name that never changes. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { serviceWorkerBuild } from '../../../src/integrations/vite/service-worker-build.ts';

export default defineConfig({
  ...serviceWorkerBuild,
  build: {
    ...serviceWorkerBuild.build,
    write: true,
    // Beside it in the package, but not named in it: where the script is copied to there is no map.
    sourcemap: 'hidden',
    outDir: fileURLToPath(new URL('../../../dist/browser', import.meta.url)),
    emptyOutDir: false,
  },
});
