import { describe, expect, it } from 'vitest';
import { createMachine } from '../machine.ts';
import type { LuaTable } from '../table.ts';
import { Key } from './fields.ts';

const machine = createMachine();
const rt = machine.runtime;

/** The table that a Lua expression makes. */
function table(expression: string): LuaTable {
  const [value] = machine.call(machine.load(`return ${expression}`, '=table'));
  return value as LuaTable;
}

describe('Key', () => {
  it.each([
    ['{ a = 1, b = 2 }', 2],
    ['{ b = 3, a = 1 }', 3],
    ['{ a = 1 }', undefined],
    ['{}', undefined],
    ['{ x = 1, y = 2, b = false }', false],
    ["setmetatable({ a = 1 }, { __index = { b = 'inherited' } })", 'inherited'],
    ["setmetatable({ b = 'own' }, { __index = { b = 'inherited' } })", 'own'],
    ["(function() local t = setmetatable({ b = 1 }, { __index = { b = 'again' } }) t.b = nil return t end)()", 'again'],
    ['(function() local t = { b = 1 } t.b = nil return t end)()', undefined],
  ])('reads %s as the language does, wherever it was found before', (expression, expected) => {
    const key = new Key('b');
    for (const before of ['{ b = 1 }', '{ a = 1, b = 2 }', '{ x = 1, y = 1, b = 1 }']) {
      key.of(rt, table(before));
      expect(key.of(rt, table(expression))).toBe(expected);
    }
  });

  it('writes where the key stands, with metamethods, and so that it can be undone', () => {
    const key = new Key('b');
    const plain = table('{ a = 1, b = 2 }');
    const other = table('{ b = 5 }');
    const proxy = table('setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end })');
    const transaction = machine.begin();
    for (const object of [plain, other, proxy]) {
      key.of(rt, plain);
      key.set(rt, object, 7);
    }
    expect([plain, other, proxy].map((object) => object.getString('b'))).toEqual([7, 7, 14]);
    transaction.rollback();
    expect([plain, other, proxy].map((object) => object.getString('b'))).toEqual([2, 5, undefined]);
  });
});
