import { describe, expect, it } from 'vitest';
import { Atom, Float, type MapValue, type Value } from '../../src/core/value.ts';
import { shortFloatText } from '../../src/codecs/float-text.ts';
import { encodeHttp } from '../../src/codecs/httpsig.ts';
import { encodeJson } from '../../src/codecs/json.ts';
import { unsignedId } from '../../src/codecs/message-id.ts';

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const ID = 'A'.repeat(43);

async function headersOf(message: MapValue): Promise<Record<string, string>> {
  return Object.fromEntries((await encodeHttp(message)).headers);
}

describe('httpsig', () => {
  it('writes scalars as headers with their types', async () => {
    const message = map({
      s: 'x',
      n: -7,
      f: 1.5,
      two: new Float(2),
      t: true,
      a: new Atom('ok'),
      e: '',
      m: new Map(),
      l: [],
    });
    expect(await headersOf(message)).toEqual({
      s: 'x',
      n: '-7',
      f: '1.50000000000000000000e+00',
      two: '2.00000000000000000000e+00',
      t: '"true"',
      a: '"ok"',
      'ao-types':
        'a="atom", e="empty-binary", f="float", l="empty-list", m="empty-message", n="integer", t="atom", two="float"',
    });
  });
  it('writes lists and ids as the node does', async () => {
    expect(await headersOf(map({ l: [1, 'two', 3.5, true], [ID]: 'V', other: 'o', status: 200 }))).toEqual({
      l: '"(ao-type-integer) 1", "two", "(ao-type-float) 3.50000000000000000000e+00", "(ao-type-atom) \\"true\\""',
      'ao-ids': `${ID}="V"`,
      other: 'o',
      status: '200',
      'ao-types': 'l="list", status="integer"',
    });
  });
  it('writes nested maps as multipart with a reproducible boundary', async () => {
    const inner = map({ b: map({ c: 'deep', n: 1 }), s: 'x' });
    const { headers, body } = await encodeHttp(map({ a: inner, top: 'level', status: 200 }));
    expect(headers.get('body-keys')).toBe('"a", "a/b"');
    expect(headers.get('content-digest')).toBe('sha-256=:/a0BUoma6G2f7YcGyeJhdGhO9HiBShTn7tvt5LwDpg8=:');
    const boundary = 'WuF8yg9swy2kIxxh3WdX3JBkvyKD-xTMDnLaADtAS3w';
    expect(headers.get('content-type')).toBe(`multipart/form-data; boundary="${boundary}"`);
    expect(
      body?.startsWith(`--${boundary}\r\ncontent-disposition: form-data;name="a"\r\ns: x\r\n--${boundary}\r\n`),
    ).toBe(true);
  });
  it('puts body, data and long values into the body', async () => {
    expect(await encodeHttp(map({ body: 'hi', x: 'y' }))).toMatchObject({ body: 'hi' });
    const data = await encodeHttp(map({ data: 'hi', x: 'y' }));
    expect(data.body).toBe('hi');
    expect(data.headers.get('inline-body-key')).toBe('data');
    expect((await encodeHttp(map({ longv: 'x'.repeat(5000), m: 'm' }))).headers.get('body-keys')).toBe('"longv"');
  });
});

describe('json', () => {
  it('sorts keys, keeps numbers exact and apart', () => {
    expect(encodeJson(map({ b: [1, 2n ** 70n, new Float(2), 0.1], a: map({}), c: '\xc3\xa9"\n', d: true }))).toBe(
      '{"a":{},"b":[1,1180591620717411303424,2.0,0.1],"c":"\xc3\xa9\\"\\n","d":true}',
    );
  });
  it('refuses what is no text', () => {
    expect(() => encodeJson('\xff')).toThrow(expect.objectContaining({ code: 'not-utf8' }));
  });
  it('writes floats as Erlang does', () => {
    expect([1e21, 2, 0.1, -0, 1e-7, 1.5e300].map(shortFloatText)).toEqual([
      '1.0e21',
      '2.0',
      '0.1',
      '-0.0',
      '1.0e-7',
      '1.5e300',
    ]);
  });
});

describe('unsigned id', () => {
  it('equals the id that a real node gives', async () => {
    expect(await unsignedId(map({ str: 'hello', marker: 'm' }))).toBe('oEI8d-wfp-Oe6dn8j5r3X0d7q6GirMuG9RQxNHki1eQ');
    const nested = map({ a: map({ b: map({ c: 'deep', n: 1 }), s: 'x' }), top: 'level' });
    expect(await unsignedId(nested)).toBe('Gugk8w9v4gMZp0YGBin-SRnYXpIqc_8JBwvj26wKR7g');
    const list = map({ list: [1, 2, 3], marker: 'm' });
    expect(await unsignedId(list)).toBe('1PSiCUG6R3RWj1m-n8PcgUtrB5jFlxuXHr5_xohkWTI');
  });
});
