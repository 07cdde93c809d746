import { describe, expect, it } from 'vitest';
import { Atom, Float, type Value } from '../core/value.ts';
import { annotate } from './structured.ts';
import { unannotate } from './structured-decode.ts';

const map = (entries: Record<string, Value>) => new Map(Object.entries(entries));
const code = (name: string) => expect.objectContaining({ code: name, status: 400 });

describe('unannotate', () => {
  it('gives text its type', () => {
    const types =
      'n="integer", f="float", t="atom", u="atom", l="list", e="empty-binary", m="empty-message", x="empty-list"';
    expect(
      unannotate(
        map({
          n: '-12345678901234567890',
          f: '2.00000000000000000000e+00',
          t: '"true"',
          u: 'ok',
          l: '"a", "(ao-type-integer) 1", "(ao-type-list) \\"(ao-type-float) 2.5\\"", "(ao-type-empty-list) "',
          s: 'plain',
          'ao-types': types,
        }),
      ),
    ).toEqual(
      map({
        n: -12345678901234567890n,
        f: new Float(2),
        t: true,
        u: new Atom('ok'),
        l: ['a', 1, [2.5], []],
        s: 'plain',
        e: '',
        m: new Map(),
        x: [],
      }),
    );
  });
  it('reads numbered maps in the order of their numbers', () => {
    const items = Array.from({ length: 11 }, (_, i) => map({ i }));
    const message = map({ l: items });
    expect(unannotate(annotate(message))).toEqual(message);
  });
  it('keeps lists with a map further back whole', () => {
    const message = map({ l: [1, map({ a: 1 }), [map({ b: 2 })]] });
    expect(unannotate(annotate(message))).toEqual(message);
  });
  it('unescapes keys, and takes them lower-case', () => {
    expect(unannotate(map({ 'with space': '1', n: '2', 'ao-types': 'with%20space="integer", N="integer"' }))).toEqual(
      map({ 'with space': 1, n: 2 }),
    );
  });
  it('types nothing that is not there, or typed already', () => {
    expect(unannotate(map({ a: 5, 'ao-types': 'a="integer", gone="list"' }))).toEqual(map({ a: 5 }));
  });
  it('refuses unknown types', () => {
    expect(() => unannotate(map({ a: '1', 'ao-types': 'a="boolean"' }))).toThrow(code('bad-type'));
    expect(() => unannotate(map({ 'ao-types': 'a="empty-nothing"' }))).toThrow(code('bad-type'));
    expect(() => unannotate(map({ a: '"(ao-type-x) 1"', 'ao-types': 'a="list"' }))).toThrow(code('bad-type'));
  });
  it.for([
    ['integer', '1.5'],
    ['integer', ''],
    ['float', 'nan'],
    ['float', '1e999'],
    ['atom', '3'],
    ['list', '("a")'],
  ])('refuses the %s %s', ([type, value]) => {
    expect(() => unannotate(map({ a: value!, 'ao-types': `a="${type}"` }))).toThrow(code('bad-typed-value'));
  });
  it('refuses a numbered map with a gap, and types of maps', () => {
    expect(() => unannotate(map({ a: map({ '1': 'x', '3': 'y' }), 'ao-types': 'a="list"' }))).toThrow(
      code('bad-typed-value'),
    );
    expect(() => unannotate(map({ a: map({ b: 'x' }), 'ao-types': 'a="integer"' }))).toThrow(code('bad-typed-value'));
  });
  it('refuses what nests without end', () => {
    let deep: Value = 'x';
    for (let i = 0; i < 100; i++) deep = map({ a: deep });
    expect(() => unannotate(map({ a: deep }))).toThrow(code('message-too-deep'));
    let list = '"x"';
    for (let i = 0; i < 14; i++) list = `"(ao-type-list) ${list.replace(/["\\]/g, '\\$&')}"`;
    expect(unannotate(map({ l: list, 'ao-types': 'l="list"' })).get('l')).toBeDefined();
  });
});
