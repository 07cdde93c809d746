/**
 * What Node loads of the package, `dist/node`: the command line tool and the entries for Node. Packages are bundled; Node's
 * own modules and the tools that an entry is made for stay outside.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { luaSourcePlugin } from '../../../src/integrations/vite/lua-source-plugin.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export default defineConfig({
  ...{ root: at('.'), publicDir: false, logLevel: 'warn' },
  plugins: [luaSourcePlugin()],
  resolve: { alias: [{ find: /^pocketbeam$/, replacement: at('src/client/index.ts') }] },
  ssr: { target: 'node', noExternal: true, external: ['vite', '@playwright/test'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: at('dist/node'),
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        cli: at('src/integrations/cli/main.ts'),
        node: at('src/integrations/node/index.ts'),
        vite: at('src/integrations/vite/index.ts'),
        playwright: at('src/integrations/playwright/index.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
