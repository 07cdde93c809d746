/** The library in a Vite project: where its workers and its Service Worker are, and who tells it of changed Lua files. */
import { version, type Plugin, type ResolvedConfig } from 'vite';
import { basePath } from './base-path.ts';
import { SERVICE_WORKER_FILE } from './service-worker-file.ts';

/** The package, and its stand-in in development that knows which processes run which source. */
const CLIENT = 'pocketbeam';
const HOT_CLIENT = 'pocketbeam/vite/client';

/** @param library folder with the browser's part of the package, ending in `/`. */
export function clientPlugin(library: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'pocketbeam:client',
    enforce: 'pre',
    config: ({ build }) => ({
      // Bundled ahead it would lose the addresses of its workers.
      optimizeDeps: { exclude: [CLIENT, HOT_CLIENT] },
      // The workers load parts of theirs later, which the default format cannot.
      worker: { format: 'es' },
      // Vite 6 builds for browsers without `await` at the top level of modules; none of them can run the workers.
      ...(version.startsWith('6.') && build?.target === undefined ? { build: { target: 'es2022' } } : {}),
    }),
    configResolved(resolved) {
      config = resolved;
    },
    async resolveId(source, importer) {
      if (source !== CLIENT || config.command !== 'serve' || this.environment.config.consumer !== 'client')
        return undefined;
      return this.resolve(HOT_CLIENT, importer);
    },
    transform(code, id) {
      // Relative to the page, as the library has it, is right for a relative base only.
      const isOurs = id.startsWith(library) && DEFAULT_SCRIPT.test(code);
      if (!isOurs || /^(\.\/)?$/.test(config.base)) return undefined;
      const address = JSON.stringify(basePath(config.base) + SERVICE_WORKER_FILE);
      return { code: code.replace(DEFAULT_SCRIPT, address), map: null };
    },
  };
}

/** Where the library says which script it registers by default. */
const DEFAULT_SCRIPT = /(["'`])pocketbeam-sw\.js\1/;
