import { describe, expect, it } from 'vitest';
import { parseDictionary, parseItem, parseList } from './structured-field-parser.ts';

const refused = expect.objectContaining({ code: 'bad-structured-field', status: 400 });
const values = (text: string) => parseList(text).map(({ item }) => (Array.isArray(item) ? item : item.value));

describe('lists', () => {
  it('hold strings, tokens, numbers, booleans and bytes', () => {
    expect(parseList('"a", b, -1, 2.5, ?1, :aGk=:').map(({ item }) => item)).toEqual([
      { kind: 'string', value: 'a' },
      { kind: 'token', value: 'b' },
      { kind: 'integer', value: -1 },
      { kind: 'decimal', value: 2.5 },
      { kind: 'boolean', value: true },
      { kind: 'bytes', value: 'hi' },
    ]);
    expect(values('')).toEqual([]);
    expect(values('  "a"\t,"b"  ')).toEqual(['a', 'b']);
  });
  it('unescape quotes and backslashes, and keep commas in strings', () => {
    expect(values('"a\\"b\\\\c", "d, e"')).toEqual(['a"b\\c', 'd, e']);
  });
  it.for(['"a', '"a",', '"a" "b"', ',', '"\\n"', '?2', ':?:', ':aGk', '"a"b', '(', '("a"', '-', '=', ';'])(
    'refuse %s',
    (text) => {
      expect(() => parseList(text)).toThrow(refused);
    },
  );
});

describe('dictionaries', () => {
  it('have members with parameters, and keep the text of each', () => {
    const input = parseDictionary('s1=("a" "@b");alg="x";n=3, s2=:aGk=: ,flag;q');
    expect([...input.keys()]).toEqual(['s1', 's2', 'flag']);
    expect(input.get('s1')).toEqual({
      raw: '("a" "@b");alg="x";n=3',
      item: [
        { kind: 'string', value: 'a' },
        { kind: 'string', value: '@b' },
      ],
      params: new Map<string, unknown>([
        ['alg', { kind: 'string', value: 'x' }],
        ['n', { kind: 'integer', value: 3 }],
      ]),
    });
    expect(input.get('flag')).toMatchObject({ raw: '?1;q', item: { value: true } });
  });
  it('take the last of equal keys', () => {
    expect(parseDictionary('a=1, a=2').get('a')?.item).toEqual({ kind: 'integer', value: 2 });
  });
  it('may have an empty key, such as ao-types of the key ""', () => {
    expect([...parseDictionary('="x", a="y"').keys()]).toEqual(['', 'a']);
  });
  it.for(['a=', '"x"', 'a="x" b="y"', 'a="x",', 'a=1;', 'a b'])('refuse %s', (text) => {
    expect(() => parseDictionary(text)).toThrow(refused);
  });
  it('take `__proto__` for a key like any other', () => {
    expect([...parseDictionary('__proto__="x"').keys()]).toEqual(['__proto__']);
  });
});

describe('what the RFC refuses and a node writes', () => {
  it('is any byte in a string', () => {
    expect(values('"\xc3\xa9\x01\n"')).toEqual(['\xc3\xa9\x01\n']);
  });
  it('is a key with escapes, slashes, capitals, or a digit in front', () => {
    expect([...parseDictionary('with%20space="a", a/b="c", AbC-_="d", 1="e"').keys()]).toEqual([
      'with%20space',
      'a/b',
      'AbC-_',
      '1',
    ]);
  });
  it('is an integer of more than 15 digits', () => {
    expect(parseItem('1234567890123456789012')).toEqual({ kind: 'integer', value: 1234567890123456789012n });
    expect(() => parseItem('9'.repeat(100_001))).toThrow(refused);
  });
});
