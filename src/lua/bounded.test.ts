/**
 * Nothing that a message does takes the engine down: each case ends with a coded error through the engine port within
 * bounded time, the process stands at its last whole slot and the next message works.
 */
import { describe, expect, it } from 'vitest';
import type { AosErrorCode } from '../core/ports/engine.ts';
import { createLuaEngine } from './engine.ts';
import { EngineProcess } from './testing/engine-process.ts';

const SOURCE = `
Count = 0
Handlers.add('Run', 'Run', function(msg) Count = Count + 1 assert(load(msg.Data))() end)`;

/** Less than the default gas; the defaults have a test of their own below. */
const LIMITS = { gas: 20_000_000, memory: 64 * 1024 * 1024 };
/** Far beyond what any case takes, of the processor; without a bound it would not end at all. */
const BOUND_MS = 20_000;
/** A machine that is busy gives a test a part of its processor. */
const PATIENCE_MS = 180_000;

const usedMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Errors of the program keep what it changed (Count), the ends of gas and memory undo it. */
const cases: readonly [name: string, code: AosErrorCode, message: RegExp, source: string][] = [
  ['empty loop', 'gas-exhausted', /gas/, 'while true do end'],
  ['empty for loop', 'gas-exhausted', /gas/, 'for i = 1, math.huge do end'],
  ['goto loop', 'gas-exhausted', /gas/, '::again:: goto again'],
  ['tail calls', 'gas-exhausted', /gas/, 'local function f() return f() end f()'],
  ['loop around pcall', 'gas-exhausted', /gas/, 'while true do pcall(function() end) end'],
  ['loop around a failing pcall', 'gas-exhausted', /gas/, 'while true do pcall(error) end'],
  ['loop inside pcall', 'gas-exhausted', /gas/, 'while true do pcall(function() while true do end end) end'],
  [
    'error in the error handler',
    'lua-error',
    /error in error handling/,
    'local _, e = xpcall(error, function() error() end) error(e, 0)',
  ],
  [
    'error handler that recurses',
    'lua-error',
    /error in error handling|stack overflow/,
    'local function h(e) return h(e) .. error(e) end local _, e = xpcall(error, h) error(e, 0)',
  ],
  ['loop in the error handler', 'gas-exhausted', /gas/, 'xpcall(error, function() while true do end end)'],
  [
    'coroutine ping-pong',
    'gas-exhausted',
    /gas/,
    'local a = coroutine.wrap(function() while true do coroutine.yield() end end) while true do a() end',
  ],
  [
    'two coroutines that resume each other',
    'lua-error',
    /C stack overflow|cannot resume/,
    'local a, b a = coroutine.create(function() assert(coroutine.resume(b)) end) b = coroutine.create(function() assert(coroutine.resume(a)) end) assert(coroutine.resume(a))',
  ],
  [
    'coroutines in coroutines',
    'lua-error',
    /C stack overflow/,
    'local function f() return coroutine.wrap(f)() end f()',
  ],
  [
    'endless new coroutines',
    'gas-exhausted',
    /gas/,
    'while true do coroutine.wrap(function() coroutine.yield() end)() end',
  ],
  ['kept coroutines', 'out-of-memory', /memory/, 'local t = {} while true do t[#t + 1] = coroutine.create(print) end'],
  [
    'catastrophic pattern',
    'gas-exhausted',
    /gas/,
    "local s = ('a'):rep(40) s:match('(a*)*(a*)*(a*)*b') s:match(('a-'):rep(20) .. 'b') s:find(('.-'):rep(12) .. 'b')",
  ],
  ['pattern on a long subject', 'gas-exhausted', /gas/, "('a'):rep(1000000):match('.-.-.-b')"],
  ['string.rep beyond the memory', 'out-of-memory', /not enough memory/, "return ('x'):rep(1 << 28)"],
  ['string.rep to gigabytes', 'lua-error', /resulting string too large/, "return ('x'):rep(1 << 33)"],
  ['doubling a string', 'out-of-memory', /not enough memory/, "local s = 'x' while true do s = s .. s end"],
  [
    'table.concat to gigabytes',
    'gas-exhausted',
    /gas/,
    "local t, s = {}, ('x'):rep(1 << 20) for i = 1, 4096 do t[i] = s end return table.concat(t)",
  ],
  [
    'format to gigabytes',
    'out-of-memory',
    /not enough memory/,
    "local s = ('x'):rep(1 << 20) for i = 1, 12 do s = string.format('%s%s', s, s) end",
  ],
  [
    'gsub that grows',
    'gas-exhausted',
    /gas/,
    "local s = ('x'):rep(1 << 12) while true do s = s:gsub('x', 'xxxxxxxx') end",
  ],
  ['infinite table growth, array', 'out-of-memory', /memory/, 'local t = {} while true do t[#t + 1] = 1 end'],
  [
    'infinite table growth, keys',
    'out-of-memory',
    /memory/,
    'local i, t = 0, {} while true do i = i + 1 t["k" .. i] = i end',
  ],
  ['infinite table growth, nesting', 'out-of-memory', /memory/, 'local t = {} while true do t = { t } end'],
  ['growth of a global', 'out-of-memory', /memory/, 'Kept = {} while true do Kept[#Kept + 1] = {} end'],
  ['table.pack and unpack of too many', 'lua-error', /too many results/, 'return table.unpack({}, 1, 1e8)'],
  ['deep recursion', 'lua-error', /stack overflow/, 'local function f(n) return 1 + f(n + 1) end f(1)'],
  [
    'deep mutual recursion in metamethods',
    'lua-error',
    /C stack overflow/,
    'local t = setmetatable({}, {}) getmetatable(t).__add = function(a, b) return a + b end return t + 1',
  ],
  ['recursion through sort', 'lua-error', /C stack overflow/, 'local function f() table.sort({ 1, 2, 3 }, f) end f()'],
  ['recursion through gsub', 'lua-error', /C stack overflow/, "local function f() return (('x'):gsub('x', f)) end f()"],
  ['recursion through pcall', 'gas-exhausted', /gas/, 'local function f() pcall(f) pcall(f) return f() end f()'],
  [
    'deep nesting in source, parentheses',
    'lua-error',
    /C levels/,
    "assert(load('return ' .. ('('):rep(1e5) .. '1' .. (')'):rep(1e5)))",
  ],
  [
    'deep nesting in source, tables',
    'lua-error',
    /C levels/,
    "assert(load('return ' .. ('{'):rep(1e5) .. ('}'):rep(1e5)))",
  ],
  ['deep nesting in source, blocks', 'lua-error', /C levels/, "assert(load(('do '):rep(1e5) .. ('end '):rep(1e5)))"],
  [
    'deep nesting in source, functions',
    'lua-error',
    /C levels/,
    "assert(load(('return function() '):rep(1e4) .. ('end '):rep(1e4)))",
  ],
  [
    'long chain of operators',
    'lua-error',
    /C levels|registers|overflow/,
    "assert(load('return ' .. ('1 .. '):rep(1e5) .. '1'))",
  ],
  ['deep JSON', 'lua-error', /./, "require('json').decode(('['):rep(1e6))"],
  ['circular JSON', 'lua-error', /circular/, "local t = {} t.t = t require('json').encode(t)"],
  [
    '__index cycle of tables',
    'lua-error',
    /'__index' chain too long/,
    'local a, b = {}, {} setmetatable(a, { __index = b }) setmetatable(b, { __index = a }) return a.x',
  ],
  [
    '__index function cycle',
    'lua-error',
    /C stack overflow/,
    'local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x',
  ],
  [
    '__newindex cycle',
    'lua-error',
    /'__newindex' chain too long/,
    'local a, b = {}, {} setmetatable(a, { __newindex = b }) setmetatable(b, { __newindex = a }) a.x = 1',
  ],
  [
    '__concat recursion',
    'lua-error',
    /C stack overflow/,
    "local t = setmetatable({}, { __concat = function(a, b) return a .. b end }) return t .. 'x'",
  ],
  [
    '__tostring recursion',
    'lua-error',
    /C stack overflow/,
    'local t = setmetatable({}, {}) getmetatable(t).__tostring = tostring return tostring(t)',
  ],
  [
    '__call chain',
    'lua-error',
    /attempt to call/,
    'local t = {} for i = 1, 1e4 do t = setmetatable({}, { __call = t }) end t()',
  ],
  [
    'sort with a comparator that lies',
    'lua-error',
    /invalid order function/,
    'local t = {} for i = 1, 1000 do t[i] = i end table.sort(t, function() return true end)',
  ],
  ['endless iterator', 'gas-exhausted', /gas/, 'for k in function() return 1 end do end'],
  [
    'next over a table that grows',
    'gas-exhausted',
    /gas/,
    'local t = { 1 } while true do for k in pairs(t) do t[k] = nil t[k] = 1 end end',
  ],
  [
    'big integers',
    'gas-exhausted',
    /gas/,
    "local bint = require('.bint')(65536) local b = bint(3) while true do b = b * b + 1 end",
  ],
];

