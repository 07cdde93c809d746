/** What HTTP or the Fetch API cannot carry as a header, by default and in strict (spec/hyperbeam.md, the table). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHttp } from '../codecs/httpsig-decode.ts';
import { Atom, binaryOf, Float, type MapValue, type Value } from '../core/value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { map, serve, STORED } from './testing.ts';

const read = async (message: MapValue, strict = false, init?: RequestInit): Promise<Response> =>
  (await serve(createStore(new MemoryKeyValue()), message, strict))(`/${STORED}`, init);
const readInPage = async (message: MapValue, strict = false, init?: RequestInit): Promise<Response> =>
  (await serve(createStore(new MemoryKeyValue()), message, strict, 'page'))(`/${STORED}`, init);
const diagnostic = (answer: Response): string | null => answer.headers.get('pocketbeam-diagnostic');

const OURS =
  /^(?:access-control-.*|etag|vary|cache-control|content-security-policy|x-content-type-options|pocketbeam-.*)$/;

/** The message that an answer stands for, without what every answer has. */
async function decoded(answer: Response): Promise<MapValue> {
  const body = binaryOf(new Uint8Array(await answer.clone().arrayBuffer()));
  const headers = new Map([...answer.headers].filter(([name]) => !OURS.test(name)));
  const message = await decodeHttp({ headers, body });
  if (answer.headers.has('body-keys')) message.delete('content-type');
  if (message.get('status') === answer.status) message.delete('status');
  return message;
}

describe('keys and values that are no header', () => {
  const cases: [string, Record<string, Value>][] = [
    ['a blank in a key', { 'two words': 'v' }],
    ['a separator in a key', { 'a=b;c,d(e)': 'v' }],
    ['a quote in a key', { 'say "it"': 'v' }],
    ['a line end in a key', { 'up\r\ndown': 'v' }],
    ['text beyond ASCII in a key', { '\xc3\xa5ngstr\xc3\xb6m': 'v' }],
    ['a line end in a value', { k: 'first\nsecond' }],
    ['a NUL in a value', { k: 'a\0b' }],
    ['a control character in a value', { k: 'bell\x07' }],
    ['a blank at the end of a value', { k: 'padded ' }],
    ['a tab before a value', { k: '\tindented' }],
    ['the length of the message', { 'content-length': '12' }],
  ];
  it.each(cases)('%s goes into the body', async (_, entries) => {
    const message = map({ ...entries, keep: 'o' });
    const answer = await read(message);
    expect([answer.status, diagnostic(answer), answer.headers.get('keep')]).toEqual([200, 'unsafe-header', 'o']);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/form-data/);
    expect(await decoded(answer)).toEqual(message);
  });
  it.each(cases)('%s in strict', async (_, entries) => {
    const answer = await read(map(entries), true);
    const [key, value] = Object.entries(entries)[0] ?? [];
    const isTrimmed = key === 'k' && /^\s|\s$/.test(String(value));
    expect(answer.status).toBe(isTrimmed ? 200 : 500);
    expect(answer.headers.get('pocketbeam-code')).toBe(isTrimmed ? null : 'node-defect');
    if (!isTrimmed) expect(await answer.json()).toMatchObject({ details: { difference: 'unsafe-header' } });
    else expect(answer.headers.get('k')).toBe(String(value).trim());
  });
  it('text beyond ASCII in a value is a header, one byte a character', async () => {
    for (const strict of [false, true]) {
      const answer = await read(map({ k: 'gr\xc3\xbc\xc3\x9fe' }), strict);
      expect([diagnostic(answer), answer.headers.get('k')]).toEqual([null, 'gr\xc3\xbc\xc3\x9fe']);
    }
  });
  it('nested ones come back whole', async () => {
    const message = map({
      deep: map({ 'a: b': 'colon', 'x"y': 'quote', lines: '1\r\n2', 'content-disposition': 'kept', '': 'none' }),
    });
    expect(await decoded(await read(message))).toEqual(message);
  });
  it('the name of a part with a NUL fails in strict', async () => {
    const answer = await read(map({ '\xff\0': map({ x: 'y' }) }), true);
    expect([answer.status, answer.headers.get('pocketbeam-code')]).toEqual([500, 'node-defect']);
  });
  it('any message comes back whole', async () => {
    const name = fc.oneof(
      fc.constantFrom('x', 'y z', 'q"', 'l\n', 'te', 'date', 'c: d', '%22', 'content-disposition', 'e\xe9', ''),
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 6 }),
    );
    const key = name
      .map((one) => one.replace(/[A-Z/%\x80-\xff]/g, '_'))
      .filter((one) => !/^(?:priv|body|data)/.test(one));
    const binary = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)) });
    const scalar = fc.oneof(binary, fc.integer(), fc.boolean(), fc.constant(new Atom('null')));
    const inner = fc.array(fc.tuple(key, scalar), { maxLength: 4 }).map((entries): MapValue => new Map(entries));
    const message = fc.array(fc.tuple(key, fc.oneof(scalar, inner)), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(message, async (entries) => {
        const given = new Map<string, Value>(entries);
        const answer = await read(given);
        expect(answer.status).toBe(200);
        expect(await decoded(answer)).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });
  it('framing other than the length survives in strict', async () => {
    expect((await read(map({ 'transfer-encoding': 'v' }), true)).status).toBe(200);
  });
});

