import { describe, expect, it } from 'vitest';
import { Atom, Float, type Value } from '../core/value.ts';
import { BorderError, fromLua, toLua } from './border.ts';
import { createMachine } from './machine.ts';
import { LuaFloat, type LuaValue } from './value.ts';

const machine = createMachine();
const { runtime } = machine;
const table = (entries: [LuaValue, LuaValue][]): LuaValue => {
  const result = runtime.newTable();
  for (const [key, value] of entries) result.set(key, value);
  return result;
};
const problem = (value: LuaValue, floats?: 'json'): string => {
  try {
    fromLua(value, { path: 'x', ...(floats && { floats }) });
  } catch (error) {
    if (error instanceof BorderError) return error.message;
  }
  return 'no error';
};

describe('border', () => {
  it('keeps every value on the way in and out', () => {
    const value: Value = new Map<string, Value>([
      ['text', 'h\xc3\xa9\x00'],
      ['int', -7],
      ['big', 2n ** 62n],
      ['float', 0.5],
      ['whole', new Float(2)],
      ['yes', true],
      ['list', ['a', ['b', new Map([['z', 1]])]]],
      ['empty', []],
    ]);
    expect(fromLua(toLua(value, runtime))).toEqual(value);
  });

  it('keeps the order of map keys', () => {
    const value = new Map(['z', 'a', 'm'].map((key) => [key, 1] as const));
    expect([...(fromLua(toLua(value, runtime)) as Map<string, Value>).keys()]).toEqual(['z', 'a', 'm']);
  });

  it('makes atoms strings', () => expect(toLua(new Atom('ok'), runtime)).toBe('ok'));

  it('finds lists however they were made', () => {
    expect(
      fromLua(
        table([
          [2, 'b'],
          [1, 'a'],
        ]),
      ),
    ).toEqual(['a', 'b']);
    expect(fromLua(table([]))).toEqual([]);
  });

  it('refuses what has no form outside, with its path', () => {
    expect(
      problem(
        table([
          [1, 1],
          ['a', 2],
        ]),
      ),
    ).toBe('x: invalid table: mixed or invalid key types');
    expect(problem(table([['t', table([[3, 1]])]]))).toBe('x.t: invalid table: sparse array');
    expect(problem(table([[true, 1]]))).toContain('invalid key types');
    expect(problem(table([[1, table([['f', machine.globals.get('print')]])]]))).toBe(
      'x[1].f: a function cannot leave the process',
    );
    expect(problem(undefined)).toContain('a nil cannot');
    const loop = runtime.newTable();
    loop.set('self', loop);
    expect(problem(loop)).toBe('x.self: circular reference');
    let deep: LuaValue = 1;
    for (let i = 0; i < 300; i++) deep = table([[1, deep]]);
    expect(problem(deep)).toContain('deeper than');
  });

  it('lets a table occur twice', () => {
    const shared = table([[1, 'a']]);
    expect(
      fromLua(
        table([
          [1, shared],
          [2, shared],
        ]),
      ),
    ).toEqual([['a'], ['a']]);
  });

  it('gives floats the kind and digits of JSON for aos 2', () => {
    const json = (value: LuaValue): Value => fromLua(value, { floats: 'json' });
    expect(json(new LuaFloat(2))).toBe(2);
    expect(json(new LuaFloat(-0))).toBe(0);
    expect(json(0.1 + 0.2)).toBe(0.3);
    expect(json(1.999999999999999)).toBe(2);
    expect(json(new LuaFloat(1e15))).toEqual(new Float(1e15));
    expect(json(2n ** 62n)).toBe(2n ** 62n);
    expect(problem(NaN, 'json')).toContain('NaN');
    expect(problem(-Infinity, 'json')).toContain('infinity');
    expect(fromLua(NaN)).toBeNaN();
  });
});
