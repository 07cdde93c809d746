import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';
import type { SpawnOptions } from './api.ts';

const beam = await createNodePocketbeam();
afterAll(() => beam.close());
const { api } = beam;

const valueOf = async (process: string, code: string): Promise<string> => {
  const { output, error } = await api.eval({ process, code });
  if (error) throw new Error(error.message);
  return output.data;
};

describe('files of a spawn', () => {
  const source = `
    local units = require('units')
    local shapes = require('lib.shapes')
    Handlers.add('Area', 'Area', function(msg) msg.reply({ Data = tostring(shapes.area(tonumber(msg.Side))) .. units.suffix }) end)`;
  const files = {
    'units.lua': `Loads = (Loads or 0) + 1 return { suffix = ' m2', given = table.pack(...) }`,
    'lib/shapes.lua': `local units = require('./units') return { area = function(side) return side * side end, units = units }`,
    'lib/init.lua': `return { whole = true }`,
    'utils.lua': `return { mine = true }`,
  };

  it('are required by name, run once, and keep out of the way of built-in modules', async () => {
    const process = await api.spawn({ source, files });
    expect((await api.result({ process, slot: 0 })).error).toBeUndefined();
    const { slot } = await api.message({ process, tags: { Action: 'Area', Side: '7' } });
    expect((await api.result({ process, slot })).messages).toMatchObject([{ Data: '49 m2' }]);
    expect(await valueOf(process, `Loads .. table.concat(require('units').given, ' ')`)).toBe('1units units.lua');
    expect(await valueOf(process, `tostring(require('lib/shapes.lua') == require('lib.shapes'))`)).toBe('true');
    expect(await valueOf(process, `tostring(require('lib').whole)`)).toBe('true');
    expect(await valueOf(process, `tostring(require('utils').mine) .. type(require('.utils').matchesSpec)`)).toBe(
      'truefunction',
    );
    expect(await valueOf(process, `tostring(require('.units') == require('units'))`)).toBe('true');
  });

  it('tell their errors with file and line', async () => {
    const broken = await api.spawn({ source: `require('bad')`, files: { 'bad.lua': 'local x = 1\nlocal = 2' } });
    expect((await api.result({ process: broken, slot: 0 })).error?.message).toContain(
      "error loading module 'bad' from file 'bad.lua':\n\tbad.lua:2:",
    );
    const failing = await api.spawn({ source: `require('bad')`, files: { 'bad.lua': '\nerror("oh no")' } });
    expect((await api.result({ process: failing, slot: 0 })).error?.message).toBe('bad.lua:2: oh no');
    const missing = await api.spawn({ source: `require('nowhere')`, files: {} });
    expect((await api.result({ process: missing, slot: 0 })).error?.message).toContain("module 'nowhere' not found");
  });

  it('are there again when the heap is built anew', async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'pocketbeam-files-'));
    onTestFinished(() => rm(data, { recursive: true }));
    const first = await createNodePocketbeam({ data });
    const process = await first.api.spawn({ source, files });
    await first.close();
    const second = await createNodePocketbeam({ data });
    onTestFinished(() => second.close());
    const { slot } = await second.api.message({ process, tags: { Action: 'Area', Side: '3' } });
    expect((await second.api.result({ process, slot })).messages).toMatchObject([{ Data: '9 m2' }]);
    expect((await second.api.eval({ process, code: `require('lib').whole` })).error).toBeUndefined();
  });

  it.each([
    [{ source: '', files: { 'a.lua': 1 } }, 'bad-files'],
    [{ source: '', files: { 'a.lua': '', 'a/init.lua': '' } }, 'bad-files'],
    [{ source: '', files: ['x'] }, 'bad-files'],
    [{ module: { source: '' }, files: {} }, 'bad-files'],
    [{ module: {} }, 'bad-source'],
    [{ module: [] }, 'bad-source'],
    [{ module: { source: '' }, source: 1 }, 'bad-source'],
    [{}, 'bad-source'],
  ])('refuses %j', async (options, code) => {
    await expect(api.spawn(options as unknown as SpawnOptions)).rejects.toMatchObject({ code });
  });
});

