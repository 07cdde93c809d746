/**
 * HyperPATHs that reach Vite's own server, as no Service Worker has answered them. Without this the app's page is what it
 * gives for them, with 200. Files, and what `server.proxy` passes on, come first.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin, ResolvedConfig } from 'vite';
import { PocketbeamError } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import { badId } from '../../emulator/definition.ts';
import { basePath } from './base-path.ts';

export function unansweredPlugin(): Plugin {
  let config: ResolvedConfig;
  // What a hook returns is called behind Vite's own, and before its page takes the place of what is not there.
  const install =
    ({ middlewares }: { middlewares: Connect.Server }) =>
    (): void => {
      middlewares.use((request, response, next) => {
        const error = unanswered(request.originalUrl ?? '', basePath(config.base));
        if (error) answer(error, request, response);
        else next();
      });
    };
  return {
    name: 'pocketbeam:unanswered',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer: install,
    configurePreviewServer: install,
  };
}

/**
 * Why nothing has answered a HyperPATH with a device; undefined for any other path, which may be a route of the app.
 * @param url path and query of a request below `base`, which ends in `/`.
 */
function unanswered(url: string, base: string): PocketbeamError | undefined {
  const [, process] = /^([^/?&~]*)(?:~|%7e)[a-z0-9-]+@/i.exec(url.slice(base.length)) ?? [];
  if (process === undefined) return undefined;
  if (process !== '' && !isId(process)) return badId(process);
  return new PocketbeamError('not-answered', 'Pocketbeam is not started in this page yet.', {
    cause: 'No Service Worker has answered this request, or it was told to pass it on (onUnknownProcess).',
    next: 'Wait for createPocketbeam() before the first fetch.',
    status: 503,
  });
}

function answer(error: PocketbeamError, request: IncomingMessage, response: ServerResponse): void {
  const { code, message, cause, next, status = 500 } = error.toJSON();
  const isText = request.headers.accept?.includes('text/html');
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
    'pocketbeam-code': code,
  });
  response.end(isText ? `${message} (${code})\n` : JSON.stringify({ code, message, cause, next }));
}
