/** Loading a client over HTTP, from servers that have it, have another, or have none. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const CODE = 'export const connect = () => "connected"; export const createSigner = () => "signer";';
const integrity = `sha384-${createHash('sha384').update(CODE).digest('base64')}`;

let servers: Server[];
beforeEach(() => {
  servers = [];
  vi.resetModules();
  // Node imports no blob: URLs, but these.
  vi.spyOn(URL, 'createObjectURL').mockReturnValue(`data:text/javascript,${encodeURIComponent(CODE)}`);
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of servers) server.close();
});

/** @param bodies in turn, the last from then on; undefined for 404. */
async function serving(...bodies: (string | undefined)[]): Promise<URL> {
  const server = createServer((_request, response) => {
    const body = bodies.length > 1 ? bodies.shift() : bodies[0];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/plain' }).end(body ?? 'no such file');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/aoconnect.js`);
}

const load = async (urls: URL[], asked: string[] = []): Promise<unknown> => {
  const { loadAoconnect } = await import('./load-aoconnect.ts');
  return loadAoconnect({ urls, integrity, onAsk: (host) => asked.push(host) });
};

it('takes the first that has it, and asks nobody else', async () => {
  const [first, second] = [await serving(CODE), await serving(CODE)];
  const asked: string[] = [];
  expect(Object.keys((await load([first, second], asked)) as object)).toEqual(['connect', 'createSigner']);
  expect(asked).toEqual([first.host]);
});

it.each([
  ['answers 404', undefined],
  ['answers every path with its page', '<!doctype html>'],
  ['has another release', `${CODE}//`],
])('goes on when a server %s', async (_what, body) => {
  const [first, second] = [await serving(body), await serving(CODE)];
  const asked: string[] = [];
  expect(await load([first, second], asked)).toMatchObject({ connect: expect.any(Function) as unknown });
  expect(asked).toEqual([first.host, second.host]);
});

it('fails with words when nobody has it, and tries again', async () => {
  const [first, second] = [await serving(undefined, CODE), await serving('<!doctype html>')];
  await expect(load([first, second])).rejects.toMatchObject({
    code: 'no-aoconnect',
    why: expect.stringContaining(`${first.host} nor ${second.host}`) as string,
    next: expect.stringContaining('npm start') as string,
  });
  expect(await load([first, second])).toMatchObject({ connect: expect.any(Function) as unknown });
});

it('is loaded once', async () => {
  const url = await serving(CODE, undefined);
  expect(await load([url])).toBe(await load([url]));
});

it('says what a page has to allow that may not run it', async () => {
  vi.mocked(URL.createObjectURL).mockReturnValue('blob:https://app.example/refused');
  await expect(load([await serving(CODE)])).rejects.toMatchObject({
    code: 'no-aoconnect',
    next: expect.stringContaining('script-src') as string,
  });
});
