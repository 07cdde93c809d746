/** Requests whose body is in another codec, and what every answer carries. */
import { describe, expect, it } from 'vitest';
import type { MapValue } from '../core/value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { gist, map, serve, STORED, type Get } from './testing.ts';

const serving = (message: MapValue = new Map(), strict = false): Promise<Get> =>
  serve(createStore(new MemoryKeyValue()), message, strict);
const post = (codec: string, body: string, headers: Record<string, string> = {}): RequestInit => ({
  ...{ method: 'POST', body, headers: { 'codec-device': codec, ...headers } },
});

describe('codec-device', () => {
  it('json@1.0 gives its keys to the request', async () => {
    const get = await serving();
    const body = '{"Planet":{"moons":[1,2.5]},"n":"7","ao-types":"n=\\"integer\\""}';
    expect(await (await get('/planet/moons/2', post('json@1.0', body))).text()).toBe('2.50000000000000000000e+00');
    expect((await get('/n', post('json@1.0', body))).headers.get('ao-types')).toBe('body="integer", status="integer"');
    expect(await (await get('/x-own', post('json@1.0', '{"n":1}', { 'x-own': 'header' }))).text()).toBe('header');
    expect(await (await get('/x-own', post('json@1.0', '{"x-own":"body"}', { 'x-own': 'header' }))).text()).toBe(
      'body',
    );
    expect((await get('/body', post('json@1.0', '{"n":1}'))).status).toBe(404);
  });
  it('flat@1.0 does so too', async () => {
    const get = await serving();
    const body = 'planet/ao-types: moons="integer"\nplanet/moons: 2\n';
    expect((await get('/planet', post('flat@1.0', body))).headers.get('moons')).toBe('2');
  });
  it.each(['httpsig@1.0', 'structured@1.0'])('%s is what is read anyway', async (codec) => {
    const get = await serving();
    expect(await (await get('/body', post(codec, '{"n":1}'))).text()).toBe('{"n":1}');
  });
  it('a content type alone chooses none', async () => {
    const get = await serving();
    const init = { method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json' } };
    expect(await (await get('/body', init)).text()).toBe('{"n":1}');
    expect((await get('/n', init)).status).toBe(404);
  });
  it('claims of commitments in a body are not believed', async () => {
    const get = await serving();
    const body = '{"commitments":{"forged":{"committer":"me"}}}';
    const answer = await get('/commitments/forged', post('json@1.0', body));
    expect(answer.status).toBe(404);
  });
  it.each([
    ['json@1.0', '{"n":', 400, 'bad-json'],
    ['json@1.0', '[1]', 400, 'bad-json'],
    ['json@1.0', '{"n":"x","ao-types":"n=\\"integer\\""}', 400, 'bad-typed-value'],
    ['flat@1.0', 'no colon', 400, 'bad-flat'],
    ['ans104@1.0', '\x01\0', 400, 'bad-data-item'],
    ['cbor@1.0', 'x', 415, 'unknown-codec'],
  ])('%s %s: %i %s', async (codec, body, status, code) => {
    const get = await serving();
    expect(gist(await get('/n', post(codec, body)))).toEqual([status, 'application/json', code]);
  });
  it('what deserialize cannot read has the status of a node in strict', async () => {
    const init = { method: 'POST', body: '{"n":' };
    for (const [strict, status] of [
      [false, 400],
      [true, 500],
    ] as const)
      expect(gist(await (await serving(new Map(), strict))('/~json@1.0/deserialize', init))).toEqual([
        ...[status, 'application/json', 'bad-json'],
      ]);
  });
  it('the digest is of the body as it was sent', async () => {
    const get = await serving();
    const digest = 'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:';
    expect(gist(await get('/n', post('json@1.0', '{"n":1}', { 'content-digest': digest })))[2]).toBe('bad-digest');
  });
});

describe('every answer', () => {
  const message = map({ name: 'Io', n: 5, deep: map({ a: 'b' }) });
  const paths = ['', '/name', '/n', '/deep', '/nowhere', '/serialize~json@1.0', '?accept-codec=json@1.0'];
  it('has a digest of its body, and the same headers for HEAD', async () => {
    for (const strict of [false, true]) {
      const get = await serving(message, strict);
      for (const path of paths) {
        const [answer, head] = [await get(`/${STORED}${path}`), await get(`/${STORED}${path}`, { method: 'HEAD' })];
        const body = await answer.arrayBuffer();
        const hash = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', body))));
        expect(answer.headers.get('content-digest')).toBe(body.byteLength ? `sha-256=:${hash}:` : null);
        expect([head.status, [...head.headers], await head.text()]).toEqual([answer.status, [...answer.headers], '']);
        expect(answer.headers.get('vary')).toBe('accept, accept-codec, require-codec');
      }
    }
  });
  it('is 304 to whoever knows it', async () => {
    const get = await serving(message);
    const etag = (await get(`/${STORED}`)).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`])
      expect((await get(`/${STORED}`, { headers: { 'if-none-match': known } })).status).toBe(304);
    const others = [`/${STORED}?accept=application/json`, `/${STORED}/deep`];
    for (const path of others) expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect((await get(`/${STORED}`, { method: 'POST', headers: { 'if-none-match': etag } })).status).toBe(200);
  });
  it('tells a text from a number in its etag', async () => {
    const get = await serving(map({ text: '5', n: 5 }));
    const [text, n] = [await get(`/${STORED}/text`), await get(`/${STORED}/n`)];
    expect(text.headers.get('content-digest')).toBe(n.headers.get('content-digest'));
    expect(text.headers.get('etag')).not.toBe(n.headers.get('etag'));
  });
});

describe('a navigation', () => {
  it('shows a readable page in strict too, and a page where a node fails', async () => {
    const navigate = { headers: { 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*;q=0.8' } };
    const get = await serving(map({ deep: map({ a: 'b' }), flag: true }), true);
    expect(gist(await get(`/${STORED}/deep`, navigate))).toEqual([200, 'text/html; charset=utf-8', null]);
    expect(gist(await get(`/${STORED}/flag`, navigate))).toEqual([500, 'text/html; charset=utf-8', 'node-defect']);
  });
});

describe('the root', () => {
  it('redirects to the console of a node in strict', async () => {
    const get = await serving(new Map(), true);
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await get('/', { method });
      expect([status, headers.get('location')]).toEqual([302, '/~hyperbuddy@1.0/index']);
    }
    expect((await get('/favicon.ico')).status).toBe(404);
  });
  it('redirects nowhere otherwise', async () => {
    const get = await serving();
    expect((await get('/')).status).toBe(200);
    expect(await (await get('/favicon.ico')).text()).toBe('"not_found"');
  });
});