describe('a message without bounds', () => {
  it.each(cases)('%s: %s', { timeout: PATIENCE_MS }, async (_name, code, message, source) => {
    const one = new EngineProcess(createLuaEngine(LIMITS));
    expect((await one.spawn(SOURCE)).error).toBeUndefined();
    const start = process.cpuUsage();
    const { error, messages } = await one.run({ action: 'Run', data: source });
    expect(usedMs(start)).toBeLessThan(BOUND_MS);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(messages).toEqual([]);
    expect(await one.engine.position(one.id)).toBe(1);
    expect(await one.eval('return Count')).toBe(code === 'lua-error' ? '1' : '0');
    expect((await one.run({ action: 'Run', data: 'Count = 41 + 1' })).error).toBeUndefined();
    expect(await one.eval('return Count')).toBe('42');
  });

  it('ends as a spawn too, and the process takes messages', async () => {
    const one = new EngineProcess(createLuaEngine(LIMITS));
    expect((await one.spawn('Count = 1 while true do end')).error).toMatchObject({ code: 'gas-exhausted' });
    expect(await one.engine.position(one.id)).toBe(0);
    expect((await one.run({ data: 'hello' })).error).toBeUndefined();
  });
});

/** The last ones only with LONG=1 (npm run test:long): each takes seconds by its nature. */
const loops: readonly [name: string, source: string][] = [
  ['an empty loop', 'while true do end'],
  ['a loop around pcall', 'local function f() end while true do pcall(f) end'],
  ['a loop that makes strings', "local i = 0 while true do i = i + 1 local s = 'x' .. i end"],
  ['a loop around a failing pcall', 'while true do pcall(error) end'],
  ['a loop that makes metatables', 'while true do setmetatable({}, {}) end'],
  ['a loop that shows addresses', 'while true do tostring({}) end'],
  ['a loop that makes tables', 'while true do local t = { 1 } end'],
];

describe('the default gas', () => {
  it.each(loops.slice(0, process.env['LONG'] ? loops.length : 2))(
    'ends %s',
    { timeout: PATIENCE_MS },
    async (name, source) => {
      const one = new EngineProcess(createLuaEngine());
      await one.spawn(SOURCE);
      const start = process.cpuUsage();
      const { error } = await one.run({ action: 'Run', data: source });
      const seconds = usedMs(start) / 1000;
      console.log(`default gas: ${name} ended after ${seconds.toFixed(2)} s`);
      expect(error).toMatchObject({ code: 'gas-exhausted' });
      expect(seconds).toBeLessThan(BOUND_MS / 1000);
    },
  );
});
