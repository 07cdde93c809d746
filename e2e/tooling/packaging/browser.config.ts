/**
 * What a browser loads of the package, `dist/browser`: ES modules that need neither a bundler nor another package. What
 * runs in a page, in each worker and in a Service Worker is built apart, so that none of them loads what only another needs.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Rolldown } from 'vite';
import { luaSourcePlugin } from '../../../src/integrations/vite/lua-source-plugin.ts';
import { workerUrls } from './worker-urls.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Entries by mode (`--mode`), each with its name in the package. */
const ENTRIES: Record<string, Record<string, string>> = {
  page: {
    index: at('src/client/index.ts'),
    core: at('src/core/index.ts'),
    deploy: at('src/integrations/deploy/index.ts'),
    react: at('src/integrations/react/index.ts'),
    'vite-client': at('src/integrations/vite/hot-client.ts'),
  },
  coordinator: { 'coordinator-worker': at('src/worker/coordinator-worker.ts') },
  engine: { 'engine-worker': at('src/worker/engine-worker.ts') },
  'service-worker': { sw: at('src/service-worker/index.ts') },
};

const WORKERS = ['coordinator', 'engine'];

/**
 * What a worker needs at its start as one chunk, which its entry imports: what is loaded later finds there what it shares
 * with it. It would load the entry itself again where that has another address, as `?worker_file` under Vite's server, and
 * so start a second worker in the first.
 */
const atStart = (name: string) => (entry: string) => {
  let atOnce: Set<string> | undefined;
  return {
    debugName: name,
    name(id: string, context: Rolldown.ChunkingContext): string | null {
      atOnce ??= reachable(entry, (from) => context.getModuleInfo(from)?.importedIds ?? []);
      return atOnce.has(id) ? name : null;
    },
  };
};

function reachable(first: string, next: (id: string) => readonly string[]): Set<string> {
  const found = new Set([first]);
  for (const id of found) for (const other of next(id)) found.add(other);
  return found;
}

export default defineConfig(({ mode }) => ({
  ...{ root: at('.'), publicDir: false, logLevel: 'warn' },
  plugins: [workerUrls(), luaSourcePlugin()],
  build: {
    outDir: at('dist/browser'),
    // By the first of them.
    emptyOutDir: mode === 'page',
    target: 'es2023',
    sourcemap: true,
    lib: { formats: ['es'], entry: ENTRIES[mode] ?? {} },
    rolldownOptions: {
      external: ['react'],
      preserveEntrySignatures: 'strict',
      output: {
        ...{ minify: true, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        codeSplitting: { groups: WORKERS.includes(mode) ? Object.values(ENTRIES[mode] ?? {}).map(atStart(mode)) : [] },
      },
    },
  },
}));
