/** In which form answers come (spec/hyperbeam.md, Facts: answers). */
import { describe, expect, it } from 'vitest';
import { Float, type MapValue } from '../core/value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { gist, map, serve, STORED, type Get } from './testing.ts';

const serving = (message: MapValue, strict = false): Promise<Get> =>
  serve(createStore(new MemoryKeyValue()), message, strict);

const MESSAGE = map({
  name: 'Kepler',
  moons: 3,
  ratio: new Float(2),
  visible: true,
  rings: map({ inner: 'dust' }),
  page: map({ 'content-type': 'application/json', body: '{"made":"by hand"}' }),
  teapot: map({ status: 418, body: 'short' }),
});
const JSON_TYPE = 'application/json';
const WHOLE =
  '{"device":"json@1.0","moons":3,"name":"Kepler","page":{"body":"{\\"made\\":\\"by hand\\"}","content-type":"application/json"},' +
  '"ratio":2.0,"rings":{"inner":"dust"},"teapot":{"body":"short","status":418},"visible":true}';
const accepting = (accept: string): RequestInit => ({ headers: { accept } });
const read = async (path: string, init?: RequestInit, strict = false): Promise<Response> =>
  (await serving(MESSAGE, strict))(`/${STORED}${path}`, init);

describe('accept: application/json', () => {
  it('answers as serialize~json@1.0 does, headers included', async () => {
    const [asked, serialized] = [await read('', accepting(JSON_TYPE)), await read('/serialize~json@1.0')];
    expect(await asked.text()).toBe(WHOLE);
    expect([...asked.headers]).toEqual([...serialized.headers]);
    expect(await (await read('/moons', accepting(JSON_TYPE))).text()).toBe(
      '{"ao-result":"body","body":3,"device":"json@1.0"}',
    );
    expect(await (await read('/rings?accept=application/json')).json()).toEqual({ device: 'json@1.0', inner: 'dust' });
  });
  it('leaves JSON that the path leads to as it is', async () => {
    expect(await (await read('/serialize~json@1.0', accepting(JSON_TYPE))).text()).toBe(WHOLE);
    expect(await (await read('/page', accepting(JSON_TYPE))).json()).toEqual({ made: 'by hand' });
  });
  it('keeps the status that a message sets', async () => {
    const answer = await read('/teapot', accepting(JSON_TYPE));
    expect([answer.status, answer.headers.get('status')]).toEqual([418, '418']);
    expect(await answer.json()).toMatchObject({ body: 'short', status: 418 });
  });
  it('answers what is not there, and errors, as JSON too', async () => {
    const missing = await read('/pluto', accepting(JSON_TYPE));
    expect(gist(missing)).toEqual([404, JSON_TYPE, 'not-found']);
    expect(await missing.json()).toMatchObject({ code: 'not-found', next: expect.stringContaining('spelling') });
    const get = await serving(MESSAGE);
    expect(gist(await get(`/${STORED.toLowerCase()}`, accepting(JSON_TYPE)))).toEqual([
      404,
      JSON_TYPE,
      'unknown-process',
    ]);
    expect(gist(await get('/~message@1.0&n+integer=x/n', accepting(JSON_TYPE)))[1]).toBe(JSON_TYPE);
  });
  it('is a text document in the address bar', async () => {
    const answer = await read('?accept=application/json', { headers: { 'sec-fetch-mode': 'navigate' } });
    expect(gist(answer)).toEqual([200, JSON_TYPE, null]);
  });
});

