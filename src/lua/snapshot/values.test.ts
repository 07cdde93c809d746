/**
 * Every kind of value survives: the same code does the same, at the same gas, on a heap and on its restored copy, and
 * leaves the same heap behind.
 */
import { describe, expect, it } from 'vitest';
import { CopiedProcess } from './testing.ts';

/** What is said before the snapshot, what after it, and what that gives. */
type Case = readonly [name: string, before: string, after: string, expected: string];

const VALUES: readonly Case[] = [
  [
    'nil, booleans, texts of all bytes',
    `v = { [true] = false, s = ('\\0\\127\\128\\255x'):rep(3), e = '', [''] = 1 }`,
    `return tostring(v[true]) .. #v.s .. v.s:byte(4) .. #v.e .. v['']`,
    'false15255' + '01',
  ],
  [
    'integers and floats, with their kind',
    `v = { 0, -1, 2^53 | 0, math.maxinteger, math.mininteger, 9007199254740993, 2.0, -0.0, 0.5, 1/0, -1/0, 1e300, 0/0, 5e-324 }`,
    `local out = {} for i, n in ipairs(v) do out[i] = math.type(n) .. ' ' .. string.format('%q', n) end
     return table.concat(out, '; ') .. tostring(1 / v[8])`,
    '',
  ],
  ['keys of all kinds', KEYS(), `return Keys()`, ''],
  [
    'holes, and places of keys that were removed',
    `v = { 1, 2, nil, 4, a = 1, b = 2, c = 3 } v.b = nil v[4] = nil w = {} for i = 1, 100 do w[i] = i end for i = 1, 70 do w[i] = nil end`,
    `v.b = 5 v.d = 6 w[101] = 1 local out = {} for k, x in pairs(v) do out[#out + 1] = tostring(k) .. '=' .. tostring(x) end
     for k in pairs(w) do out[#out + 1] = k end return table.concat(out, ' ') .. #v .. #w`,
    '',
  ],
  [
    'cycles and shared tables',
    `a = { name = 'a' } b = { a = a, self = {} } b.self.b = b a.b = b a[a] = b`,
    `return tostring(a.b.a == a and b.self.b == b and a[a] == b and a.b.self.b.a.name)`,
    'a',
  ],
  [
    'metatables, of themselves and of texts',
    `M = { __index = function(t, k) return k .. '!' end, __add = function(x, y) return 'sum' end, __call = function(_, n) return n * 2 end }
     setmetatable(M, M) t = setmetatable({}, M) function string.shout(s) return s:upper() end
     weak = setmetatable({}, { __mode = 'k', __gc = 1, __metatable = 'locked' })`,
    `return t.x .. (t + 1) .. t(21) .. ('hi'):shout() .. M.deep .. getmetatable(weak) .. tostring(getmetatable(t) == M)`,
    '',
  ],
  [
    'closures that share variables',
    `do local n, m = 0, 10 function inc() n = n + 1 return n end function get() return n, m end function both() n, m = m, n return inc end end inc()`,
    `inc() both() local n, m = get() return n .. ' ' .. m .. ' ' .. tostring(both() == inc)`,
    '10 2 true',
  ],
  [
    'functions in functions, with constants and varargs',
    `f = load('local a, b = ... return function(...) local n = select("#", ...) return function(x) return a + b + n + x + 0x7fffffffffffffff end end')(1, 2.5)(nil, nil)
     g = load('return x', 'named', 't', { x = 'env' })`,
    `return tostring(f(1)) .. g() .. select(2, pcall(load('error("here")', '=mine'))) .. debug.getinfo(g, 'S').source`,
    '',
  ],
  [
    'natives, the same object each',
    `n = { string.format, pcall, coroutine.yield, next, ipairs({}), require('json').encode, math.random, Handlers.add }
     old = require('json') package.loaded.json = nil new = require('json')`,
    `return tostring(n[1] == string.format and n[2] == pcall and n[3] == coroutine.yield and n[4] == next and n[5] == ipairs({})
       and n[6] == old.encode and old.encode ~= new.encode and new.encode == require('json').encode and n[7] == math.random) .. n[1]('%d', 7) .. new.encode({1})`,
    'true7[1]',
  ],
  [
    'iterators with state',
    `next_word = ('one two three'):gmatch('%a+') next_word() codes, text, at = utf8.codes('aé') walk, list, key = pairs({ x = 1, y = 2 }) key = walk(list, key)`,
    `return next_word() .. ' ' .. next_word() .. ' ' .. tostring(next_word()) .. codes(text, at) .. tostring((walk(list, key)))`,
    'two three nil1y',
  ],
  [
    'the sequence of math.random',
    `for i = 1, 700 do last = math.random(1, 1000000) end`,
    `return math.random(1, 1000000) .. ' ' .. math.random() .. ' ' .. math.random(7)`,
    '',
  ],
  [
    'big integers',
    `bint = require('.bint')(256) big = bint.fromstring('123456789012345678901234567890') small = bint(7) other = require('.bint')(512) bint.bits = 8`,
    `return tostring(big * small) .. tostring(bint.ispos(big) and require('.bint')(256) == bint and getmetatable(big) == bint) .. tostring(big // 10 ^ 2 > 1) .. tostring(other.maxinteger())`,
    '',
  ],
  [
    'suspended coroutines, in loops, protected calls and metamethods',
    `co = coroutine.wrap(function(a, ...)
       local extra = select('#', ...)
       for i = 1, 3 do a = a + coroutine.yield(i, a) end
       for k, v in pairs({ x = 1, y = 2 }) do a = a + v + coroutine.yield(k) end
       for i = 3.5, 1, -1.25 do coroutine.yield(i) end
       local ok, problem = pcall(function() coroutine.yield('in pcall') error('deep') end)
       local _, handled = xpcall(function() coroutine.yield('in xpcall') error({ 1 }) end, function(e) return type(e) end)
       local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __lt = function() return coroutine.yield('lt') end, __concat = function(x, y) return coroutine.yield('cat') end })
       local got = t.asked
       if t < {} then got = got .. 'less' end
       local joined = 'l' .. t .. 'r'
       return a, extra, problem, handled, got, joined
     end)
     co(100, nil, nil) step = 1`,
    `local out = {} for i = 1, 14 do local r = table.pack(pcall(co, i)) for j = 1, r.n do out[#out + 1] = tostring(r[j]) end end return table.concat(out, ' ')`,
    '',
  ],
  [
    'variables of coroutines that closures share',
    `co = coroutine.create(function() local n = 1 function peek() return n end function poke(v) n = v end while true do n = n + coroutine.yield(n) end end)
     coroutine.resume(co) gone = nil
     do local lost = coroutine.create(function() local n = 40 function orphan() n = n + 1 return n end coroutine.yield() end) coroutine.resume(lost) end`,
    `poke(10) local _, n = coroutine.resume(co, 5) return peek() .. ' ' .. n .. ' ' .. orphan() .. orphan()`,
    '15 15 4142',
  ],
  [
    'coroutines that are new, dead, or the main one',
    `new = coroutine.create(function(...) return 'ran', ... end) dead = coroutine.create(function() local function fails() error('x') end fails() end) coroutine.resume(dead)
     done = coroutine.wrap(function() return 1 end) done() function main() return coroutine.running() end here = coroutine.running()`,
    `return table.concat({ select(2, coroutine.resume(new, 1)) }, ',') .. coroutine.status(dead) .. debug.traceback(dead) .. tostring(pcall(done)) .. coroutine.status(here)`,
    '',
  ],
  [
    'coroutines inside of coroutines',
    `outer = coroutine.wrap(function() local inner = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i) end end)
       while true do coroutine.yield(inner()) end end) outer() outer()`,
    `return outer() .. outer()`,
    '34',
  ],
  [
    'a handler that waits',
    `Handlers.add('ask', 'Ask', function(msg) local total = 0 for i = 1, 3 do local answer = Receive({ Action = 'Answer' }) total = total + tonumber(answer.Data) end sum = total end)`,
    `return #Handlers.coroutines .. tostring(sum)`,
    '0nil',
  ],
  [
    'addresses, and the order in which they are given',
    `a, b = {}, {} first = tostring(b) tostring(ipairs({})) tostring(print) lost = tostring({})`,
    `return first .. tostring(b) .. tostring(a) .. tostring({}) .. tostring(print) .. tostring((ipairs({}))) .. lost`,
    '',
  ],
  [
    'what libraries were before a program replaced them',
    `local s = string string = nil math.floor = nil tostring(print) function print() end _G.utf8.len = nil saved = s`,
    `return select(2, pcall(function() return ('x'):bad() end)) .. select(2, pcall(saved.rep)) .. saved.format('%s', math.floor) .. select(2, pcall(saved.char, -1))`,
    '',
  ],
  [
    'the account of memory',
    `junk = {} for i = 1, 1000 do junk[i] = { tostring(i) } end junk = nil deep = coroutine.wrap(function() local function f(n) if n == 0 then coroutine.yield() return 0 end return 1 + f(n - 1) end return f(500) end) deep()`,
    `local a = collectgarbage('count') collectgarbage() return a .. ' ' .. collectgarbage('count') .. ' ' .. deep()`,
    '',
  ],
];

