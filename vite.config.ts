import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { aoconnectPlugin } from './e2e/tooling/packaging/aoconnect-plugin.ts';
import { noticesPlugin } from './e2e/tooling/packaging/notices-plugin.ts';
import { shellListPlugin } from './e2e/tooling/packaging/shell-list-plugin.ts';
import { terserPlugin } from './e2e/tooling/packaging/terser-plugin.ts';
import { luaSourcePlugin } from './src/integrations/vite/lua-source-plugin.ts';
import { bundleServiceWorker } from './src/integrations/vite/service-worker-build.ts';
import { serviceWorkerPlugin } from './src/integrations/vite/service-worker-plugin.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The playground: `npm run dev`, `npm start`, and the page that the end-to-end tests load. */
export default defineConfig({
  root: at('./src/playground'),
  publicDir: at('./public'),
  // Relative, so that a built playground works below any path.
  base: './',
  resolve: {
    alias: [
      { find: /^pocketbeam$/, replacement: at('./src/client/index.ts') },
      { find: /^pocketbeam\/core$/, replacement: at('./src/core/index.ts') },
      { find: /^pocketbeam\/deploy$/, replacement: at('./src/integrations/deploy/index.ts') },
    ],
  },
  plugins: [
    serviceWorkerPlugin(bundleServiceWorker),
    noticesPlugin(at('./THIRD-PARTY-NOTICES')),
    shellListPlugin(),
    aoconnectPlugin(),
  ],
  worker: { format: 'es', plugins: () => [luaSourcePlugin(), terserPlugin()] },
  build: {
    outDir: at('./dist/playground'),
    emptyOutDir: true,
    sourcemap: true,
    target: 'es2023',
    // The first with light-dark(): lowered, it would follow the system only, and the page lets people choose.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173, strictPort: false },
});