describe('what changes nothing', () => {
  it.each([
    ['*/*'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'],
    ['text/html'],
    ['image/webp'],
    ['application/vnd.made.up'],
    ['application/json;q=0'],
    ['text/plain, application/json;q=0.5'],
    [''],
  ])('accept: %s', async (accept) => {
    const [asked, plain] = [await read('', accepting(accept)), await read('')];
    expect([...asked.headers]).toEqual([...plain.headers]);
    expect(await asked.text()).toBe(await plain.text());
  });
  it.each(['accept-bundle', 'bundle'])('%s, as header and in the query', async (name) => {
    const plain = await (await read('')).text();
    expect(await (await read('', { headers: { [name]: 'true' } })).text()).toBe(plain);
    expect(await (await read(`?${name}=true`)).text()).toBe(plain);
  });
  it.each(['httpsig@1.0', 'structured@1.0'])('accept-codec: %s', async (codec) => {
    const asked = await read('', { headers: { 'accept-codec': codec } });
    expect(await asked.text()).toBe(await (await read('')).text());
  });
});

describe('several types', () => {
  it.each([
    ['application/json, */*', true],
    ['application/json, text/plain, */*', true],
    ['application/json, text/javascript, */*; q=0.01', true],
    ['image/png, APPLICATION/JSON;charset=utf-8', true],
    ['application/json;q=0.4, text/html;q=0.9', false],
    ['*/*, application/json', false],
  ])('%s: JSON %s', async (accept, isJson) => {
    expect((await read('', accepting(accept))).headers.get('content-type') === JSON_TYPE).toBe(isJson);
  });
});

describe('codecs', () => {
  const TYPED =
    '{"ao-types":"moons=\\"integer\\", ratio=\\"float\\", visible=\\"atom\\"","moons":"3","name":"Kepler",' +
    '"page":{"body":"{\\"made\\":\\"by hand\\"}","content-type":"application/json"},"ratio":"2.00000000000000000000e+00",' +
    '"rings":{"inner":"dust"},"teapot":{"ao-types":"status=\\"integer\\"","body":"short","status":"418"},"visible":"\\"true\\""}';
  it.each([
    ['', { accept: 'device/json@1.0' }],
    ['', { 'accept-codec': 'json@1.0' }],
    ['', { 'require-codec': 'json@1.0', 'accept-codec': 'flat@1.0', accept: JSON_TYPE }],
    ['?accept-codec=json@1.0', { 'accept-codec': 'flat@1.0' }],
    ['?accept=device/json@1.0', {}],
  ])('json@1.0 is the typed wire form: %s %o', async (query, headers) => {
    const answer = await read(query, { headers });
    expect(gist(answer)).toEqual([200, JSON_TYPE, null]);
    expect(await answer.text()).toBe(TYPED);
    expect(answer.headers.get('content-digest')).toMatch(/^sha-256=/);
  });
  it('json@1.0 of a leaf and of a list', async () => {
    const asked = { headers: { 'accept-codec': 'json@1.0' } };
    expect(await (await read('/visible', asked)).text()).toBe(
      '{"ao-result":"body","ao-types":"body=\\"atom\\"","body":"\\"true\\""}',
    );
    const get = await serving(map({ list: ['one', 2] }));
    expect(await (await get(`/${STORED}/list`, asked)).text()).toBe('{"1":"one","2":"2","ao-types":"2=\\"integer\\""}');
  });
  it.each(['device/flat@1.0', 'application/flat@1.0'])('%s is lines', async (accept) => {
    const answer = await read('/rings', accepting(accept));
    expect(gist(answer)).toEqual([200, 'text/plain; charset=utf-8', null]);
    expect(await answer.text()).toBe('inner: dust\n');
  });
  it('require-codec takes a media type as well', async () => {
    expect(await (await read('?require-codec=application/json')).text()).toBe(WHOLE);
  });
  it('names those that exist when asked for another, unless accept has an alternative', async () => {
    for (const header of [
      ['accept-codec', 'cbor@1.0'],
      ['accept', 'device/cbor@1.0'],
    ] satisfies [string, string][]) {
      const answer = await read('', { headers: [header] });
      expect(gist(answer)).toEqual([406, JSON_TYPE, 'unknown-codec']);
      expect(await answer.json()).toMatchObject({ next: expect.stringMatching(/httpsig@1\.0.*json@1\.0.*flat@1\.0/) });
    }
    expect(await (await read('', accepting('device/cbor@1.0, application/json'))).text()).toBe(WHOLE);
    expect(gist(await read('', accepting('application/ans104')))).toEqual([501, JSON_TYPE, 'not-implemented']);
  });
});

describe('in strict', () => {
  it.each([
    [{ accept: JSON_TYPE }],
    [{ accept: 'application/flat@1.0' }],
    [{ accept: 'application/structured@1.0' }],
    [{ accept: 'application/ans104' }],
    [{ 'accept-codec': 'cbor@1.0' }],
    [{ 'accept-codec': 'json@1.0' }],
  ])('fails as the node does: %o', async (headers) => {
    for (const path of ['', '/pluto'])
      if (path === '' || !('accept-codec' in headers)) expect((await read(path, { headers }, true)).status).toBe(500);
  });
  it('json@1.0 works for texts, and lists in accept choose nothing', async () => {
    const asked = { headers: { 'accept-codec': 'json@1.0' } };
    expect(await (await read('/rings', asked, true)).json()).toEqual({ inner: 'dust' });
    expect(await (await read('/name', asked, true)).json()).toEqual({ 'ao-result': 'body', body: 'Kepler' });
    const list = await read('/rings', accepting('application/json, text/plain, */*'), true);
    expect([list.status, list.headers.get('inner')]).toEqual([200, 'dust']);
    expect((await read('/rings', accepting('httpsig@1.0'), true)).headers.get('inner')).toBe('dust');
  });
});
