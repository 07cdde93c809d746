/**
 * The Service Worker in a Vite project: served from memory under `vite dev`, emitted beside the page by `vite build`,
 * under the same name in both. Nothing is written into the project's public folder.
 */
import type { Plugin, ResolvedConfig } from 'vite';
import { basePath } from './base-path.ts';
import { SERVICE_WORKER_FILE } from './service-worker-file.ts';

/** @param script gives the Service Worker as one classic script; called for each request and each build. */
export function serviceWorkerPlugin(script: () => Promise<string>): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'pocketbeam:service-worker',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?', 1)[0];
        if (path !== basePath(config.base) + SERVICE_WORKER_FILE) return next();
        script().then(
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
      // Builds for a server have no pages.
      if (this.environment.config.consumer !== 'client') return;
      this.emitFile({ type: 'asset', fileName: SERVICE_WORKER_FILE, source: await script() });
    },
  };
}
