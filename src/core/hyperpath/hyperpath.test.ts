import { describe, expect, it } from 'vitest';
import { Atom, Float } from '../value.ts';
import { parseHyperPath } from './parse.ts';
import { printHyperPath, printKey } from './print.ts';
import type { Segment } from './types.ts';

const keysOf = (path: string): string[] => parseHyperPath(path).segments.map(({ key }) => key);
const parameter = (path: string, name: string): unknown => parseHyperPath(path).segments[0]?.parameters.get(name);
const valueOf = (written: string): unknown => {
  const found = parameter(`/~m@1.0&n${written}`, 'n');
  return (found as { value?: unknown } | undefined)?.value;
};

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
      ['a', { value: true }],
    ]);
  });
  it('decodes before it splits, to bytes', () => {
    expect(keysOf('/a%2Fb/%C3%A9')).toEqual(['a', 'b', '\xc3\xa9']);
    expect(keysOf('/x%26y=1')).toEqual(['x']);
    expect(keysOf('/why%3Fnot')).toEqual(['why?not']);
    expect(parameter('/~m@1.0&n=1+1', 'n')).toEqual({ value: '1+1' });
    expect(parameter('/~m@1.0&k=x=y&k=z=z', 'k')).toEqual({ value: 'z=z' });
  });
  it('converts typed parameters', () => {
    expect(valueOf('+integer=-12')).toBe(-12);
    expect(valueOf('+integer=%2B9')).toBe(9);
    expect(valueOf('+integer=223456789012345678901234567890')).toBe(223456789012345678901234567890n);
    expect(valueOf('+float=3')).toEqual(new Float(3));
    expect(valueOf('+float=-0.25e2')).toEqual(new Float(-25));
    expect(valueOf('+list=1,"a, b",2.5,c,"\\"%C3%A0')).toEqual([1, 'a, b', 2.5, 'c', '"\\"\xc3\xa0']);
    expect(valueOf('+list=')).toEqual([]);
    expect(valueOf('+list="",1')).toEqual(['', 1]);
    expect(valueOf('+map=a=1, B = x,c,%C3%A0=%C3%A0')).toEqual(
      new Map<string, unknown>([
        ['a', 1],
        ['b', 'x'],
        ['c', true],
        ['\xc3\xa0', '\xc3\xa0'],
      ]),
    );
    expect(valueOf('+atom=true')).toBe(true);
    expect(valueOf('+atom=ok')).toEqual(new Atom('ok'));
    expect(valueOf('')).toBe(true);
    expect(valueOf('=')).toBe('');
  });
  it('lower-cases the names of parameters, but not ids', () => {
    const id = 'Q'.repeat(43);
    expect([...parseHyperPath(`/~m@1.0&Ab=1&${id}=2?Cd=3`).segments[0]!.parameters.keys()]).toEqual(['ab', id]);
    expect([...parseHyperPath('/x?Cd=3').query.keys()]).toEqual(['cd']);
  });
  it('keeps brackets together as a sub-path', () => {
    const value = parameter('/~m@1.0&n=(/~m@1.0&b=2/b)/n', 'n') as { path: Segment[] };
    expect(value.path.map(({ key }) => key)).toEqual(['', 'b']);
    const [first, second] = parseHyperPath('/(~m@1.0&b=(~m@1.0&c=1/c)/b)~json@1.0&x=1/n').segments;
    expect(first).toMatchObject({ key: '', device: 'json@1.0' });
    expect(first?.path?.map(({ key }) => key)).toEqual(['', 'b']);
    expect([...(first?.parameters ?? [])]).toEqual([['x', { value: '1' }]]);
    expect(second?.key).toBe('n');
    expect(parseHyperPath('/x?n=(~m@1.0&b=2/b)').query.get('n')).toHaveProperty('path');
  });
  it('takes brackets that are no pair for text, the open one up to the end', () => {
    expect(keysOf('/~m@1.0&k=(x/y/z')).toEqual(['']);
    expect(parameter('/~m@1.0&k=(x/y/z', 'k')).toEqual({ value: '(x/y/z' });
    expect(keysOf('/x)/y')).toEqual(['x)', 'y']);
    expect(keysOf('/(x)y(z)/w')).toEqual(['(x)y(z)', 'w']);
    expect(parameter('/~m@1.0&k=(x)(y)/z', 'k')).toEqual({ value: '(x)(y)' });
  });
  it('keeps the keys of one message apart from those of the request', () => {
    const { query, scopes } = parseHyperPath('/k/l?2.N+integer=5&1.u=v&1.w=(k)&all=1&.5=x&1.=y&1234.z=1&0.a.b=c');
    expect([...query.keys()]).toEqual(['all', '.5', '1.', '1234.z']);
    expect([...scopes.keys()]).toEqual([2, 1, 0]);
    expect(scopes.get(2)).toEqual(new Map([['n', { value: 5 }]]));
    expect([...scopes.get(1)!.keys()]).toEqual(['u', 'w']);
    expect([...scopes.get(0)!.keys()]).toEqual(['a.b']);
  });
  it.each([
    ['/%zy', 'bad-path'],
    ['/a%2', 'bad-path'],
    ['/a?b=%', 'bad-path'],
    [`/${'k'.repeat(1025)}`, 'key-too-long'],
    [`/${'k/'.repeat(65)}`, 'path-too-deep'],
    [`/${'k/'.repeat(5000)}`, 'path-too-deep'],
    [`/~m@1.0&n=${'('.repeat(66)}${')'.repeat(66)}`, 'path-too-deep'],
    [`/${'('.repeat(66)}${')'.repeat(66)}`, 'path-too-deep'],
    [`/x?n=${'(y&n='.repeat(66)}${')'.repeat(66)}`, 'path-too-deep'],
    [`/${'k'.repeat(16_384)}`, 'path-too-long'],
    ['/~m@1.0&n+boolean=true', 'bad-parameter-type'],
    ['/x?1.n+binary=true', 'bad-parameter-type'],
    ['/~m@1.0&n+integer=1.5', 'bad-parameter-value'],
    ['/~m@1.0&n+integer', 'bad-parameter-value'],
    ['/~m@1.0&n+float=1.0e999', 'bad-parameter-value'],
  ])('refuses %.20s', (path, code) => {
    expect(() => parseHyperPath(path)).toThrow(expect.objectContaining({ code }));
  });
});

