import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NativeFunction } from '../native.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { jsonLibrary, createJson } from './json.ts';
import { FakeRuntime, OutOfGas } from './testing/fake-runtime.ts';

const { encode, decode } = jsonLibrary.functions;
const rt = new FakeRuntime();
const map = (entries: Record<string, LuaValue>) => {
  const table = rt.newTable();
  for (const [key, value] of Object.entries(entries)) table.setString(key, value);
  return table;
};

describe('json.encode', () => {
  it.each<[string, LuaValue, string]>([
    ['nil', undefined, 'null'],
    ['integers in full', 9007199254740993n, '9007199254740993'],
    ['milliseconds', 1719240000123, '1719240000123'],
    ['floats as %.14g', 0.1 + 0.2, '0.3'],
    ['integral floats', new LuaFloat(2), '2'],
    ['large floats', new LuaFloat(1e20), '1e+20'],
    ['booleans', false, 'false'],
    ['strings', 'a"\\/\b\f\n\r\t\0\x7f\xc3\xa4', '"a\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u007f\xc3\xa4"'],
    ['the empty table', rt.newTable(), '[]'],
    ['lists', rt.list(1, 'x', true), '[1,"x",true]'],
    ['maps in the order of insertion', map({ z: 1, a: rt.list(), m: map({ k: 'v' }) }), '{"z":1,"a":[],"m":{"k":"v"}}'],
  ])('%s', (_name, value, text) => {
    expect(rt.try(encode!, value)).toBe(text);
  });

  it('refuses what JSON cannot hold', () => {
    const sparse = rt.newTable();
    sparse.setInteger(1, 1);
    sparse.setInteger(3, 3);
    expect(rt.try(encode!, sparse)).toBe('error: invalid table: sparse array');
    const mixed = rt.list(1);
    mixed.setString('x', 1);
    expect(rt.try(encode!, mixed)).toBe('error: invalid table: mixed or invalid key types');
    const numeric = rt.newTable();
    numeric.setInteger(5, 1);
    expect(rt.try(encode!, numeric)).toBe('error: invalid table: mixed or invalid key types');
    expect(rt.try(encode!, map({ f: new NativeFunction('f', () => 1) }))).toBe("error: unexpected type 'function'");
    expect(rt.try(encode!, NaN)).toBe("error: unexpected number value '-nan'");
    expect(rt.try(encode!, -Infinity)).toBe("error: unexpected number value '-inf'");
    const circle = rt.newTable();
    circle.setString('me', circle);
    expect(rt.try(encode!, circle)).toBe('error: circular reference');
    let deep = rt.newTable();
    for (let at = 0; at < 100_000; at++) deep = rt.list(deep);
    expect(rt.try(encode!, deep)).toMatch(/stack overflow/);
  });
  it('allows the same table twice side by side', () => {
    const shared = rt.list(1);
    expect(rt.try(encode!, rt.list(shared, shared))).toBe('[[1],[1]]');
  });
});

describe('json.decode', () => {
  it.each<[string, LuaValue]>([
    ['1719240000123', 1719240000123],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-5', -5],
    ['1.0', new LuaFloat(1)],
    ['1e2', new LuaFloat(100)],
    [' "a\\u00e4\\ud83d\\ude00\\/\\n" ', 'a\xc3\xa4\xf0\x9f\x98\x80/\n'],
    ['null', undefined],
    ['true', true],
  ])('%s', (text, value) => {
    expect(rt.try(decode!, text)).toStrictEqual(value);
  });

  it.each([
    ['', "unexpected character '' at line 1 col 1"],
    ['{"a":1} x', 'trailing garbage at line 1 col 9'],
    ['[1,\n 2,\n x]', "unexpected character 'x' at line 3 col 2"],
    ['[1 2]', "expected ']' or ',' at line 1 col 5"],
    ['{"a" 1}', "expected ':' after key at line 1 col 6"],
    ['{"a":1 "b"}', "expected '}' or ',' at line 1 col 9"],
    ['{a:1}', 'expected string for key at line 1 col 2'],
    ['"abc', 'expected closing quote for string at line 1 col 1'],
    ['"a\nb"', 'control character in string at line 1 col 3'],
    ['"\\x"', "invalid escape char 'x' in string at line 1 col 2"],
    ['"\\u12"', 'invalid unicode escape in string at line 1 col 2'],
    ['-', "invalid number '-' at line 1 col 1"],
    ['nul', "invalid literal 'nul' at line 1 col 1"],
  ])('%j is refused', (text, message) => {
    expect(rt.try(decode!, text)).toBe(`error: ${message}`);
  });

  it('refuses other types and deep nesting', () => {
    expect(rt.try(decode!, 5)).toBe('error: expected argument of type string, got number');
    expect(rt.try(decode!, '['.repeat(100_000))).toMatch(/stack overflow/);
  });
  it('costs gas by size', () => {
    const poor = new FakeRuntime(1000);
    expect(() => poor.run(decode!, `[${'1,'.repeat(10_000)}1]`)).toThrow(OutOfGas);
    expect(() => poor.run(encode!, rt.list(...Array.from({ length: 5000 }, () => 'x')))).toThrow(OutOfGas);
  });
});

it('what was encoded is decoded again', () => {
  const json = createJson(rt);
  expect(json.getString('encode')).toBeInstanceOf(NativeFunction);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // Nulls would leave holes in lists, which encode refuses.
      const text = Buffer.from(JSON.stringify(value, (_key, item: unknown) => item ?? 0)).toString('latin1');
      const decoded = rt.run(decode!, text)[0];
      const again = rt.run(encode!, decoded)[0] as string;
      const twice = rt.run(encode!, rt.run(decode!, again)[0])[0];
      expect(twice).toBe(again);
    }),
    { numRuns: 200 },
  );
});
