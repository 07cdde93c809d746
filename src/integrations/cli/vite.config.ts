import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { luaSourcePlugin } from '../vite/lua-source-plugin.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One file, `dist/cli.js`, that needs nothing but Node: packages are bundled, Node's own modules stay outside. */
export default defineConfig({
  root: at('../../..'),
  publicDir: false,
  plugins: [luaSourcePlugin()],
  logLevel: 'warn',
  resolve: { alias: [{ find: /^pocketbeam$/, replacement: at('../../client/index.ts') }] },
  ssr: { target: 'node', noExternal: true },
  build: {
    ssr: at('./main.ts'),
    target: 'node20',
    outDir: at('../../../dist'),
    // The playground is in there too.
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { output: { format: 'es', entryFileNames: 'cli.js', codeSplitting: false } },
  },
});
