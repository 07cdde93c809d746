import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PocketbeamError } from '../errors.ts';
import { Float } from '../value.ts';
import { parseHyperPath } from './parse.ts';
import { printKey, printStatePath } from './print.ts';

const keysOf = (path: string): string[] => parseHyperPath(path).segments.map(({ key }) => key);
const parameter = (path: string, name: string): unknown => parseHyperPath(path).segments[0]?.parameters.get(name);

describe('parsing', () => {
  it('splits segments, devices, parameters and query', () => {
    const { segments, query } = parseHyperPath('/pid~process@1.0/compute&slot=3&Mode=x//cache/Key~json@1.0?slot=4&a');
    expect(segments.map(({ key, device }) => [key, device])).toEqual([
      ['pid', 'process@1.0'],
      ['compute', undefined],
      ['cache', undefined],
      ['Key', 'json@1.0'],
    ]);
    expect([...(segments[1]?.parameters ?? [])]).toEqual([
      ['slot', { value: '3' }],
      ['mode', { value: 'x' }],
    ]);
    expect([...query]).toEqual([
      ['slot', { value: '4' }],
      ['a', { value: '' }],
    ]);
  });
  it('decodes before it splits, to bytes', () => {
    expect(keysOf('/a%2Fb/%C3%A9')).toEqual(['a', 'b', '\xc3\xa9']);
    expect(keysOf('/x%26y=1')).toEqual(['x']);
  });
  it('converts typed parameters', () => {
    expect(parameter('/~m@1.0&n+integer=-7', 'n')).toEqual({ value: -7 });
    expect(parameter('/~m@1.0&n+integer=123456789012345678901234567890', 'n')).toEqual({
      value: 123456789012345678901234567890n,
    });
    expect(parameter('/~m@1.0&n+float=2', 'n')).toEqual({ value: new Float(2) });
    expect(parameter('/~m@1.0&n+list=1,"a, b",2.5,c', 'n')).toEqual({ value: [1, 'a, b', 2.5, 'c'] });
    expect(parameter('/~m@1.0&n+map=a=1,b=x', 'n')).toEqual({
      value: new Map<string, unknown>([
        ['a', 1],
        ['b', 'x'],
      ]),
    });
    expect(parameter('/~m@1.0&n+atom=true', 'n')).toEqual({ value: true });
  });
  it('keeps brackets together as a sub-path', () => {
    const value = parameter('/~m@1.0&n=(/~m@1.0&a=1/a)/n', 'n') as { path: { segments: unknown[] } };
    expect(value.path.segments).toHaveLength(2);
    expect(keysOf('/~m@1.0&n=(/~m@1.0&a=1/a)/n')).toEqual(['', 'n']);
  });
  it.each([
    ['/%zz', 'bad-path'],
    ['/a%2', 'bad-path'],
    [`/${'k'.repeat(1025)}`, 'key-too-long'],
    [`/${'k/'.repeat(65)}`, 'path-too-deep'],
    [`/${'k'.repeat(16_384)}`, 'path-too-long'],
    ['/~m@1.0&n+boolean=true', 'bad-parameter-type'],
    ['/~m@1.0&n+integer=abc', 'bad-parameter-value'],
  ])('refuses %.20s', (path, code) => {
    expect(() => parseHyperPath(path)).toThrow(expect.objectContaining({ code }));
  });
  it('throws nothing but typed errors, whatever comes', () => {
    const piece = fc.constantFrom(
      '/',
      '~',
      '&',
      '=',
      '+',
      '(',
      ')',
      '?',
      '%2F',
      '%',
      'a',
      '1',
      '"',
      ',',
      'integer',
      'list',
    );
    const path = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(path, (text) => {
        try {
          parseHyperPath(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PocketbeamError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('printing', () => {
  it('is read back as the same keys', () => {
    // What decodes to a separator acts as one, so such keys have no path.
    const key = fc
      .string({ unit: 'binary-ascii', minLength: 1, maxLength: 20 })
      .filter((text) => !/[/~&?]|^\(/.test(text) && !/[()]/.test(text));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.option(fc.nat()), (keys, slot) => {
        const pid = 'p'.repeat(43);
        const { segments } = parseHyperPath(printStatePath(pid, keys, slot ?? undefined));
        expect(segments.map((segment) => segment.key)).toEqual([pid, 'compute', ...keys]);
        expect(segments[1]?.parameters.get('slot')).toEqual(slot === null ? undefined : { value: String(slot) });
      }),
    );
  });
  it('writes bytes as escapes', () => {
    expect(printKey('\xc3\xa9 ~x')).toBe('%C3%A9%20%7Ex');
  });
});
