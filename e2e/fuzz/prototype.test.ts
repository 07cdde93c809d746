/** Keys that mean something to JavaScript objects are data on every way in, and reach no prototype. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { PROTOTYPE_KEYS } from './paths.ts';
import { AOS, MODULE } from './programs.ts';
import { luaProcess, MODULE_ID } from './world.ts';

const before = Object.getOwnPropertyNames(Object.prototype).sort();
let beam: NodePocketbeam;
let aos: string;
beforeAll(async () => {
  beam = await createNodePocketbeam({ fixtures: true });
  aos = await beam.api.spawn({ source: AOS });
});
afterAll(() => beam.close());
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect(Object.keys({})).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

async function ask(path: string, init?: RequestInit): Promise<string> {
  const response = await beam.handle(new Request(`http://node.test${path}`, init));
  if (!response) throw new Error(`${path} is not ours`);
  const text = await response.text();
  return response.status === 200 ? text : `${response.status} ${text}`;
}
const post = (path: string, headers: Record<string, string>, body?: string): Promise<string> =>
  ask(path, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
/** An object with own properties of these names, whatever they are. */
const own = (path: readonly string[], value: unknown): Record<string, unknown> =>
  Object.fromEntries([[path[0] ?? '', path.length > 1 ? own(path.slice(1), value) : value]]);

const key = fc.constantFrom(...PROTOTYPE_KEYS);
const keys = fc.array(key, { minLength: 1, maxLength: 4 });
const value = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const holds = (property: (path: readonly string[], value: string) => Promise<void>, numRuns = 60): Promise<void> =>
  fc.assert(fc.asyncProperty(keys, value, property), { numRuns });

describe('over HTTP', () => {
  it('in parameters, queries, headers and casts', () =>
    holds(async ([name = ''], text) => {
      expect(await ask(`/~message@1.0&${name}=${text}/${name}`)).toBe(text);
      expect(await ask(`/${name}?${name}=${text}`)).toBe(text);
      expect(await ask(`/${name}`, { headers: [[name, text]] })).toBe(text);
      expect(await ask(`/~message@1.0&a=1/~message@1.0&${name}=${text}/${name}`)).toBe(text);
      expect(await ask(`/~message@1.0&a=1/${name}`)).toBe('404 "not_found"');
      expect(await ask(`/~message@1.0&m+map=${name}=${text}/m/${name}`)).toBe(text);
    }));

  it('in bodies of every codec', () =>
    holds(async (path, text) => {
      const at = `/${path.join('/')}`;
      expect(await post(at, { 'codec-device': 'json@1.0' }, JSON.stringify(own(path, text)))).toBe(text);
      expect(await post(at, { 'codec-device': 'flat@1.0' }, `${path.join('/')}: ${text}\n`)).toBe(text);
      const part = `--B\r\ncontent-disposition: form-data;name="${path.join('/')}"\r\n\r\n${text}\r\n--B--`;
      expect(await post(at, { 'content-type': 'multipart/form-data; boundary=B' }, part)).toBe(text);
      const line = `--B\r\ncontent-disposition: form-data;name="a"\r\n${path[0]}: ${text}\r\n--B--`;
      expect(await post(`/a/${path[0]}`, { 'content-type': 'multipart/form-data; boundary=B' }, line)).toBe(text);
      const [name = ''] = path.map((one) => one.toLowerCase());
      const typed = { a: { ...own([name], '7'), 'ao-types': `${name.replaceAll('_', '%5f')}="integer"` } };
      const shown = await post('/a/serialize~json@1.0', { 'codec-device': 'json@1.0' }, JSON.stringify(typed));
      expect(JSON.parse(shown)).toEqual({ ...own([name], 7), device: 'json@1.0' });
    }));

  it('in answers of every form', () =>
    holds(async (path, text) => {
      const body = JSON.stringify({ a: own(path, text) });
      const lower = path.map((one) => one.toLowerCase());
      const form = (accept: string): Promise<string> => post('/a', { 'codec-device': 'json@1.0', accept }, body);
      expect(JSON.parse(await form('application/json'))).toEqual({ ...own(lower, text), device: 'json@1.0' });
      expect(await form('application/flat@1.0')).toContain(`${lower.join('/')}: ${text}`);
    }));

  it('in stored messages', () =>
    holds(async (path, text) => {
      const id = (
        await beam.handle(
          new Request('http://node.test/~cache@1.0/write', {
            method: 'POST',
            headers: { 'codec-device': 'json@1.0' },
            body: JSON.stringify({ body: own(path, text) }),
          }),
        )
      )?.headers.get('path');
      expect(await ask(`/${id}/${path.join('/')}`)).toBe(text);
      expect(await ask(`/~cache@1.0/read&target=${id}/${path.join('/')}`)).toBe(text);
    }));

  it('in names of devices, codecs, types, ids and slots', async () => {
    for (const name of PROTOTYPE_KEYS) {
      expect(await ask(`/~${name}/a`)).toMatch(/^500 .*unknown-device/);
      expect(await ask(`/~${name}@1.0/a`)).toMatch(/^500 .*unknown-device/);
      expect(await post('/a', { 'codec-device': name }, 'x')).toMatch(/^415 /);
      expect(await ask(`/a?a=1`, { headers: { 'accept-codec': name } })).toMatch(/^406 /);
      expect(await ask(`/~message@1.0&a+${name}=1/a`)).toMatch(/^500 .*bad-parameter-type/);
      expect(await ask(`/${name.padEnd(43, '_')}/a`)).toMatch(/^404 /);
      expect(await ask(`/${aos}~process@1.0/compute&slot=${name}/a`)).toMatch(/^400 .*bad-slot/);
      expect(await ask(`/${aos}~process@1.0/now/cache/${name}/${name}/x`)).toMatch(/^404 /);
    }
  });
});

