import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentation, noDocumentation } from '../../../e2e/support/documentation.ts';
import { scenarios } from '../../../e2e/support/scenario.ts';
import { unsignedId } from '../../codecs/message-id.ts';
import { targetOf } from '../testing/node-target.ts';
import { runScenario } from '../testing/run-scenario.ts';
import { serveHttp } from './http-server.ts';
import { createNodePocketbeam, type NodePocketbeam, type NodePocketbeamOptions } from './node-pocketbeam.ts';

const running: NodePocketbeam[] = [];
afterEach(() => Promise.all(running.splice(0).map((beam) => beam.close())));

async function start(options?: NodePocketbeamOptions): Promise<NodePocketbeam> {
  const beam = await createNodePocketbeam(options);
  running.push(beam);
  return beam;
}

async function get({ handle }: NodePocketbeam, path: string): Promise<Response> {
  const response = await handle(new Request(`http://localhost${path}`));
  if (!response) throw new Error('not ours');
  return response;
}

const COUNTER = `
Count = Count or 0
local function publish() Send({ device = 'patch@1.0', cache = { count = Count } }) end
publish()
Handlers.add('Add', 'Add', function(msg)
  Count = Count + tonumber(msg.By or 1)
  publish()
end)`;

describe('examples', () => {
  it.each(scenarios())('$scenario.name', async ({ scenario, sources }) => {
    const { mismatches } = await runScenario(scenario, sources, targetOf(await start()));
    expect(mismatches).toEqual([]);
  });
});

describe('the documentation', () => {
  beforeEach(({ task, skip }) => {
    if (!noDocumentation) return;
    task.meta.skipReason = noDocumentation;
    skip();
  });

  it('runs as printed', async () => {
    const beam = await start();
    for (const source of documentation.token) {
      const pid = await beam.api.spawn({ source });
      expect(await (await get(beam, `/${pid}~process@1.0/compute/cache/totalsupply`)).text()).toBe('1984');
      expect((await get(beam, `/${pid}~process@1.0/cache/balances`)).headers.get('token2')).toBe('200');
    }
    for (const source of documentation.publishData) {
      const pid = await beam.api.spawn({ source });
      await beam.api.message({ process: pid, tags: { Action: 'PublishData' } });
      const status = await get(beam, `/${pid}~process@1.0/now/cache/currentstatus`);
      expect(await status.text()).toMatch(/^Some important state: /);
    }
  });
});

