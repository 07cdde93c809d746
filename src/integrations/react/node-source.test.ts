import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../node/node-pocketbeam.ts';
import { serveHttp, type HttpServer } from '../node/http-server.ts';
import { nodeSource } from './node-source.ts';

let beam: NodePocketbeam;
let server: HttpServer;
let process: string;

beforeAll(async () => {
  beam = await createNodePocketbeam();
  server = await serveHttp(beam.handle, 0);
  const source = `Send({ device = 'patch@1.0', cache = { text = 'five', number = 5, map = { a = { b = 1 } }, list = { 1, 2 } } })`;
  process = await beam.api.spawn({ source });
});

afterAll(async () => {
  await server.close();
  await beam.close();
});

it.each([
  ['text', 'five'],
  ['number', 5],
  ['map', { a: { b: 1 } }],
  ['map/a/b', 1],
  ['nothing', undefined],
])('reads %s of a node as a page reads it of a Pocketbeam', async (key, value) => {
  const path = `/${process}~process@1.0/now/cache/${key}`;
  expect(await nodeSource(`${server.url}/`).read(path)).toEqual(value);
  expect(await beam.api.read(path)).toEqual(value);
});

it('says that a node refuses, or is not there', async () => {
  const code = (url: string, path: string): Promise<unknown> =>
    nodeSource(url)
      .read(path)
      .catch((error: { code: string }) => error.code);
  expect(await code(server.url, `/${process}~no-such-device@1.0/now`)).toBe('node-refused');
  expect(await code('http://127.0.0.1:1', `/${process}~process@1.0/now`)).toBe('node-unreachable');
});

it('tells that anything may have changed, until it is left', () => {
  vi.useFakeTimers();
  const listener = vi.fn();
  const leave = nodeSource('https://node.test', { every: 100 }).on('change', listener);
  vi.advanceTimersByTime(250);
  leave();
  vi.advanceTimersByTime(250);
  expect(listener.mock.calls).toEqual([[], []]);
  vi.useRealTimers();
});
