/** Whatever a request brings, it is answered within a second: refused with a code beyond a limit, taken up to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MAX_BODY,
  MAX_HEADERS,
  MAX_HEADERS_SIZE,
  MAX_PARTS,
  MAX_SEGMENTS,
  MAX_SIGNATURES,
  MAX_STACK,
  MAX_VALUES,
} from '../../src/core/limits.ts';
import { createNodePocketbeam, type NodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';

/** Of the processor, on machines that are busy too. */
const MAX_MS = 3000;

let beam: NodePocketbeam;
beforeAll(async () => {
  beam = await createNodePocketbeam({ onDemand: true });
});
afterAll(() => beam.close());

type Headers = Record<string, string> | [string, string][];
interface Asked {
  path?: string;
  headers?: Headers;
  body?: string;
}

/** `<status> <code>`, and what it cost in milliseconds of this process. */
async function ask({ path = '/~message@1.0&a=1/a', headers, body }: Asked): Promise<{ answer: string; ms: number }> {
  const init = { method: body === undefined ? 'GET' : 'POST', ...(headers ? { headers } : {}) };
  const request = new Request(`http://node.test${path}`, {
    ...init,
    ...(body === undefined ? {} : { body: Buffer.from(body, 'latin1') }),
  });
  const [began, used] = [performance.now(), process.cpuUsage()];
  const response = await beam.handle(request);
  await response?.arrayBuffer();
  const started = response?.headers.get('process');
  if (started) await beam.api.result({ process: started, slot: 0 });
  const { user, system } = process.cpuUsage(used);
  const ms = Math.min(performance.now() - began, (user + system) / 1000);
  return { answer: `${response?.status} ${response?.headers.get('pocketbeam-code') ?? ''}`.trim(), ms };
}

const JSON_BODY = { 'codec-device': 'json@1.0' };
const FLAT_BODY = { 'codec-device': 'flat@1.0' };
const FORM = { 'content-type': 'multipart/form-data; boundary=B' };
const part = (name: string, rest = '\r\n\r\nx'): string =>
  `--B\r\ncontent-disposition: form-data;name="${name}"${rest}\r\n`;
const parts = (n: number, rest?: string): string =>
  `${Array.from({ length: n }, (_, i) => part(`p${i}`, rest)).join('')}--B--`;
const times = (n: number, item: (i: number) => string, between = ','): string =>
  Array.from({ length: n }, (_, i) => item(i)).join(between);
const signatures = (n: number): Record<string, string> => ({
  'signature-input': times(n, (i) => `s${i}=("a");alg="rsa-pss-sha512";keyid="AQAB"`, ', '),
  signature: times(n, (i) => `s${i}=:AAAA:`, ', '),
  a: '1',
});
const HALF = MAX_VALUES / 2;

