import { afterEach, expect, it, vi } from 'vitest';
import { createMachine } from '../machine.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import { protosOf } from '../interpreter/proto.ts';

afterEach(() => vi.unstubAllGlobals());

const SOURCE = 'local function f(x) return x + 1 end local s = 0 for i = 1, 5000 do s = f(s) end return s';

const compiledFunctions = (chunk: LuaClosure): number =>
  protosOf(chunk.proto).filter((proto) => proto.compiled instanceof Function).length;

it('compiles what runs often, and the loop that is running', () => {
  const machine = createMachine();
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([5000]);
  expect(compiledFunctions(chunk)).toBe(2);
});

it('leaves what runs seldom to the interpreter', () => {
  const machine = createMachine();
  const chunk = machine.load(SOURCE.replace('5000', '50'), '=test');
  expect(machine.call(chunk)).toEqual([50]);
  expect(compiledFunctions(chunk)).toBe(0);
});

it('finds what it compiled before, for the same text elsewhere', () => {
  const [first, second] = [createMachine(), createMachine()].map((machine) => {
    const chunk = machine.load(SOURCE, '=test');
    expect(machine.call(chunk)).toEqual([5000]);
    return protosOf(chunk.proto).map(({ compiled }) => compiled);
  });
  expect(second).toEqual(first);
  expect(second?.every((compiled, i) => compiled === first?.[i])).toBe(true);
});

it('is off by option', () => {
  const machine = createMachine({ tier: 'interpreter' });
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([5000]);
  expect(compiledFunctions(chunk)).toBe(0);
});

it('is off where JavaScript may not be made from text', () => {
  vi.stubGlobal('Function', () => {
    throw new EvalError("Refused to evaluate a string as JavaScript because 'unsafe-eval' is not allowed");
  });
  const machine = createMachine({ hotAfter: 0 });
  vi.unstubAllGlobals();
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([5000]);
  expect(compiledFunctions(chunk)).toBe(0);
});

it('takes strings as they are, whatever JavaScript makes of them', () => {
  const machine = createMachine({ hotAfter: 0 });
  const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
  const escaped = [...bytes].map((byte) => `\\${String(byte.charCodeAt(0)).padStart(3, '0')}`).join('');
  const chunk = machine.load(`return "${escaped}", "\\"];}//\${x}"`, '=test');
  expect(machine.call(chunk)).toEqual([bytes, '"];}//${x}']);
});

it('sets a key again that has no value, by its metamethods where there are any', () => {
  const source = `
    local log = {}
    local function set(t, value) t.key = value end
    local plain, proxy = { key = 1 }, setmetatable({ key = 1 }, { __newindex = function(_, k, v) log[#log + 1] = k .. v end })
    for i = 1, 1000 do
      set(plain, nil) set(plain, i)
      rawset(proxy, 'key', nil) set(proxy, i) rawset(proxy, 'key', 0) set(proxy, i)
    end
    return plain.key, proxy.key, #log, log[1000]`;
  for (const tier of ['interpreter', 'compiled'] as const) {
    const machine = createMachine({ tier, hotAfter: 0 });
    expect(machine.call(machine.load(source, '=test'))).toEqual([1000, 1000, 1000, 'key1000']);
  }
});