describe('modules of a spawn', () => {
  const source = `
    count = 0
    function compute(base, req, opts)
      count = count + 1
      local who = 'nobody'
      for id, one in pairs(req.body.commitments or {}) do
        if one.alg == 'rsa-pss-sha512' then who = one.committer end
      end
      base.cache = { who = who, from = req.body['from-process'], slot = req.slot, options = type(opts), authority = type(base.process.authority) }
      base.results = {
        output = { data = 'slot ' .. req.slot },
        outbox = { ['1'] = { device = 'patch@1.0', cache = { count = count } }, ['2'] = { target = 'x', data = 'hi' } },
      }
      return base
    end`;
  const get = async (path: string): Promise<unknown> => api.read(path);

  it('run compute and patch from the outbox', async () => {
    const owner = 'A'.repeat(43);
    const process = await api.spawn({ module: { source, name: 'counting' }, owner });
    const { slot } = await api.message({ process, tags: { Action: 'Go' }, from: 'B'.repeat(43) });
    const result = await api.result({ process, slot });
    expect(result.error).toBeUndefined();
    expect(result.output.data).toBe('slot 1');
    expect(result.messages).toMatchObject([{ target: 'x', data: 'hi' }]);
    expect(await get(`/${process}~process@1.0/compute/cache`)).toEqual({
      count: 2,
      who: 'B'.repeat(43),
      slot: 1,
      options: 'table',
      authority: 'table',
    });
    expect(await get(`/${process}~process@1.0/compute&slot=0/cache/who`)).toBe(owner);
    expect(await get(`/${process}~process@1.0/compute/execution-device`)).toBe('stack@1.0');
    expect(await get(`/${process}~process@1.0/compute/patch-from`)).toBe('/results/outbox');
  });

  it('see a message that a process sent as from that process, vouched for by the owner', async () => {
    const process = await api.spawn({ module: { source } });
    const [from, owner] = ['C'.repeat(43), 'D'.repeat(43)];
    await api.result({ process, slot: (await api.message({ process, from, owner })).slot });
    expect(await get(`/${process}~process@1.0/compute/cache`)).toMatchObject({ who: owner, from });
  });

  it('are a list that shares its globals, and name themselves in errors', async () => {
    const process = await api.spawn({
      module: [
        { name: 'lib.lua', source: 'function twice(n) return n * 2 end' },
        {
          name: 'main.lua',
          source:
            'function compute(base, req)\n  base.cache = { n = twice(21) }\n  if req.slot > 0 then error("late") end\n  base.results = {}\n  return base end',
        },
      ],
    });
    expect(await get(`/${process}~process@1.0/compute/cache/n`)).toBe(42);
    const { slot } = await api.message({ process });
    expect((await api.result({ process, slot })).error?.message).toContain('main.lua:3: late');
  });

  it('find a source as data of the process message', async () => {
    const reader =
      'function compute(base, req) base.cache = { data = base.process.data } base.results = {} return base end';
    const process = await api.spawn({ module: { source: reader }, source: 'the data' });
    expect(await get(`/${process}~process@1.0/compute/cache/data`)).toBe('the data');
  });
});

describe('results of an aos process', () => {
  it('[§1.2/8a] have the outbox by number with lower-cased keys over its tags, and the printed text', async () => {
    const process = await api.spawn({
      source: `Handlers.add('Go', 'Go', function(msg)
        print('said')
        Send({ Target = 'first', Data = 'd', Mixed_Case = 'x' })
        Spawn({})
        Send({ Target = 'second' })
      end)`,
    });
    const { slot } = await api.message({ process, tags: { Action: 'Go' } });
    const at = `/${process}~process@1.0/compute&slot=${slot}/results`;
    await api.result({ process, slot });
    expect(await api.read(`${at}/outbox/1`)).toMatchObject({
      target: 'first',
      data: 'd',
      mixed_case: 'x',
      'from-process': process,
    });
    expect(await api.read(`${at}/outbox/2/target`)).toBe('second');
    expect(await api.read(`${at}/outbox/1/anchor`)).toBeUndefined();
    expect(await api.read(`${at}/outbox/3`)).toBeUndefined();
    expect(await api.read(`${at}/data`)).toBe('said');
  });
});
