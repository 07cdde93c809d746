/** The rules of comparison, and the JSON of scenarios. */
import { describe, expect, it } from 'vitest';
import { errorText } from './errors.ts';
import { parseJson, writeJson } from './json-text.ts';
import { differences, same } from './values.ts';
import { writeScenario } from './write-scenario.ts';

describe('values', () => {
  it('are equal as JSON data', () => {
    expect(same({ a: 1, b: [1, { c: 'x' }] }, { b: [1, { c: 'x' }], a: 1 })).toBe(true);
    expect(same([], {})).toBe(true);
    expect(same({ Upper: 1 }, { upper: 1 })).toBe(true);
    expect(same({ ['K'.repeat(43)]: 1 }, { ['k'.repeat(43)]: 1 })).toBe(false);
    expect(same(0.1, 0.1 + 1e-12)).toBe(true);
    expect(same(0.1, 0.1001)).toBe(false);
    expect(same(2 ** 53 - 1, 2 ** 53 - 2)).toBe(false);
    expect(same(9007199254740993n, 9007199254740992n)).toBe(false);
    expect(same(1e300, 1e300)).toBe(true);
    expect(same('1', 1)).toBe(false);
    expect(same('5.0', '5')).toBe(false);
    expect(same(null, undefined)).toBe(false);
    expect(same([1], [1, 2])).toBe(false);
  });

  it('differ at their leaves', () => {
    expect(differences({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: 1, c: 3, e: 4 }, d: [1] })).toEqual([
      { path: '/a/c', expected: 2, actual: 3 },
      { path: '/a/e', expected: undefined, actual: 4 },
      { path: '/d/2', expected: 2, actual: undefined },
    ]);
  });
});

describe('JSON', () => {
  it('keeps integers of any size', () => {
    const text = '{"a": 12345678901234567890, "b": "12345678901234567890", "c": [-9007199254740993, 1.5, 1e3]}';
    expect(parseJson(text)).toEqual({
      a: 12345678901234567890n,
      b: '12345678901234567890',
      c: [-9007199254740993n, 1.5, 1000],
    });
    expect(writeJson(parseJson(text))).toBe(text.replace('1e3', '1000'));
  });

  it('says where it breaks', () => {
    expect(() => parseJson('{\n "a": 12345678901234567890,\n "b" 2\n}')).toThrow(/Line 3, column \d+/);
    expect(() => parseJson('{"a": 1')).toThrow(expect.objectContaining({ code: 'bad-json' }));
  });
});

describe('a recording', () => {
  const recording = { slots: { p: 1 }, expect: [], outbox: [], errors: [{ process: 'p', slot: 1, contains: '}"' }] };

  it('goes where the lists stand, and leaves the rest as it was written', () => {
    const text =
      '{ "name" : "a, \\"b\\"",\n\t"slots": { "p":1 },  "errors" : [ 1,\n2 ],\n  "steps": [{"errors": []}] , "outbox":[]}\n';
    expect(writeScenario(text, recording)).toBe(
      '{ "name" : "a, \\"b\\"",\n\t"slots": { "p":1 },  "errors" : [\n    {"contains": "}\\"", "process": "p", "slot": 1}\n  ],\n' +
        '  "steps": [{"errors": []}] , "outbox":[],\n"expect": []\n}\n',
    );
  });

  it('is added to a file that has none', () => {
    expect(writeScenario('{\n\t"format": 1\n}\n', { ...recording, outbox: [] })).toBe(
      '{\n\t"format": 1,\n\t"slots": {"p": 1},\n\t"expect": [],\n\t"outbox": [],\n\t"errors": [\n' +
        '\t\t{"contains": "}\\"", "process": "p", "slot": 1}\n\t]\n}\n',
    );
    expect(Object.keys(JSON.parse(writeScenario('{"format": 1}', recording)) as object)).toEqual([
      ...['format', 'slots', 'expect', 'outbox', 'errors'],
    ]);
  });
});

describe('the text of an error', () => {
  const result = (data: string, message?: string) => ({
    ...{ slot: 1, output: { data, prompt: '' }, messages: [], spawns: [], assignments: [] },
    ...(message === undefined ? {} : { error: { code: 'lua-error', message } }),
  });

  it('has no position', () => {
    expect(errorText(result('', '[string "aos"]:4: handlers.lua:9: owner only'), 'aos2')).toBe('owner only');
    expect(errorText(result('', 'Room:12: full'), 'aos2')).toBe('Room:12: full');
    expect(errorText(result('error: printed'), 'aos2')).toBeUndefined();
  });

  it('stands in the output of the hyper dialect', () => {
    expect(errorText(result('before\n\x1b[31merror:\n\x1b[0m[string "aos"]:1: bad\ntrace'), 'hyper')).toBe(
      'bad\ntrace',
    );
    expect(errorText(result('no error: here'), 'hyper')).toBeUndefined();
  });
});
