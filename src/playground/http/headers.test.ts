import { expect, test } from 'vitest';
import { checkMethod, headersProblem, readHeaders, unsentHeaders } from './headers.ts';

test('a line each, spaces around are nothing', () => {
  expect(readHeaders(' Accept : application/json \r\n\n x-time: 10:30 ')).toEqual([
    { name: 'Accept', value: 'application/json' },
    { name: 'x-time', value: '10:30' },
  ]);
  expect(headersProblem('')).toBeUndefined();
});

test('what is no header is told by its line', () => {
  for (const [text, words] of [
    ['accept: */*\n\nnonsense', 'Line 3 of the headers has no colon.'],
    ['a b: c', 'Line 1 of the headers has a name that is none: "a b".'],
    ['x: €', 'Line 1 of the headers has a character that no header can carry.'],
  ] as const)
    expect(headersProblem(text)).toMatchObject({ code: 'bad-header', message: expect.stringContaining(words) });
});

test('what a browser keeps to itself', () => {
  expect(unsentHeaders('Host: a\nSec-Fetch-Mode: b\naccept: c\ncookie: d')).toEqual([
    'Host',
    'Sec-Fetch-Mode',
    'cookie',
  ]);
});

test('methods', () => {
  for (const fine of ['GET', 'PATCH', 'M-SEARCH']) expect(() => checkMethod(fine)).not.toThrow();
  for (const bad of ['G T', '', 'TRACE', 'é'])
    expect(() => checkMethod(bad), bad).toThrow(expect.objectContaining({ code: 'bad-method' }));
});