/** Both sides of every limit. */
const limits: readonly [name: string, asked: Asked, answer: string][] = [
  ['a body at its limit', { body: 'x'.repeat(MAX_BODY) }, '200'],
  ['a body beyond it', { body: 'x'.repeat(MAX_BODY + 1) }, '413 body-too-large'],
  ['headers at their number', { headers: many(MAX_HEADERS) }, '200'],
  ['one more', { headers: many(MAX_HEADERS + 1) }, '431 too-many-headers'],
  ['headers at their size', { headers: { x: 'y'.repeat(MAX_HEADERS_SIZE - 1) } }, '200'],
  ['one character more', { headers: { x: 'y'.repeat(MAX_HEADERS_SIZE) } }, '431 headers-too-large'],
  ['parts at their number', { headers: FORM, body: parts(MAX_PARTS) }, '200'],
  ['one part more', { headers: FORM, body: parts(MAX_PARTS + 1) }, '413 too-many-parts'],
  ['a hundred thousand parts', { headers: FORM, body: parts(100_000) }, '413 too-many-parts'],
  ['JSON with many values', { headers: JSON_BODY, body: `{"a":[${times(MAX_VALUES - 9, () => '1')}]}` }, '200'],
  [
    'JSON with too many',
    { headers: JSON_BODY, body: `{"a":[${times(MAX_VALUES + 1, () => '1')}]}` },
    '413 too-many-values',
  ],
  ['JSON of many keys', { headers: JSON_BODY, body: `{${times(MAX_VALUES - 20, (i) => `"k${i}":${i}`)}}` }, '200'],
  [
    'JSON of too many',
    { headers: JSON_BODY, body: `{${times(MAX_VALUES + 1, (i) => `"k${i}":1`)}}` },
    '413 too-many-values',
  ],
  ['megabytes of JSON', { headers: JSON_BODY, body: `[${'1,'.repeat(3_900_000)}1]` }, '413 too-many-values'],
  ['flat lines', { headers: FLAT_BODY, body: times(MAX_VALUES - 20, (i) => `k${i}: v`, '\n') }, '200'],
  [
    'too many flat lines',
    { headers: FLAT_BODY, body: times(MAX_VALUES + 1, (i) => `k${i}: v`, '\n') },
    '413 too-many-values',
  ],
  ['empty lines', { headers: FLAT_BODY, body: '\n'.repeat(MAX_BODY) }, '413 too-many-values'],
  [
    'a part with many lines',
    { headers: FORM, body: `${part('a', `\r\n${times(HALF, (i) => `k${i}: v`, '\r\n')}`)}--B--` },
    '200',
  ],
  [
    'a part with too many',
    { headers: FORM, body: `${part('a', `\r\n${times(MAX_VALUES, (i) => `k${i}: v`, '\r\n')}`)}--B--` },
    '413 too-many-values',
  ],
  ['typed values', { headers: JSON_BODY, body: typed(MAX_VALUES - 20) }, '200'],
  ['too many typed values', { headers: JSON_BODY, body: typed(MAX_VALUES + 1) }, '413 too-many-values'],
  ['a list as text', { headers: JSON_BODY, body: listed(MAX_VALUES - 20) }, '200'],
  ['a list of too many', { headers: JSON_BODY, body: listed(MAX_VALUES + 1) }, '413 too-many-values'],
  ['segments at their number', { path: nested(MAX_SEGMENTS) }, '200'],
  ['one segment more', { path: nested(MAX_SEGMENTS + 1) }, '400 too-many-segments'],
  [
    'a flat path through deep maps',
    { headers: FLAT_BODY, body: `${'a/'.repeat(3_900_000)}b: 1` },
    '400 message-too-deep',
  ],
  ['signatures at their number', { headers: signatures(MAX_SIGNATURES), body: '' }, '200'],
  ['one signature more', { headers: signatures(MAX_SIGNATURES + 1), body: '' }, '400 too-many-signatures'],
  ['a JSON integer of 500 digits', { headers: JSON_BODY, body: `{"a":${'9'.repeat(500)}}` }, '200'],
  ['one of more', { headers: JSON_BODY, body: `{"a":${'9'.repeat(501)}}` }, '400 bad-json'],
];

function many(n: number): [string, string][] {
  return Array.from({ length: n }, (_, i) => [`h${i}`, 'v']);
}
function typed(n: number): string {
  const values = times(n, (i) => `"k${i}":"${i}"`);
  return `{${values},"ao-types":"${times(n, (i) => `k${i}=\\"integer\\"`)}"}`;
}
function listed(n: number): string {
  return `{"a":"${times(n, () => '1')}","ao-types":"a=\\"list\\""}`;
}
/** One segment and `n - 1` in brackets. */
function nested(n: number): string {
  return `/~message@1.0/keys?${times(n - 2, (i) => `k${i}=(a)`, '&')}`;
}

