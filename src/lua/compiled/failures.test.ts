/** Errors on their way through compiled functions, which hand them on without JavaScript's `throw`. */
import { expect, it } from 'vitest';
import { createMachine, LuaError } from '../machine.ts';

const cases: readonly [what: string, source: string, expected: string][] = [
  [
    'error, three calls deep',
    'local function f(n) if n > 0 then f(n - 1) end error("deep") end return pcall(f, 3)',
    '2: deep',
  ],
  ['error with a level', 'local function f() error("up", 2) end local function g() f() end return pcall(g)', '2: up'],
  ['error with a table', 'local ok, e = pcall(function() error({ code = 7 }) end) return ok, e.code', '7'],
  ['error called by pcall itself', 'return pcall(error, "bare", 0)', 'bare'],
  [
    'error with a wrong level',
    'return pcall(error, "x", {})',
    "bad argument #2 to 'error' (number expected, got table)",
  ],
  ['error in a tail call', 'return pcall(function() return error("tail") end)', '2: tail'],
  ['error with open results', 'return pcall(function() return print(1, error("open")) end)', '2: open'],
  [
    'arithmetic on nil',
    'return pcall(function(a) return a + 1 end)',
    "2: attempt to perform arithmetic on a nil value (local 'a')",
  ],
  [
    'bits of nil',
    'return pcall(function(a) return 1 << a end)',
    "2: attempt to perform bitwise operation on a nil value (local 'a')",
  ],
  ['an index of nil', 'return pcall(function(a) return a.b end)', "2: attempt to index a nil value (local 'a')"],
  ['in a comparator', 'return pcall(table.sort, { 3, 1, 2 }, function() error("order") end)', '2: order'],
  ['in a replacement', 'return pcall(string.gsub, "abc", "%w", function() error("text") end)', '2: text'],
  [
    'in a metamethod',
    'local t = setmetatable({}, { __index = function() error("meta") end }) return pcall(function() return t.x end)',
    '2: meta',
  ],
  ['in a coroutine', 'return coroutine.resume(coroutine.create(function() error("thread") end))', '2: thread'],
  [
    'through a wrapped coroutine',
    'local f = coroutine.wrap(function() error("wrapped", 0) end) return pcall(function() f() end)',
    '2: wrapped',
  ],
  ['twice', 'return pcall(function() local _, e = pcall(error, "one", 0) error(e .. " two", 0) end)', 'one two'],
];

it.each(cases)('%s', (_, source, expected) => {
  const outcomes = (['interpreter', 'compiled'] as const).map((tier) => {
    const machine = createMachine({ tier, hotAfter: 0 });
    const again = machine.load(`local function run()\n${source}\nend run() return run()`, '=test');
    const [ok, error] = machine.call(again);
    return { ok, error: String(error), gas: machine.gasUsed };
  });
  expect(outcomes[0]).toEqual({
    ok: false,
    error: expect.stringContaining(expected) as string,
    gas: expect.any(Number) as number,
  });
  expect(outcomes[1]).toEqual(outcomes[0]);
});

it('an error that nobody catches reaches the host with its traceback', () => {
  const tracebacks = (['interpreter', 'compiled'] as const).map((tier) => {
    const machine = createMachine({ tier, hotAfter: 0 });
    const chunk = machine.load('local function f() error("lost") end\nlocal function g() f() end\ng()', '=test');
    try {
      machine.call(chunk);
    } catch (error) {
      expect(machine.call(machine.load('return 1', '=after'))).toEqual([1]);
      return error instanceof LuaError ? error.traceback : error;
    }
    return undefined;
  });
  expect(tracebacks[0]).toContain("[C]: in function 'error'\n\ttest:1: in upvalue 'f'");
  expect(tracebacks[1]).toBe(tracebacks[0]);
});

it('what a comparator calls back with is as it was after an error', () => {
  const source = `
local function less(a, b) if a == 5 and b == 5 then error('same') end return a < b end
local list = {}
for i = 1, 300 do list[i] = (i * 7919) % 301 end
local ok, problem = pcall(table.sort, { 5, 5, 5, 5 }, less)
local inner = {}
table.sort(list, function(a, b)
  inner[1], inner[2] = a, b
  table.sort(inner, less)
  return a ~= b and inner[1] == a
end)
return ok, problem, list[1], list[300], select(2, pcall(table.sort, { 1, 2, 3 }, function() return true end))`;
  const outcomes = (['interpreter', 'compiled'] as const).map((tier) => {
    const machine = createMachine({ tier });
    return [...machine.call(machine.load(source, '=test')), machine.gasUsed];
  });
  expect(outcomes[0]?.slice(0, 4)).toEqual([false, 'test:2: same', 1, 300]);
  expect(outcomes[1]).toEqual(outcomes[0]);
});
