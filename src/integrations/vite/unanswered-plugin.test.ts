import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unansweredPlugin } from './unanswered-plugin.ts';

const ID = 'dev-server_'.padEnd(43, 'x');

let folder: string;
let node: Server;
let server: ViteDevServer;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-vite-'));
  await writeFile(path.join(folder, 'index.html'), '<p>The app</p>');
  node = createHttpServer((_, response) => response.end('the node')).listen(0, '127.0.0.1');
  await once(node, 'listening');
  server = await createServer({
    ...{ configFile: false, root: folder, base: '/app/', logLevel: 'silent', optimizeDeps: { noDiscovery: true } },
    plugins: [unansweredPlugin()],
    server: {
      ...{ host: '127.0.0.1', port: 0, ws: false, watch: null },
      proxy: { [`/${ID}~proxied@1.0`]: `http://127.0.0.1:${(node.address() as AddressInfo).port}` },
    },
  });
  await server.listen();
  origin = `http://127.0.0.1:${(server.httpServer?.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await server.close();
  node.close();
  await rm(folder, { recursive: true });
});

const get = (at: string, accept = '*/*') => fetch(origin + at, { headers: { accept } });

describe('HyperPATHs that reach the server of Vite', () => {
  it('are told that nothing is started, and why an id is none', async () => {
    const early = await get(`/app/${ID}~process@1.0/now/cache/count?a=1`);
    expect([early.status, early.headers.get('pocketbeam-code')]).toEqual([503, 'not-answered']);
    expect(await early.json()).toMatchObject({
      code: 'not-answered',
      message: expect.stringContaining('Pocketbeam is not started in this page yet.'),
    });
    expect((await get('/app/~meta@1.0/info')).status).toBe(503);
    const wrong = await get(`/app/${ID.slice(1)}%7Eprocess@1.0/now`);
    expect([wrong.status, wrong.headers.get('pocketbeam-code')]).toEqual([400, 'bad-process-id']);
  });

  it('are told so as text where one is opened, and whatever the method', async () => {
    const opened = await get(`/app/${ID}~process@1.0/now/cache/count`, 'text/html,*/*;q=0.8');
    expect(opened.headers.get('content-type')).toContain('text/plain');
    expect(await opened.text()).toContain('Pocketbeam is not started in this page yet.');
    expect((await fetch(`${origin}/app/${ID}~process@1.0/schedule`, { method: 'POST' })).status).toBe(503);
  });

  it('go where a proxy sends them, and routes of the app are left to it', async () => {
    expect(await (await get(`/${ID}~proxied@1.0/now`)).text()).toBe('the node');
    for (const route of ['/app/', `/app/${ID}`, '/app/~ada', '/app/users/~ada@home'])
      expect(await (await get(route, 'text/html')).text()).toContain('The app');
  });
});