const ALL_KEYS = `{${times(MAX_VALUES - 40, (i) => `"k${i}":"v"`)}}`;
const QUOTES = '\\"'.repeat(1_900_000);
const signed = (fields: Record<string, string>, n: number): Asked => {
  const names = Object.keys(fields)
    .map((name) => `"${name}"`)
    .join(' ');
  const input = times(n, (i) => `s${i}=(${names});alg="rsa-pss-sha512";keyid="${'A'.repeat(342)}"`, ', ');
  const signature = times(n, (i) => `s${i}=:${'A'.repeat(344)}:`, ', ');
  return { path: '/~scheduler@1.0/schedule', body: '', headers: { ...fields, 'signature-input': input, signature } };
};
const short = (n: number, value: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`h${i}`, value]));
const nestedLists = (n: number, inner: string): string => `{"a":${'[1,'.repeat(n)}${inner}${']'.repeat(n)}}`;

/** What a naive reader takes quadratic time for, or worse, and what is merely as large as may be. */
const hostile: readonly [name: string, asked: Asked][] = [
  ['blanks inside of signed headers', signed({ a: `x${' '.repeat(200_000)}x` }, 1)],
  ['blanks inside of many headers', { headers: short(60, `x${' '.repeat(4000)}x`), body: '' }],
  ['every header signed sixteen times', signed(short(300, 'v'.repeat(300)), 16)],
  [
    'a component named very often',
    {
      headers: {
        ...signed({ a: 'x'.repeat(1e5) }, 1).headers,
        'signature-input': `s0=(${'"a" '.repeat(30_000)});alg="rsa-pss-sha512";keyid="AQAB"`,
      },
      body: '',
    },
  ],
  [
    'lists in lists for aos',
    {
      path: '/~scheduler@1.0/schedule',
      headers: JSON_BODY,
      body: `{"body":{"type":"Process","execution-device":"genesis-wasm@1.0","data":"","a":${'[1,'.repeat(60)}1${']'.repeat(60)}}}`,
    },
  ],
  ['lists in lists', { headers: JSON_BODY, body: nestedLists(60, '1') }],
  ['quotes in lists in lists', { headers: JSON_BODY, body: nestedLists(20, `"${QUOTES}"`) }],
  ['one long JSON text', { headers: JSON_BODY, body: `{"a":"${'x'.repeat(MAX_BODY - 10)}"}` }],
  ['one long JSON text of escapes', { headers: JSON_BODY, body: `{"a":"${'\\n'.repeat(3_900_000)}"}` }],
  ['one long JSON text without an end', { headers: JSON_BODY, body: `{"a":"${'x'.repeat(MAX_BODY - 10)}` }],
  ['JSON of blanks', { headers: JSON_BODY, body: `{${' '.repeat(MAX_BODY - 10)}` }],
  ['JSON of brackets', { headers: JSON_BODY, body: '['.repeat(MAX_BODY) }],
  ['many long integers', { headers: JSON_BODY, body: `{"a":[${times(9900, () => '9'.repeat(500))}]}` }],
  [
    'a multipart body of boundaries',
    { headers: { 'content-type': 'multipart/form-data; boundary=-' }, body: '\r\n---'.repeat(1_600_000) },
  ],
  ['a multipart body of line ends', { headers: FORM, body: '\r\n'.repeat(3_900_000) }],
  ['one long part', { headers: FORM, body: `${part('a', `\r\n\r\n${'x'.repeat(MAX_BODY - 100)}`)}--B--` }],
  ['one long line of a part', { headers: FORM, body: `${part('a', `\r\n${'x'.repeat(MAX_BODY - 100)}`)}--B--` }],
  [
    'a disposition of semicolons',
    { headers: FORM, body: `--B\r\ncontent-disposition: form-data${';'.repeat(1_900_000)}\r\n--B--` },
  ],
  [
    'a content type of semicolons',
    { headers: { 'content-type': `multipart/form-data${'; '.repeat(120_000)}` }, body: 'x' },
  ],
  ['an accept of commas', { headers: { accept: `a${',;'.repeat(120_000)}` } }],
  ['an if-none-match of commas', { headers: { 'if-none-match': ', '.repeat(120_000) } }],
  [
    'types of one key',
    { headers: JSON_BODY, body: `{${times(160, (i) => `"m${i}":{"a":"1","ao-types":"${'a=b,'.repeat(9998)}a=b"}`)}}` },
  ],
  ['a content-digest of members', { headers: { 'content-digest': times(40_000, (i) => `a${i}`) }, body: 'x' }],
  [
    'a long signature',
    { headers: { 'signature-input': 's=("a")', signature: `s=:${'A'.repeat(200_000)}:` }, body: '' },
  ],
  ['a header that came very often', { headers: Array.from({ length: 60_000 }, (): [string, string] => ['x', '1']) }],
  ['long blanks in a typed parameter', { path: `/~message@1.0&a+list=x${'%20'.repeat(5000)}x/a` }],
  ['brackets that do not close', { path: `/${'('.repeat(16_000)}` }],
  ['brackets in brackets', { path: `/${'('.repeat(60)}a${')'.repeat(60)}${'&a=(b)'.repeat(400)}` }],
  ['keys of keys', { path: `/~message@1.0${'/keys'.repeat(60)}`, headers: JSON_BODY, body: ALL_KEYS }],
  [
    'keys in brackets',
    {
      path: `/~message@1.0/keys?${times(MAX_SEGMENTS - 2, (i) => `k${i}=(keys)`, '&')}`,
      headers: JSON_BODY,
      body: ALL_KEYS,
    },
  ],
  ...[
    'set',
    'id~message@1.0',
    'commit',
    'verify',
    'committed',
    'serialize~json@1.0',
    'serialize~flat@1.0',
    'to~structured@1.0',
  ].map((name): [string, Asked] => [
    `${name} of many keys`,
    { path: `/~message@1.0/${name}`, headers: JSON_BODY, body: ALL_KEYS },
  ]),
  [
    'many keys to a person',
    {
      path: '/~message@1.0/body',
      headers: { ...JSON_BODY, 'sec-fetch-mode': 'navigate' },
      body: `{"body":${ALL_KEYS}}`,
    },
  ],
  ['many keys as a message', { path: '/~cache@1.0/write', headers: JSON_BODY, body: ALL_KEYS }],
  ['a long text as a message', { path: '/~cache@1.0/write', body: 'x'.repeat(MAX_BODY) }],
  ['a data item of zeros', { headers: { 'codec-device': 'ans104@1.0' }, body: '\x01\0'.padEnd(MAX_BODY, '\0') }],
  ['a data item of bytes', { headers: { 'codec-device': 'ans104@1.0' }, body: '\x01\0'.padEnd(MAX_BODY, '\xff') }],
];