describe('the key ""', () => {
  const message = map({ '': 'nameless', keep: 'o' });
  it('is kept, and lost in strict', async () => {
    const [sensible, strict] = [await read(message), await read(message, true)];
    expect([diagnostic(sensible), await decoded(sensible)]).toEqual(['empty-key', message]);
    expect([diagnostic(strict), await decoded(strict)]).toEqual(['empty-key', map({ keep: 'o' })]);
    expect(await (await read(message, false, { headers: { accept: 'application/json' } })).json()).toMatchObject({
      '': 'nameless',
    });
  });
});

describe('many headers', () => {
  const many = map(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, 'twelve bytes'])));
  it('are sent, and noted', async () => {
    for (const strict of [false, true]) {
      const answer = await read(many, strict);
      expect([answer.status, diagnostic(answer), answer.headers.get('k999')]).toEqual([
        ...[200, 'map-as-headers', 'twelve bytes'],
      ]);
    }
    expect(diagnostic(await read(many, false, { headers: { accept: 'application/json' } }))).toBeNull();
  });
});

describe('status', () => {
  it.each<[string, Record<string, Value>, number]>([
    ['a number', { status: 451 }, 451],
    ['its digits', { status: '451' }, 451],
    ['204 without a body', { status: 204, k: 'v' }, 204],
    ['304 without a body', { status: 304 }, 304],
  ])('%s is the status of the answer', async (_, entries, status) => {
    for (const strict of [false, true]) {
      const answer = await read(map(entries), strict);
      expect([answer.status, answer.headers.get('status'), diagnostic(answer)]).toEqual([status, String(status), null]);
    }
  });
  it.each<[string, Record<string, Value>]>([
    ['a word', { status: 'fine' }],
    ['a word, with a body', { status: 'fine', body: 'text' }],
    ['a float', { status: new Float(404) }],
    ['a boolean', { status: false }],
    ['a list', { status: [404] }],
    ['101', { status: 101, keep: 'o' }],
    ['600', { status: 600, keep: 'o' }],
    ['204 with a body', { status: 204, body: 'text' }],
    ['205 with a part', { status: 205, part: map({ n: 1 }) }],
    ['304 with a body', { status: 304, body: 'text' }],
  ])('%s goes into the body', async (_, entries) => {
    const message = map(entries);
    const answer = await read(message);
    expect([answer.status, answer.headers.get('status'), diagnostic(answer)]).toEqual([200, '200', 'unsafe-header']);
    expect(await decoded(answer)).toEqual(message);
    expect((await read(message, true)).status).toBe(500);
    const json = await read(message, false, { headers: { accept: 'application/json' } });
    expect([json.status, diagnostic(json), Object.keys((await json.json()) as object)]).toEqual([
      ...[200, null, expect.arrayContaining(Object.keys(entries))],
    ]);
  });
});

