/** Both servers of Vite answer aoconnect beside the page; the build has none of it. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build, createServer, preview, type InlineConfig } from 'vite';
import { aoconnectPlugin } from './packaging/aoconnect-plugin.ts';
import { readAoconnect } from './packaging/aoconnect-file.ts';

let root: string;
const config = (base: string): InlineConfig => ({
  ...{ root, base, configFile: false, logLevel: 'silent', plugins: [aoconnectPlugin()] },
  ...{ server: { host: '127.0.0.1', port: 0 }, preview: { host: '127.0.0.1', port: 0 } },
});

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pocketbeam-aoconnect-'));
  await writeFile(path.join(root, 'index.html'), '<!doctype html><title>A page</title>');
  await build(config('./'));
});
afterAll(() => rm(root, { recursive: true }));

const serve = {
  'vite dev': async (base: string) => (await createServer(config(base))).listen(),
  'vite preview': (base: string) => preview(config(base)),
};

it.each([
  ['vite dev', './', '/'],
  ['vite dev', '/lab/', '/lab/'],
  ['vite preview', './', '/'],
  ['vite preview', '/lab/', '/lab/'],
] as const)('%s with the base %s', async (command, base, below) => {
  const server = await serve[command](base);
  const { port } = server.httpServer!.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${below}aoconnect.js`);
  expect(answer.headers.get('content-type')).toBe('text/javascript');
  expect(Buffer.from(await answer.arrayBuffer()).equals((await readAoconnect())!)).toBe(true);
  const other = await fetch(`http://127.0.0.1:${port}${below}aoconnect.js.map`);
  expect(await other.text()).not.toContain('@permaweb/aoconnect');
  await server.close();
});

it('a build has no file of it', async () => {
  expect(await readdir(path.join(root, 'dist'), { recursive: true })).toEqual(['index.html']);
});
