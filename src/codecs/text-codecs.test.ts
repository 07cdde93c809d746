/** `json@1.0` and `flat@1.0`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Atom, binary, Float, float, integer, type Value } from '../core/value.ts';
import { decodeFlat, encodeFlat } from './flat.ts';
import { decodeJson } from './json-decode.ts';
import { encodeJson } from './json.ts';

const map = (entries: Record<string, Value>) => new Map(Object.entries(entries));
const refused = (code: string) => expect.objectContaining({ code, status: 400 });
const text = fc.string({ unit: 'binary', maxLength: 12 }).map(binary);

describe('decodeJson', () => {
  it('tells numbers apart', () => {
    expect(decodeJson('[1, 2.0, -0.5, 1e2, 123456789012345678901234567890, true, false, null]')).toEqual([
      1,
      new Float(2),
      -0.5,
      new Float(100),
      123456789012345678901234567890n,
      true,
      false,
      new Atom('null'),
    ]);
  });
  it('reads text as bytes', () => {
    expect(decodeJson('"\xc3\xa9\\u20ac\\n\\"\\/"')).toBe('\xc3\xa9\xe2\x82\xac\n"/');
    expect(decodeJson(' {"a" : {"b":[]} , "a":"last"} ')).toEqual(map({ a: 'last' }));
  });
  it('applies ao-types', () => {
    expect(decodeJson('{"n":"3","l":[{"f":"2","ao-types":"f=\\"float\\""}],"ao-types":"n=\\"integer\\""}')).toEqual(
      map({ n: 3, l: [map({ f: new Float(2) })] }),
    );
  });
  it('keeps __proto__ data', () => {
    expect(decodeJson('{"__proto__":{"x":1}}')).toEqual(new Map([['__proto__', map({ x: 1 })]]));
  });
  it.for([
    '',
    '{',
    '{"a":',
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '+1',
    "'a'",
    '"\n"',
    '"\\x"',
    '1 2',
    'nul',
    '1e999',
    '\xff',
  ])('refuses %j', (json) => {
    expect(() => decodeJson(json)).toThrow(refused('bad-json'));
  });
  it('refuses what nests without end', () => {
    expect(() => decodeJson('['.repeat(100_000))).toThrow(refused('bad-json'));
  });
  it.each([
    ...[
      [0, '0.0'],
      [-0, '-0.0'],
      [100, '100.0'],
      [1000, '1.0e3'],
      [1250, '1250.0'],
      [-12_000, '-1.2e4'],
    ],
    ...[
      [1e15, '1.0e15'],
      [2 ** 53 - 1, '9007199254740991.0'],
      [2 ** 53, '9.007199254740992e15'],
      [1e21, '1.0e21'],
    ],
    ...[
      [0.1, '0.1'],
      [0.001, '0.001'],
      [1.5e-4, '1.5e-4'],
      [5e-324, '5.0e-324'],
      [-6.25, '-6.25'],
      [1e-5, '1.0e-5'],
    ],
    ...[
      [Infinity, 'null'],
      [NaN, 'null'],
    ],
  ] as [number, string][])('encodeJson writes the float %s as Erlang does: %s', (n, written) => {
    expect(encodeJson(new Float(n))).toBe(written);
  });
  it('is the inverse of encodeJson', () => {
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.bigInt().map(integer),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
        fc.boolean(),
        fc.constant(new Atom('null')),
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .array(
            fc.tuple(
              text.filter((key) => key !== 'ao-types'),
              tie('value'),
            ),
            { maxLength: 4 },
          )
          .map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeJson(encodeJson(given))).toEqual(given);
      }),
    );
  });
});

describe('flat', () => {
  it('writes sorted lines of paths', () => {
    const message = map({ z: map({ y: map({ s: 'deep', n: 1 }), l: [1, 'x'] }), a: 'top', e: '' });
    const flat =
      'a: top\nao-types: e="empty-binary"\nz/ao-types: l="list"\nz/l: "(ao-type-integer) 1", "x"\n' +
      'z/y/ao-types: n="integer"\nz/y/n: 1\nz/y/s: deep\n';
    expect(encodeFlat(message)).toBe(flat);
    expect(decodeFlat(flat)).toEqual(message);
  });
  it('reads values with colons, and keys in any case', () => {
    expect(decodeFlat('Key: a: b\n\nx/Y: 1\r\n')).toEqual(map({ key: 'a: b', x: map({ y: '1' }) }));
  });
  it.for(['no colon', 'a: 1\na/b: 2', 'a/b: 2\na: 1'])('refuses %j', (flat) => {
    expect(() => decodeFlat(flat)).toThrow(refused('bad-flat'));
  });
});