describe('a process with a Lua module of its own', () => {
  const MODULE = `
total = 0
function compute(base, req, opts)
  local by = tonumber(req.body.by or 0)
  if by < 0 then total = 999 error('negative') end
  total = total + by
  base.total = total
  base.results = { output = { data = 'slot ' .. req.slot },
    outbox = { p1 = { method = 'PATCH', view = { total = total, half = total / 2, list = { 1, 2 } } }, note = { target = 'x' } } }
  return base
end`;
  const post = async (beam: NodePocketbeam, path: string, headers: Record<string, string>): Promise<Response> => {
    const answer = await beam.handle(new Request(`http://localhost${path}`, { method: 'POST', headers }));
    if (!answer) throw new Error('not ours');
    return answer;
  };
  const definition = (module: string): Record<string, string> => ({
    ...{ type: 'Process', device: 'process@1.0', 'execution-device': 'stack@1.0', module },
    ...{ 'device-stack': '"lua@5.3a", "patch@1.0"', 'ao-types': 'device-stack="list"' },
    ...{ 'patch-from': '/results/outbox', 'patch-to': '/cache' },
  });

  it('computes, patches where it says, keeps its globals, and undoes what failed', async () => {
    const beam = await start({ fixtures: true });
    const module = 'M'.repeat(43);
    await beam.handle(
      new Request('http://localhost/~pocketbeam@1.0/store', {
        method: 'POST',
        body: JSON.stringify({ id: module, message: { 'content-type': 'application/lua', body: MODULE } }),
      }),
    );
    const pid = (await post(beam, '/~scheduler@1.0/schedule', definition(module))).headers.get('process') ?? '';
    const at = `/${pid}~process@1.0`;
    for (const by of ['5', '-1', '3']) await post(beam, `${at}/schedule`, { by });
    const text = async (path: string): Promise<string> => (await get(beam, `${at}/${path}`)).text();
    expect(await text('now/cache/view/total')).toBe('8');
    expect(await text('now/cache/view/half')).toBe('4.00000000000000000000e+00');
    expect(await text('compute&slot=1/total')).toBe('5');
    expect(await text('compute&slot=2/total')).toBe('5');
    expect((await beam.api.result({ process: pid, slot: 2 })).error).toMatchObject({
      code: 'lua-error',
      message: expect.stringContaining('negative'),
    });
    expect(await text('now/results/outbox/serialize~json@1.0')).toBe('{"device":"json@1.0","note":{"target":"x"}}');
    expect(await text('now/results/output/data')).toBe('slot 3');
  });

  it('finds a fixture under its unsigned id too, as a node finds a signed message', async () => {
    const beam = await start({ fixtures: true });
    const message = { 'content-type': 'application/lua', body: 'function hi() return "moin" end' };
    const body = JSON.stringify({ id: 'S'.repeat(43), message });
    await beam.handle(new Request('http://localhost/~pocketbeam@1.0/store', { method: 'POST', body }));
    const unsigned = await unsignedId(new Map(Object.entries(message)));
    for (const id of ['S'.repeat(43), unsigned])
      expect(await (await get(beam, `/~lua@5.3a&module=${id}/hi`)).text()).toBe('moin');
  });

  it('refuses what is no fixture', async () => {
    const beam = await start({ fixtures: true });
    for (const body of ['{', '7', '{"id":"x"}', '{"id":1,"message":{}}']) {
      const answer = await beam.handle(new Request('http://localhost/~pocketbeam@1.0/store', { method: 'POST', body }));
      expect([answer?.status, answer?.headers.get('pocketbeam-code')]).toEqual([400, 'bad-value']);
    }
  });

  it('says so when there is no module, or none that compiles', async () => {
    const beam = await start();
    for (const [module, code] of [
      ['N'.repeat(43), 'unknown-message'],
      ['this is no Lua', 'lua-error'],
    ] as const) {
      const answer = await post(beam, '/~scheduler@1.0/schedule', definition(module));
      const process = answer.headers.get('process') ?? '';
      expect((await beam.api.result({ process, slot: 0 })).error?.code).toBe(code);
    }
  });
});

