/** Serves the page of the bench and its apps over loopback, and takes what the page posts. */
import { createServer, type IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHost } from '../../support/host-app.ts';
import { bundleScript } from '../../support/bundle-script.ts';
import { APP, CONSTANT, DRIVER, RESULTS } from './paths.ts';

/** What the page says in the end. */
export type Posted = { found: unknown } | { error: string };

export interface BenchServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly posted: Promise<Posted>;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

/** An isolated page has a clock of 5 µs instead of 100 µs, and may ask how much memory it takes. */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><body><script src="driver.js"></script>';

/** What fengari asks of Node's environment without looking whether there is one. */
const NO_NODE = { 'process.env.FENGARICONF': 'undefined' };

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

let built: Promise<Map<string, string | Uint8Array>> | undefined;

/** All files by their paths; they are made once. */
async function build(): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>([
    [DRIVER, PAGE],
    [`${DRIVER}driver.js`, await bundleScript(here('driver-entry.ts'), NO_NODE)],
  ]);
  for (const name of ['index.html', 'sw.js']) files.set(CONSTANT + name, await readFile(here(`constant/${name}`)));
  for (const [name, body] of await buildHost()) files.set(APP + name, body);
  return files.set(APP, files.get(`${APP}index.html`) ?? '');
}

export async function startBenchServer(): Promise<BenchServer> {
  const files = await (built ??= build());
  let tell: (posted: Posted) => void;
  const posted = new Promise<Posted>((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname === RESULTS) {
      void bodyOf(request).then((body) => {
        response.end();
        tell(JSON.parse(body) as Posted);
      });
      return;
    }
    const body = files.get(pathname);
    const type = TYPES[path.extname(pathname) || '.html'] ?? 'text/plain';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type, ...ISOLATION });
    response.end(body ?? 'no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server of the bench has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    posted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