/** Tables, closures, floats beyond the integers and 64-bit integers as keys. */
function KEYS(): string {
  return `local t, f, co = {}, function() end, coroutine.create(print)
    kept = { [t] = 't', [f] = 'f', [co] = 'co', [2^70] = 'far', [-2^70] = 'near', [math.maxinteger] = 'max', [1.5] = 'half', [-3] = 'neg', [0] = 'zero', [true] = 'yes', [print] = 'print', [1/0] = 'inf' }
    function Keys() local order = {} for k, v in pairs(kept) do order[#order + 1] = v .. type(k) .. (math.type(k) or '') end
      return table.concat(order, ' ') .. kept[t] .. kept[f] .. kept[co] .. kept[2^70] .. kept[9223372036854775807] end`;
}

describe('a restored heap', () => {
  it.each(VALUES)('keeps %s', { timeout: 30_000 }, (_, before, after, expected) => {
    const original = new CopiedProcess();
    const said = original.eval(before);
    const copy = original.copy();
    expect(copy.holds(original)).toBe(true);
    const order = { action: 'Eval', data: after, from: 'OWNER'.padEnd(43, '_') };
    const [there, here] = [original.run(order), copy.run(order)];
    expect(there.result.error?.message).toBeUndefined();
    expect(here).toEqual(there);
    expect(copy.holds(original)).toBe(true);
    if (expected !== '') expect([said, there.result.output.data]).toEqual([said, expect.stringContaining(expected)]);
  });
});