describe('a Pocketbeam in Node', () => {
  it('schedules, computes and reads', async () => {
    const { api, ...beam } = await start();
    const pid = await api.spawn({ source: COUNTER, name: 'adder', tags: { 'X-Note': 'hi' } });
    expect(pid).toMatch(/^[\w-]{43}$/);
    const sent = await api.message({ process: pid, tags: { Action: 'Add', By: '5' } });
    expect(sent).toEqual({ slot: 1, id: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await api.read(`/${pid}~process@1.0/now/cache/count`)).toBe(5);
    expect(await api.read(`/${pid}~process@1.0/compute&slot=0/cache/count`)).toBe(0);
    expect(await api.read(`/${pid}~process@1.0/now/cache/nope`)).toBeUndefined();
    expect(await api.read(`/${pid}~process@1.0/x-note`)).toBe('hi');
    expect(await api.list()).toMatchObject([{ process: pid, name: 'adder', slot: 1, computed: 1 }]);
    await expect(api.result({ process: pid, slot: 2 })).rejects.toMatchObject({
      ...{ code: 'bad-slot', why: 'Its last slot is 1.', next: expect.stringContaining('earlier slot') },
    });
    await api.remove(pid);
    await expect(api.read(`/${pid}~process@1.0/now/cache/count`)).rejects.toMatchObject({
      code: 'unknown-process',
      message: expect.stringContaining(`There is no process ${pid} here.`),
      next: expect.stringContaining('check the id'),
    });
    await beam.close();
    running.pop();
  });

  it('takes the slot of a known anchor again', async () => {
    const { api } = await start();
    const process = await api.spawn({ source: COUNTER });
    const first = await api.message({ process, tags: { Action: 'Add' }, anchor: 'once' });
    expect(await api.message({ process, tags: { Action: 'Add' }, anchor: 'once' })).toEqual(first);
    expect(await api.read(`/${process}~process@1.0/now/cache/count`)).toBe(1);
  });

  it('lets only the owner eval, and everybody send', async () => {
    const { api } = await start();
    const process = await api.spawn({ source: COUNTER, owner: 'W'.repeat(43) });
    expect((await api.eval({ process, code: 'return Count + 41' })).output.data).toContain('41');
    const { slot } = await api.message({ process, tags: { Action: 'Eval' }, data: 'Count = 1000' });
    expect((await api.result({ process, slot })).error).toBeUndefined();
    expect((await api.eval({ process, code: 'return Count' })).output.data).not.toContain('1000');
  });

  it('stops what never ends, and goes on', async () => {
    const { api } = await start();
    const process = await api.spawn({
      source: `${COUNTER}\nHandlers.add('Loop', 'Loop', function() Count = 77 while true do pcall(function() end) end end)`,
    });
    const { slot } = await api.message({ process, tags: { Action: 'Loop' } });
    expect((await api.result({ process, slot })).error).toMatchObject({ code: 'gas-exhausted' });
    await api.message({ process, tags: { Action: 'Add' } });
    expect(await api.read(`/${process}~process@1.0/now/cache/count`)).toBe(1);
  }, 60_000);

  it('keeps processes in a folder and goes on from there', async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'pocketbeam-'));
    let beam = await createNodePocketbeam({ data });
    const process = await beam.api.spawn({ source: COUNTER });
    await beam.api.message({ process, tags: { Action: 'Add', By: '2' } });
    await beam.api.read(`/${process}~process@1.0/now/cache/count`);
    await beam.close();
    beam = await createNodePocketbeam({ data });
    expect(await beam.api.read(`/${process}~process@1.0/compute/cache/count`)).toBe(2);
    await beam.api.message({ process, tags: { Action: 'Add', By: '3' } });
    expect(await beam.api.read(`/${process}~process@1.0/now/cache/count`)).toBe(5);
    await beam.close();
    await rm(data, { recursive: true });
  });

  it('serves over HTTP on the loopback interface', async () => {
    const beam = await start();
    const process = await beam.api.spawn({ source: COUNTER });
    const server = await serveHttp(beam.handle, 0);
    const url = `${server.url}/${process}~process@1.0`;
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const leaf = await fetch(`${url}/compute/cache/count`);
    expect([leaf.status, await leaf.text(), leaf.headers.get('ao-types')]).toEqual([
      200,
      '0',
      'body="integer", status="integer"',
    ]);
    expect((await fetch(`${url}/compute/cache/nope`)).status).toBe(404);
    const posted = await fetch(`${url}/schedule`, { method: 'POST', headers: { action: 'Add', by: '4' } });
    expect([posted.status, posted.headers.get('slot')]).toEqual([200, '1']);
    expect(await (await fetch(`${url}/now/cache/count`)).text()).toBe('4');
    // Nobody signed it, so it is nobody's Eval.
    await fetch(`${url}/schedule`, { method: 'POST', headers: { action: 'Eval', data: 'Count = 1000' } });
    expect(await (await fetch(`${url}/slot/current`)).text()).toBe('2');
    expect((await beam.api.eval({ process, code: 'return Count' })).output.data).toContain('4');
    expect((await fetch(`${url}/compute/cache/count`, { method: 'HEAD' })).headers.get('status')).toBe('200');
    await server.close();
    await expect(fetch(url)).rejects.toThrow();
  });
});
