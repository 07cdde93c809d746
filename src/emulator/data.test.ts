/** Transactions that processes name: `pocketbeam.data`, `On-Boot`, Lua modules, a gateway. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { signedItem } from '../../e2e/support/sign.ts';
import { bytesOf } from '../core/value.ts';
import { serveHttp } from '../integrations/node/http-server.ts';
import {
  createNodePocketbeam,
  type NodePocketbeam,
  type NodePocketbeamOptions,
} from '../integrations/node/node-pocketbeam.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(options?: NodePocketbeamOptions): Promise<NodePocketbeam> {
  const beam = await createNodePocketbeam(options);
  open.push(() => beam.close());
  return beam;
}

async function get({ handle }: NodePocketbeam, path: string): Promise<Response> {
  const response = await handle(new Request(`http://data.test${path}`));
  if (!response) throw new Error(`${path} is not ours`);
  return response;
}

const id = (name: string): string => `orchard-${name}-`.padEnd(43, 'q');
const BOOT = `
Apples = (Apples or 0) + 7
Send({ device = 'patch@1.0', cache = { apples = Apples } })
Handlers.add('Pick', 'Pick', function() Apples = Apples - 1; Send({ device = 'patch@1.0', cache = { apples = Apples } }) end)`;
const MODULE = `function compute(base, req) base.cache = { pears = req.slot + 3 } base.results = { outbox = {} } return base end
function pears(base) return 'pears: ' .. tostring(base.cache and base.cache.pears) end`;

describe('data', () => {
  it('keeps text and bytes with their tags, lists and forgets them', async () => {
    const { api } = await start();
    const text = await api.data.put('Äpfel', { contentType: 'text/plain', tags: { Season: 'Autumn' } });
    expect(text).toMatch(/^[\w-]{43}$/);
    const bytes = new Uint8Array([0, 255, 128]);
    expect(await api.data.put(bytes, { id: id('bytes') })).toBe(id('bytes'));
    expect(await api.data.list()).toMatchObject([
      { id: text, size: 6, contentType: 'text/plain' },
      { id: id('bytes'), size: 3 },
    ]);
    expect(await api.data.get(id('bytes'))).toMatchObject({ data: bytes, tags: [] });
    const { data, tags } = (await api.data.get(text))!;
    expect(new TextDecoder().decode(data)).toBe('Äpfel');
    expect(tags).toEqual([
      { name: 'season', value: 'Autumn' },
      { name: 'content-type', value: 'text/plain' },
    ]);
    await api.data.remove(text);
    await api.data.remove(text);
    expect(await api.data.get(text)).toBeUndefined();
    expect(await api.data.list()).toHaveLength(1);
  });

  it('gives the same id for the same content, and takes another one in its place', async () => {
    const { api } = await start();
    const first = await api.data.put('one', { tags: { A: '1' } });
    expect(await api.data.put('one', { tags: { A: '1' } })).toBe(first);
    expect(await api.data.put('one', { tags: { A: '2' } })).not.toBe(first);
    await api.data.put('two', { id: first });
    expect(await api.data.get(first)).toMatchObject({ size: 3, tags: [] });
  });

  it('is read at its id, as a gateway serves it', async () => {
    const beam = await start();
    await beam.api.data.put('<svg/>', { id: id('picture'), contentType: 'image/svg+xml' });
    const answer = await get(beam, `/${id('picture')}`);
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/svg+xml', '<svg/>']);
    expect(await beam.api.read(`/${id('picture')}/data`)).toBe('<svg/>');
  });

  it('takes signed items under their own id, and no others', async () => {
    const { api } = await start();
    const item = await signedItem({ data: BOOT, tags: [{ name: 'Content-Type', value: 'text/x-lua' }] });
    const contentType = 'application/ans104';
    expect(await api.data.put(bytesOf(item.bytes), { contentType })).toBe(item.id);
    expect(await api.data.get(item.id)).toMatchObject({
      contentType: 'text/x-lua',
      tags: [{ name: 'content-type', value: 'text/x-lua' }],
    });
    const forged = bytesOf(item.bytes.replace('Apples', 'Lemons'));
    await expect(api.data.put(forged, { contentType })).rejects.toMatchObject({ code: 'invalid-message' });
    await expect(api.data.put('no item', { contentType })).rejects.toMatchObject({ code: 'bad-data-item' });
  });

  it('refuses what it cannot keep', async () => {
    const { api, handle } = await start();
    await expect(api.data.put(7 as unknown as string)).rejects.toMatchObject({ code: 'bad-data' });
    await expect(api.data.put('x', { id: 'short' })).rejects.toMatchObject({ code: 'bad-process-id' });
    await expect(api.data.put('x', { tags: { Data: 'y' } })).rejects.toMatchObject({ code: 'bad-tag' });
    const written = await handle(
      new Request('http://data.test/~cache@1.0/write', { method: 'POST', headers: { fruit: 'quince' } }),
    );
    const taken = written?.headers.get('path') ?? '';
    expect(taken).toMatch(/^[\w-]{43}$/);
    await expect(api.data.put('x', { id: taken })).rejects.toMatchObject({ code: 'id-taken' });
    await api.data.remove(taken);
    expect(await api.read(`/${taken}/fruit`)).toBe('quince');
  });
});

describe('On-Boot', () => {
  const boot = { source: '', tags: { 'On-Boot': id('boot') } };

  it('runs the transaction that it names', async () => {
    const { api } = await start();
    await api.data.put(BOOT, { id: id('boot') });
    const process = await api.spawn(boot);
    expect(await api.read(`/${process}~process@1.0/now/cache/apples`)).toBe(7);
  });

  it('says that there is none, also after it has come', async () => {
    const data = await folder();
    const early = await createNodePocketbeam({ data, snapshots: false });
    const process = await early.api.spawn(boot);
    expect((await early.api.result({ process, slot: 0 })).error?.message).toContain(`/data/${id('boot')}`);
    await early.api.data.put(BOOT, { id: id('boot') });
    await early.close();
    const { api } = await start({ data, snapshots: false });
    const { slot } = await api.message({ process, tags: { Action: 'Eval' }, data: 'return tostring(Apples)' });
    expect((await api.result({ process, slot })).slot).toBe(1);
    expect((await api.eval({ process, code: 'tostring(Apples)' })).output.data).toBe('nil');
    await api.rebuild(process);
    expect(await api.read(`/${process}~process@1.0/now/cache/apples`)).toBe(7);
  });

  it('finds the same when the heap is built again, whatever became of the transaction', async () => {
    const data = await folder();
    const early = await createNodePocketbeam({ data, snapshots: false });
    await early.api.data.put(BOOT, { id: id('boot') });
    const process = await early.api.spawn(boot);
    await early.api.data.remove(id('boot'));
    await early.close();
    const { api } = await start({ data, snapshots: false });
    await api.message({ process, tags: { Action: 'Pick' } });
    expect(await api.read(`/${process}~process@1.0/now/cache/apples`)).toBe(6);
  });
});

describe('modules', () => {
  it('of a process and of a dynamic read are found by their id', async () => {
    const { api } = await start();
    const module = await api.data.put(MODULE, { contentType: 'application/lua' });
    const process = await api.spawn({ module });
    expect(await api.read(`/${process}~process@1.0/now/cache/pears`)).toBe(3);
    expect(await api.read(`/${process}~process@1.0/now/~lua@5.3a&module=${module}/pears`)).toBe('pears: 3');
  });
  it('that are not here fail the slot in words', async () => {
    const { api } = await start();
    const process = await api.spawn({ module: id('nowhere') });
    expect((await api.result({ process, slot: 0 })).error).toMatchObject({ code: 'unknown-message' });
  });
});

describe('a gateway', () => {
  /** Another Pocketbeam behind HTTP, and what it was asked. */
  async function serve(): Promise<{
    api: NodePocketbeam['api'];
    url: string;
    asked: string[];
    fail: { status?: number };
  }> {
    const { api, handle } = await start();
    const asked: string[] = [];
    const fail: { status?: number } = {};
    const { url, close } = await serveHttp((request) => {
      asked.push(new URL(request.url).pathname);
      return fail.status ? Promise.resolve(new Response('', { status: fail.status })) : handle(request);
    }, 0);
    open.push(close);
    return { api, url, asked, fail };
  }

  it('is asked for what is not here, once', async () => {
    const far = await serve();
    await far.api.data.put(BOOT, { id: id('boot') });
    await far.api.data.put(MODULE, { id: id('module'), contentType: 'application/lua' });
    const { api } = await start({ gateway: `${far.url}/` });
    const booted = await api.spawn({ source: '', tags: { 'On-Boot': id('boot') } });
    expect(await api.read(`/${booted}~process@1.0/now/cache/apples`)).toBe(7);
    const process = await api.spawn({ module: id('module') });
    expect(await api.read(`/${process}~process@1.0/now/cache/pears`)).toBe(3);
    expect(far.asked.filter((path) => path === `/${id('module')}`)).toHaveLength(1);
    expect(await api.data.list()).toMatchObject([
      { id: id('boot'), gateway: far.url },
      { id: id('module'), gateway: far.url, contentType: 'application/lua' },
    ]);
  });

  it('that does not have it, or is away, is told apart', async () => {
    const far = await serve();
    const beam = await start({ gateway: far.url });
    expect((await get(beam, `/${id('missing')}/x`)).status).toBe(404);
    far.fail.status = 500;
    const refused = await get(beam, `/${id('missing')}/x`);
    expect([refused.status, refused.headers.get('pocketbeam-code')]).toEqual([504, 'gateway-unreachable']);
    // Not recorded: the process boots when the gateway is back.
    const process = id('waiting');
    const spawn = () =>
      beam.api.spawn({ id: process, anchor: 'the same', source: '', tags: { 'On-Boot': id('boot') } });
    await expect(spawn()).rejects.toMatchObject({ code: 'gateway-unreachable' });
    far.fail.status = undefined;
    await far.api.data.put(BOOT, { id: id('boot') });
    await spawn();
    expect(await beam.api.read(`/${process}~process@1.0/now/cache/apples`)).toBe(7);
  });

  it('is asked for nothing unless it is named', async () => {
    const far = await serve();
    await get(await start(), `/${id('missing')}/x`);
    expect(far.asked).toEqual([]);
    await expect(start({ gateway: 'file:///etc' })).rejects.toMatchObject({ code: 'bad-option' });
  });
});

async function folder(): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), 'pocketbeam-data-'));
  onTestFinished(() => rm(data, { recursive: true }));
  return data;
}
