/**
 * The built playground over loopback HTTP, with aoconnect beside it as `npm start` has it, and the host pages of e2e/pages.
 * Can be killed like a real one.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AOCONNECT_FILE, readAoconnect } from '../tooling/packaging/aoconnect-file.ts';

const FOLDERS = ['../../dist/playground/', '../pages/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticServer {
  /** With the path below which everything is served, ending in `/`. */
  readonly url: string;
  /** Stops it, open connections included; afterwards nothing answers at `url`. */
  kill(): Promise<void>;
}

/**
 * @param base path to serve below. Default `/`.
 * @param folders what is served, the first that has a file; paths ending in `/`. Default: the built playground, host pages.
 */
export async function startStaticServer(base = '/', folders = FOLDERS): Promise<StaticServer> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const file = pathname.startsWith(base) ? pathname.slice(base.length) || 'index.html' : undefined;
      const body = file === undefined ? undefined : await find(decodeURIComponent(file), folders);
      if (!body) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('no such file');
        return;
      }
      const type = TYPES[path.extname(file ?? '')] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The test server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function find(file: string, folders: readonly string[]): Promise<Buffer | undefined> {
  for (const folder of folders) {
    const full = path.join(folder, file);
    if (!full.startsWith(folder)) return undefined;
    const body = await readFile(full).catch(() => undefined);
    if (body) return body;
  }
  return file === AOCONNECT_FILE ? readAoconnect() : undefined;
}