describe('headers that a process may set', () => {
  it('location and CORS are real ones', async () => {
    const message = map({ status: 303, location: '/elsewhere', 'access-control-allow-origin': 'https://a.test' });
    for (const strict of [false, true]) {
      const { status, headers } = await read(message, strict);
      expect([status, headers.get('location'), headers.get('access-control-allow-origin')]).toEqual([
        ...[303, '/elsewhere', 'https://a.test'],
      ]);
    }
  });
  it.each([
    ...['set-cookie', 'clear-site-data', 'service-worker-allowed', 'strict-transport-security', 'alt-svc', 'nel'],
    ...['report-to', 'reporting-endpoints', 'pocketbeam-code', 'pocketbeam-kept'],
  ])('%s would last, and goes into the body; in strict it is a header', async (name) => {
    const message = map({ [name]: 'value=1', keep: 'o' });
    const answer = await read(message);
    expect([answer.headers.get(name), answer.headers.get('keep'), diagnostic(answer)]).toEqual([
      ...[null, 'o', 'unsafe-header'],
    ]);
    expect(await decoded(answer)).toEqual(message);
    const strict = await read(message, true);
    expect([strict.headers.get(name), diagnostic(strict)]).toEqual(['value=1', null]);
  });
  it('in a page refresh goes into the body, which leads away whatever the status', async () => {
    const message = map({ refresh: '0;url=https://other.test/', keep: 'o' });
    const answer = await readInPage(message);
    expect([answer.headers.get('refresh'), diagnostic(answer)]).toEqual([null, 'unsafe-header']);
    expect(await decoded(answer)).toEqual(message);
    expect((await read(message)).headers.get('refresh')).toBe('0;url=https://other.test/');
  });
  it('opened as a document it is left out, as a multipart body would be saved and not shown', async () => {
    const html = map({ 'content-type': 'text/html', body: '<p>', refresh: '0;url=/', 'set-cookie': 'a=1' });
    const answer = await readInPage(html, false, { headers: { 'sec-fetch-mode': 'navigate' } });
    expect([answer.headers.get('content-type'), await answer.text(), diagnostic(answer)]).toEqual([
      ...['text/html', '<p>', 'unsafe-header'],
    ]);
    expect([answer.headers.get('refresh'), answer.headers.get('set-cookie')]).toEqual([null, null]);
  });
  it('in a page a redirect is none: its location goes into the body', async () => {
    for (const [status, isHeader] of [
      [200, true],
      [201, true],
      [303, false],
      ['307', false],
    ] as const) {
      const message = map({ status, location: 'https://other.test/', keep: 'o' });
      const answer = await readInPage(message);
      expect([answer.status, answer.headers.get('location') !== null]).toEqual([Number(status), isHeader]);
      expect((await decoded(answer)).get('location')).toBe('https://other.test/');
      expect((await readInPage(message, true)).headers.get('location')).toBe('https://other.test/');
    }
  });
  it('but not those that keep an answer from running on our origin', async () => {
    const { headers } = await read(
      map({ body: '<script>', 'content-type': 'text/html', 'content-security-policy': 'x' }),
    );
    expect(headers.get('content-security-policy')).toMatch(/^sandbox/);
  });
});

describe('atoms alone', () => {
  it.each<[Value, string]>([
    [true, 'true'],
    [false, 'false'],
    [new Atom('null'), 'null'],
  ])('%o', async (atom, text) => {
    for (const strict of [false, true]) {
      const get = await serve(createStore(new MemoryKeyValue()), map({ flag: atom }), strict);
      const answer = await get(`/${STORED}/flag`);
      expect([answer.status, diagnostic(answer)]).toEqual(strict ? [500, null] : [200, 'boolean-leaf']);
      if (strict) expect(answer.headers.get('pocketbeam-code')).toBe('node-defect');
      else
        expect([await answer.text(), answer.headers.get('ao-types')]).toEqual([text, 'body="atom", status="integer"']);
      expect((await get(`/${STORED}`)).headers.get('flag')).toBe(`"${text}"`);
      expect((await get(`/${STORED}/none`)).status).toBe(404);
    }
  });
});
