/** An HTTP server over loopback whose files can be exchanged while it runs, and which notes what it is asked for. */
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Files } from './host-app.ts';

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface AppServer {
  /** Without a slash at its end. */
  readonly origin: string;
  /** `<method> <path with query>` of each request so far. */
  readonly log: string[];
  /** What is answered at a path; a function is asked each time. */
  at(pathname: string, reply: Reply | ((request: IncomingMessage) => Reply)): void;
  /** Serves the files of an app below a path that ends in `/`. */
  mount(base: string, files: Files): void;
  /** Stops it, open connections included. */
  kill(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export async function startAppServer(): Promise<AppServer> {
  const replies = new Map<string, (request: IncomingMessage) => Reply>();
  const log: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    log.push(`${request.method} ${request.url}`);
    const reply = replies.get(pathname)?.(request) ?? { status: 404, body: 'no such file' };
    const type = TYPES[path.extname(pathname)] ?? 'text/plain';
    response.writeHead(reply.status ?? 200, { 'content-type': type, 'cache-control': 'no-cache', ...reply.headers });
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The test server has no port.');
  const at: AppServer['at'] = (pathname, reply) =>
    void replies.set(pathname, typeof reply === 'function' ? reply : () => reply);
  return {
    ...{ origin: `http://127.0.0.1:${address.port}`, log, at },
    mount(base, files) {
      for (const [name, body] of files) at(base + name, { body });
      at(base, { headers: { 'content-type': TYPES['.html'] ?? '' }, body: files.get('index.html') ?? '' });
    },
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
