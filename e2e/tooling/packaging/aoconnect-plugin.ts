/** `aoconnect.js` beside the playground under `vite dev` and `vite preview` (`npm start`), for its deploy button. */
import type { Connect, Plugin, ResolvedConfig } from 'vite';
import { basePath } from '../../../src/integrations/vite/base-path.ts';
import { AOCONNECT_FILE, readAoconnect } from './aoconnect-file.ts';

export function aoconnectPlugin(): Plugin {
  let config: ResolvedConfig;
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    const path = request.url?.split('?', 1)[0];
    if (path !== basePath(config.base) + AOCONNECT_FILE) return next();
    void readAoconnect().then((script) => {
      if (!script) return response.writeHead(404).end('npm install has not brought @permaweb/aoconnect');
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cache-control', 'no-cache');
      response.end(script);
    });
  };
  return {
    name: 'pocketbeam:aoconnect',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer: ({ middlewares }) => void middlewares.use(answer),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(answer),
  };
}