describe('in processes', () => {
  it('in tags and patches of aos', () =>
    holds(async ([name = ''], text) => {
      await beam.api.message({
        process: aos,
        tags: [
          { name: 'Action', value: 'Echo' },
          { name, value: text },
        ],
      });
      // As aos spells the names of tags.
      const spelled = name.toLowerCase().replaceAll('_', '-');
      expect(await ask(`/${aos}~process@1.0/now/cache/echo/${spelled}`)).toBe(text);
      expect(await ask(`/${aos}~process@1.0/compute/cache/__proto__/polluted`)).toBe('data');
      expect(await beam.api.read(`/${aos}~process@1.0/compute/cache/echo/${spelled}`)).toBe(text);
      const echo = await beam.api.read(`/${aos}~process@1.0/compute/cache/echo`);
      expect(Object.getOwnPropertyDescriptor(echo, spelled)?.value).toBe(text);
      expect(Object.getPrototypeOf(echo)).toBe(Object.prototype);
    }, 30));

  it('in tags as an object, names and ids of the local API', async () => {
    for (const name of PROTOTYPE_KEYS) {
      const tags = own([name], 'tag') as Record<string, string>;
      const id = name.padEnd(43, '-');
      await beam.api.spawn({ id, name, source: AOS, tags });
      expect(await beam.api.read(`/${id}~process@1.0/${name}`)).toBe('tag');
      expect(await ask(`/${id}~process@1.0/now/cache/count`)).toBe('0');
      await beam.api.message({ process: id, tags: { ...tags, Action: 'Add' }, anchor: name });
      expect(await ask(`/${id}~process@1.0/now/cache/count`)).toBe('1');
      expect((await beam.api.list()).find(({ process }) => process === id)?.name).toBe(name);
      await beam.api.remove(id);
      expect(await ask(`/${id}~process@1.0/now/cache/count`)).toMatch(/^404 /);
    }
  });

  it('in messages to Lua modules and in what their functions return', async () => {
    const body = MODULE.replaceAll('MODULEID', MODULE_ID);
    await post(
      '/~pocketbeam@1.0/store',
      {},
      JSON.stringify({ id: MODULE_ID, message: { 'content-type': 'application/lua', body } }),
    );
    const started = await beam.handle(
      new Request('http://node.test/~scheduler@1.0/schedule', { method: 'POST', headers: luaProcess('prototype') }),
    );
    const process = started?.headers.get('process') ?? '';
    await holds(async (path, text) => {
      const sent = JSON.stringify({ body: { type: 'Message', by: '1', ...own(path, text) } });
      await post(`/${process}~process@1.0/schedule`, { 'codec-device': 'json@1.0' }, sent);
      expect(await ask(`/${process}~process@1.0/now/cache/view/__proto__/polluted`)).toBe('data');
      expect(await ask(`/~message@1.0&${path[0]}=${text}/~lua@5.3a&module=${MODULE_ID}/whole/${path[0]}`)).toBe(text);
      expect(await ask(`/~message@1.0&a=1/~lua@5.3a&module=${MODULE_ID}/request&${path[0]}=${text}/${path[0]}`)).toBe(
        text,
      );
    }, 30);
  });
});
