/** The libraries inside the machine: small programs with the same output as PUC Lua 5.3.6, and our own modules. */
import { describe, expect, it } from 'vitest';
import { runOurs } from '../differential/ours.ts';
import { runPuc } from '../differential/puc.ts';
import { createMachine, type Machine } from '../machine.ts';
import { createBint } from './bint.ts';
import { createJson } from './json.ts';

const PRELUDE = 'local function e(...) print(select(2, pcall(...))) end\n';

const run = (machine: Machine, source: string) => machine.call(machine.load(source, '=program'))[0];

const programs: Record<string, string> = {
  'table functions and metamethods': `
    local log = {}
    local t = setmetatable({}, {__index = function(_, k) log[#log + 1] = 'r' .. k; return k end, __len = function() return 3 end,
      __newindex = function(_, k, v) log[#log + 1] = 'w' .. k .. '=' .. tostring(v) end})
    print(table.concat(t, ','), table.unpack(t))
    table.insert(t, 9) table.insert(t, 2, 8) print(table.remove(t, 1)) table.move(t, 1, 2, 5)
    print(table.concat(log, ' '))
    local u = table.move({1, 2, 3}, 2, 3, 1) print(u[1], u[2], u[3])
    e(table.insert, {1, 2}, 5, 1) e(table.insert, {}, 1, 2, 3) e(table.unpack) e(table.sort, {3, 'x', 1})
    e(table.sort, {1, 2, 3}, function() error('stop') end) e(table.remove, {}, 3) e(table.insert, nil, 1)`,
  'sort with comparators, records and strings': `
    local r = {} for i = 1, 150 do r[i] = {k = (i * 37) % 20, i = i} end
    table.sort(r, function(a, b) return a.k < b.k end)
    for i = 1, #r do r[i] = r[i].k .. ':' .. r[i].i end print(table.concat(r, ' '))
    local w = {} for x in ('the quick brown fox jumps over the lazy dog'):gmatch('%a+') do w[#w + 1] = x end
    table.sort(w) print(table.concat(w, ' '))`,
  'iterators in coroutines': `
    local co = coroutine.wrap(function() for k, v in ('a=1, b=2, c=3'):gmatch('(%w+)=(%w+)') do coroutine.yield(k .. v) end end)
    print(co(), co(), co())
    for p, c in utf8.codes('a\\u{e4}\\u{20ac}') do print(p, c) end
    e(function() ('x'):gsub('x', function() coroutine.yield() end) end)`,
  'messages name the function and the method': `
    e(string.rep) e(('x').rep, 'x', {}) e(function() ('x'):rep({}) end) e(function() string.char(-1) end) e(function() ('x'):bad() end)
    e(function() return #5 end) e(string.format, '%d', 1.5) e(function() string.format('%d', '1.5') end) e(math.floor, {})
    e(function() return ('x'):format() + 1 end) e(setmetatable, 1, 2) e(string.gsub, 'x', 'x', '%2') e(utf8.char, -1) e(os.time, {})`,
  'gsub in all its forms': `
    print(('hello world'):gsub('o', {o = '0'})) print(('abc'):gsub('%w', '%0%0')) print(('abc'):gsub('', '-'))
    print(('$name is $age'):gsub('%$(%w+)', function(w) return ({name = 'Lua', age = 30})[w] end))
    print(('  trim  '):match('^%s*(.-)%s*$') .. '|') print(('k = v'):find('(%w+)%s*=%s*(%w+)')) print(('f(a(b)c)'):match('%b()'))
    print(('THE (quick) fox'):find('%((%a+)%)')) print(('x'):rep(3, '-')) print(('a.b.c'):find('.', 1, true)) print(('abc'):byte(1, -1))`,
};

describe('programs', () => {
  it.each(Object.entries(programs))('%s', (_name, body) => {
    const source = PRELUDE + body;
    expect(runOurs(source)).toBe(runPuc(source));
  });

  it('catastrophic work ends by gas, not by waiting', () => {
    const machine = createMachine({ gas: 200_000 });
    for (const source of [
      "return pcall(string.find, ('a'):rep(5000), ('.-'):rep(20) .. 'b')",
      'local t = {} for i = 1, 1e5 do t[i] = i end return pcall(table.sort, t, function(a, b) return a < b end)',
      "return pcall(string.rep, 'x', 1 << 28)",
      "return pcall(table.concat, setmetatable({}, {__len = function() return 1 << 40 end, __index = function() return 'x' end}))",
    ]) {
      expect(() => run(machine, source), source).toThrow('gas exhausted');
    }
  });
});

describe('modules', () => {
  it('bint works through operators', () => {
    const machine = createMachine();
    machine.globals.setString('require', createBint(machine.runtime));
    const text = run(
      machine,
      `local bint = require(256)
      local a, b = bint('1000000000000000000000'), bint(7)
      local t = {a + b, a - 1, 2 * b, a // b, a % b, a / 4, b ^ 2, -a, a == bint('1000000000000000000000'), a < 5, b <= 7, 3 > b,
        b << 2, b >> 1, b & 3, b | 8, b ~ 1, ~b, bint.__add('1', 2), a:tonumber(), b:tointeger(), bint.ult(b, -1), bint.iszero(0)}
      for i = 1, #t do t[i] = tostring(t[i]) end
      t[#t + 1] = tostring(pcall(bint, 21000000 * 10.0^12)) t[#t + 1] = tostring(pcall(function() return a .. '' end))
      return table.concat(t, ' ')`,
    );
    expect(text).toBe(
      '1000000000000000000007 999999999999999999999 14 142857142857142857142 6 2.5e+20 49.0 -1000000000000000000000 true ' +
        'false true false 28 3 3 15 6 -8 3 1e+21 7 true true false false',
    );
  });
  it('json round trip, positions in errors', () => {
    const machine = createMachine();
    machine.globals.setString('json', createJson(machine.runtime));
    expect(
      run(
        machine,
        `local t = json.decode('{"a":[1,2.5,"x"],"b":{"c":9007199254740993}}') t.d = {} return json.encode(t)`,
      ),
    ).toBe('{"a":[1,2.5,"x"],"b":{"c":9007199254740993},"d":[]}');
    expect(run(machine, `return select(2, pcall(function() return json.encode({1, x = 2}) end))`)).toMatch(
      /invalid table: mixed or invalid key types/,
    );
  });
});