describe('printing', () => {
  it('writes bytes as escapes', () => {
    expect(printKey('\xc3\xa9 ~x')).toBe('%C3%A9%20%7Ex');
  });
  it.each([
    '/',
    '/pid~process@1.0/compute&slot=3/cache/we%20ird',
    '/~m@1.0&a=1&b+integer=-2&c+float=2.0&d+float=1.0e-7&e+list=1,%22x%22,2.5&f+map=k=1&g+atom=ok/a',
    '/(~m@1.0&a=(x/y)/a)~json@1.0&z=/serialize',
    '/k/l?q=1&n=(k/l)&1.x=2&2.y+integer=3',
    '/~m@1.0/..&/.&/x',
  ])('writes %s as it was', (path) => {
    const printed = printHyperPath(parseHyperPath(path));
    expect(printed.replace(/%3D/g, '=')).toBe(path);
  });
  it('survives the URL it becomes part of', () => {
    const path = printHyperPath({
      segments: ['a', '..', '.', '?#', '\\%2e'].map((key) => ({ key, parameters: new Map() })),
      ...{ query: new Map([['q', { value: '#?&'.slice(0, 2) }]]), scopes: new Map() },
    });
    const { pathname, search } = new URL(path, 'https://node.example');
    expect(pathname + search).toBe(path);
  });
  const key = (text: string, more: Partial<Segment> = {}): Segment => ({ key: text, parameters: new Map(), ...more });
  it.each<[string, Segment[]]>([
    ['a separator in a key', [key('a/b')]],
    ['a device in a key', [key('a~b')]],
    ['a parameter in a key', [key('a&b=1')]],
    ['nothing', [key('')]],
    ['nothing among others', [key('a'), key('')]],
    ['brackets', [key('(a)')]],
    ['a name in upper case', [key('a', { parameters: new Map([['B', { value: '1' }]]) })]],
    ['a name with a type', [key('a', { parameters: new Map([['b+integer', { value: '1' }]]) })]],
    ['a name with =', [key('a', { parameters: new Map([['b=c', { value: '1' }]]) })]],
    ['& in a value', [key('a', { parameters: new Map([['b', { value: 'x&y=1' }]]) })]],
    ['a sub-path as text', [key('a', { parameters: new Map([['b', { value: '(x)' }]]) })]],
    ['a list in a list', [key('a', { parameters: new Map([['b', { value: [[1]] }]]) })]],
    ['a map with = in a key', [key('a', { parameters: new Map([['b', { value: new Map([['x=y', 1]]) }]]) })]],
  ])('refuses %s', (_, segments) => {
    expect(() => printHyperPath({ segments, query: new Map(), scopes: new Map() })).toThrow(
      expect.objectContaining({ code: 'bad-path' }),
    );
  });
  it('refuses names that a scope would swallow, and scopes that are none', () => {
    const parameters = new Map([['x', { value: '1' }]]);
    const bad = expect.objectContaining({ code: 'bad-path' });
    expect(() => printHyperPath({ segments: [], query: new Map([['1.x', { value: '' }]]), scopes: new Map() })).toThrow(
      bad,
    );
    for (const n of [1000, -1, 1.5])
      expect(() => printHyperPath({ segments: [], query: new Map(), scopes: new Map([[n, parameters]]) })).toThrow(bad);
  });
});
