/** Arbitrary bodies in every codec, with the headers that say which, and what only looks like one. */
import fc from 'fast-check';
import { anyText, name } from './paths.ts';

export interface Body {
  /** A byte string. */
  body?: string;
  headers: Record<string, string>;
}

/** The characters as bytes: what UTF-16 has beyond is cut. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array).toString('latin1'));

const types = fc
  .array(fc.tuple(name, fc.constantFrom('integer', 'float', 'atom', 'list', 'empty-list', 'empty-message', 'nope')), {
    maxLength: 3,
  })
  .map((pairs) => pairs.map(([key, type]) => `${key.toLowerCase()}="${type}"`).join(', '));

const fieldText = fc.oneof(
  types,
  fc.constantFrom(
    '"a", "b"',
    '"(ao-type-integer) 1", "x"',
    '1, 2.5, ?1, :YQ==:, token',
    '"a',
    'a=',
    '(',
    '"\\x"',
    ',,',
  ),
  fc.constantFrom('"(ao-type-list) \\"(ao-type-list) \\\\\\"1\\\\\\"\\""', 'a=("b" "c");d=1', '9'.repeat(400), '?2'),
  anyText.map(asBytes),
);

/** JSON as messages are written in it, and any other. */
const { json } = fc.letrec<{ json: unknown; map: unknown }>((tie) => ({
  map: fc.array(fc.tuple(name, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
  json: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    { weight: 3, arbitrary: fc.oneof(anyText, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)) },
    { weight: 2, arbitrary: fc.array(tie('json'), { maxLength: 4 }) },
    { weight: 4, arbitrary: tie('map') },
    { weight: 1, arbitrary: types.map((text) => ({ 'ao-types': text, a: '1', b: '"x"', list: '"a", "b"' })) },
  ),
}));

const nested = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + '1' + close.repeat(levels);

const jsonText = fc.oneof(
  { weight: 8, arbitrary: json.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[`{"a":${nested(60, '[1,', ']')}}`, `{"a":${nested(30, '{"b":', '}')}}`, `{"a":${nested(80, '[', ']')}}`],
      ...['{"a":1e999}', `{"a":${'9'.repeat(200)}}`, '{"__proto__":{"polluted":1}}', '{"a":2.0,"b":-0}', '{', '7', ''],
    ),
  },
);

const part = fc
  .tuple(
    fc.oneof(
      fc.array(name, { minLength: 1, maxLength: 3 }).map((keys) => `form-data;name="${keys.join('/')}"`),
      fc.constantFrom('inline', 'form-data', 'attachment; name="x"', 'form-data;name="__proto__/polluted"'),
    ),
    fc.array(fc.tuple(name, fieldText), { maxLength: 2 }),
    fc.option(fc.oneof(bytes, fieldText), { freq: 3 }),
  )
  .map(([disposition, lines, body]) => {
    const head = [`content-disposition: ${disposition}`, ...lines.map(([key, value]) => `${key}: ${value}`)];
    return `${head.join('\r\n')}${body === null ? '' : `\r\n\r\n${body}`}`;
  });

const multipart = fc
  .tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom('B', 'b o', '-', 'x'.repeat(70)), fc.boolean())
  .map(([parts, boundary, isCut]): Body => {
    const text = `${parts.map((one) => `--${boundary}\r\n${one}`).join('\r\n')}\r\n--${boundary}--`;
    const body = asBytes(isCut ? text.slice(0, text.length / 2) : text);
    return { body, headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` } };
  });

const flat = fc
  .array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 4 }), fieldText), { maxLength: 5 })
  .map((lines): Body => ({
    body: asBytes(lines.map(([keys, value]) => `${keys.join('/')}: ${value}\n`).join('')),
    headers: { 'codec-device': 'flat@1.0' },
  }));

export const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Body>({ headers: {} }) },
  { weight: 3, arbitrary: multipart },
  {
    weight: 4,
    arbitrary: jsonText.map((text): Body => ({ body: asBytes(text), headers: { 'codec-device': 'json@1.0' } })),
  },
  {
    weight: 1,
    arbitrary: jsonText.map((text): Body => ({ body: asBytes(text), headers: { 'content-type': 'application/json' } })),
  },
  { weight: 2, arbitrary: flat },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('\x01\0', '\x02\0', '\x03\0', ''), bytes).map(([kind, rest]): Body => ({
      body: kind + rest,
      headers: { 'codec-device': 'ans104@1.0', 'content-type': 'application/ans104' },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(bytes, fc.constantFrom('nope@1.0', '__proto__', 'structured@1.0', 'httpsig@1.0'))
      .map(([text, codec]): Body => ({ body: text, headers: { 'codec-device': codec } })),
  },
  { weight: 1, arbitrary: bytes.map((text): Body => ({ body: text, headers: {} })) },
);

/** The value of a header, of any of them: a byte string. */
export const headerValue: fc.Arbitrary<string> = fc
  .oneof(fieldText, bytes)
  .map((text) => text.replace(/[\0\r\n]/g, ''));