describe('the worst within the limits', () => {
  it.each(hostile)('%s', { timeout: 60_000 }, async (_name, asked) => {
    const { answer, ms } = await ask(asked);
    if (process.env.POCKETBEAM_SHOW) console.log(`${_name}: ${answer} ${ms.toFixed(0)}`);
    expect(answer).not.toMatch(/internal/);
    expect(ms).toBeLessThan(MAX_MS);
  });
});

describe('limits', () => {
  it.each(limits)('%s', { timeout: 60_000 }, async (_name, asked, expected) => {
    const { answer, ms } = await ask(asked);
    expect(answer).toBe(expected);
    expect(ms).toBeLessThan(MAX_MS);
  });

  it.each([
    [MAX_STACK, undefined],
    [MAX_STACK + 1, 'too-many-devices'],
  ])('a stack of %i devices', async (n, code) => {
    const stack = times(n, () => '"dedup@1.0"', ', ');
    const headers = { type: 'Process', 'execution-device': 'stack@1.0', 'device-stack': stack };
    const init = { method: 'POST', headers: { ...headers, 'ao-types': 'device-stack="list"' } };
    const response = await beam.handle(new Request('http://node.test/~scheduler@1.0/schedule', init));
    const process = response?.headers.get('process') ?? '';
    expect((await beam.api.result({ process, slot: 0 })).error?.code).toBe(code);
  });
});
