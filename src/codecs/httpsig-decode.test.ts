import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Atom, binaryOf, float, integer, type Message, type Value } from '../core/value.ts';
import { contentDigest } from './digest.ts';
import { encodeHttp } from './httpsig.ts';
import { decodeHttp } from './httpsig-decode.ts';
import { fieldsOf } from './message-id.ts';

const map = (entries: Record<string, Value>) => new Map(Object.entries(entries));
const headers = (entries: Record<string, string>) => new Map(Object.entries(entries));
const refused = (code: string) => expect.objectContaining({ code, status: 400 }) as Error;

/** Names that describe the encoding of a message, or that a node never sends. */
const RESERVED =
  /^(?:ao-types|ao-ids|body-keys|commitments|signature|signature-input|content-(?:type|digest|disposition)|inline-body-key|priv.*)$/;
const odd = ['__proto__', 'constructor', 'body', 'data', 'status', 'path', 'with space', 'a:b', '1', 'content-length'];
const key = fc
  .oneof(
    fc.stringMatching(/^[a-z0-9_.+~!#$%&'*-]{1,12}$/),
    fc.constantFrom(...odd, 'A'.repeat(43), 'b'.repeat(32), 'uni-\xc3\xa9'),
  )
  .filter((name) => !RESERVED.test(name));
const bytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 20 }).map(binaryOf),
    fc.constantFrom('', 'x'.repeat(4097), 'a\r\n--b', ' blank ', 'a: b', '--', '\r\n\r\n', '"', '\xe2\x82\xac'),
  )
  .filter((text) => !text.startsWith('(ao-type-'));
const leaf: fc.Arbitrary<Value> = fc.oneof(
  bytes,
  fc.integer(),
  fc.bigInt().map(integer),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
  fc.boolean(),
  fc.stringMatching(/^[a-z"\\ ]{1,8}$/).map((name) => new Atom(name)),
);
const { message } = fc.letrec<{ value: Value; message: Message }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('message'),
  ),
  message: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
}));

/** Without what encoding adds and decoding keeps, as a node does. */
function own(decoded: Message): Message {
  const bare = new Map(decoded);
  bare.delete('content-type');
  bare.delete('inline-body-key');
  return bare;
}

describe('decodeHttp', () => {
  it('is the inverse of encodeHttp', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        expect(own(await decodeHttp(await encodeHttp(given)))).toEqual(given);
      }),
      { numRuns: 1000 },
    );
  });
  it('keeps what ids are made over', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        const decoded = await decodeHttp(await encodeHttp(given));
        expect(await fieldsOf(own(decoded))).toEqual(await fieldsOf(given));
      }),
      { numRuns: 500 },
    );
  });
  it('throws nothing but coded errors', async () => {
    const name = fc.constantFrom('ao-types', 'ao-ids', 'body-keys', 'inline-body-key', 'a', 'b', 'content-type');
    const text = fc.oneof(fc.string(), fc.constantFrom('multipart/form-data; boundary="B"', 'a="list"', 'a="integer"'));
    const part = fc.stringMatching(/^(?:--B|--|\r\n|a: b|content-disposition: form-data;name="[ab/]{0,3}"|inline|x)*$/);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, text)), part, async (given, body) => {
        await decodeHttp({ headers: new Map(given), body }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: expect.any(String), status: 400 });
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a body under its key', async () => {
    expect(await decodeHttp({ headers: headers({ a: 'b' }), body: 'x' })).toEqual(map({ a: 'b', body: 'x' }));
    expect(await decodeHttp({ headers: headers({ 'inline-body-key': 'Data' }), body: 'x' })).toEqual(
      map({ 'inline-body-key': 'Data', data: 'x' }),
    );
    expect(await decodeHttp({ headers: headers({ 'ao-types': 'body="integer"' }), body: '42' })).toEqual(
      map({ body: 42 }),
    );
    expect(await decodeHttp({ headers: headers({}), body: '' })).toEqual(map({}));
  });
  it('reads ids with their case', async () => {
    const id = `${'aB'.repeat(21)}-`;
    expect(await decodeHttp({ headers: headers({ 'ao-ids': `${id}="v"` }) })).toEqual(map({ [id]: 'v' }));
  });

  const type = { 'content-type': 'multipart/form-data; boundary="B"' };
  it('nests parts by their names, the inline part under the inline key', async () => {
    const body = [
      '--B\r\ncontent-disposition: inline\r\nk: v\r\n',
      '--B\r\nContent-Disposition: form-data; name="a/b"\r\nao-types: n="integer"\r\nn: 1\r\n\r\nbytes\r\n',
      '--B\r\ncontent-disposition: form-data;name="a"\r\n\r\n\r\n--B--ignored',
    ];
    const decoded = decodeHttp({ headers: headers(type), body: body.slice(0, 2).join('') + '--B--\r\n' });
    expect(own(await decoded)).toEqual(map({ body: map({ k: 'v' }), a: map({ b: map({ n: 1, body: 'bytes' }) }) }));
    await expect(decodeHttp({ headers: headers(type), body: body.join('') })).rejects.toThrow(refused('bad-multipart'));
  });
  it('keeps __proto__ data', async () => {
    const body = '--B\r\ncontent-disposition: form-data;name="__proto__/polluted"\r\n\r\nyes\r\n--B--';
    const decoded = await decodeHttp({ headers: headers(type), body });
    expect(decoded.get('__proto__')).toEqual(map({ polluted: 'yes' }));
    expect({}).not.toHaveProperty('polluted');
  });
  it.for(['', '--B', '--B\r\nx\r\n--B--', '--B\r\n\r\nx\r\n--B--', '--Bx\r\n--B--', 'nothing', '--B\r\na: b\r\n--B--'])(
    'refuses the multipart body %j',
    async (body) => {
      const decoded = decodeHttp({ headers: headers(type), body });
      await (body ? expect(decoded).rejects.toThrow(refused('bad-multipart')) : decoded);
    },
  );

  it('checks content-digest', async () => {
    const right = { 'content-digest': await contentDigest('x') };
    expect(await decodeHttp({ headers: headers(right), body: 'x' })).toEqual(map({ body: 'x' }));
    for (const body of ['y', ''])
      await expect(decodeHttp({ headers: headers(right), body })).rejects.toThrow(refused('bad-digest'));
    const none = { 'content-digest': 'md5=:AAAA:' };
    await expect(decodeHttp({ headers: headers(none), body: 'x' })).rejects.toThrow(refused('bad-digest'));
  });
});
