/** Loops that are compiled by themselves, and those in functions that are compiled as a whole, against the interpreter. */
import { expect, it } from 'vitest';
import { createMachine, type MachineOptions } from '../machine.ts';
import type { LuaClosure } from '../interpreter/closure.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  'keeps over a suspension what the round before has written': `
    local function go(traverse)
      local list, log, sum = {}, {}, 0
      for i = 1, 300 do list[i] = i end
      local co = coroutine.wrap(function()
        local total, count = 0, 0
        for i, value in traverse(list) do
          if i % 100 == 7 then coroutine.yield(total) end
          total = total + value
          count = count + 1
        end
        return total, count
      end)
      for i = 1, 3 do log[#log + 1] = co() end
      log[#log + 1] = table.concat({ co() }, ' ')
      return table.concat(log, ' ')
    end
    return go(ipairs) .. ' ' .. go(pairs) .. ' ' .. go(function(t) return next, t end)`,
  'is left by goto, break and return': `
    local log = {}
    for i = 1, 60 do
      for j = 1, 60 do
        if i * j == 1200 then log[#log + 1] = i .. ',' .. j goto out end
        if j > i then break end
        log[1] = (log[1] or 0) + j
      end
    end
    ::out::
    local function first(list, wanted)
      for i, value in ipairs(list) do
        local k = 0
        while true do
          k = k + 1
          if k > 20 then break end
          if value == wanted and k == 7 then return i, k end
        end
      end
      return nil
    end
    local list = {}
    for i = 1, 200 do list[i] = i * 3 end
    for _, wanted in ipairs{ 3, 300, 600, 601 } do
      local i, k = first(list, wanted)
      log[#log + 1] = tostring(i) .. ':' .. tostring(k)
    end
    do
      local n = 0
      repeat
        n = n + 1
        if n % 3 == 0 then goto continue end
        log[2] = (log[2] or '') .. (n % 10)
        ::continue::
      until n >= 300
    end
    return table.concat(log, ' ')`,
  'begins where another loop begins': `
    local n, log = 0, 0
    for i = 1, 100 do
      while n < i * 5 do n = n + 1 if n % 50 == 0 then goto next end end
      log = log + n
      ::next::
    end
    for i = 1, 100 do
      repeat n = n - 1 until n % 7 == 0
      for j = i, i + 3 do n = n + j end
    end
    return n, log`,
  'shares its variables with closures': `
    local fs, total = {}, 0
    for i = 1, 200 do
      local square = i * i
      fs[i] = function(by) square = square + by total = total + 1 return square + i end
      if i % 50 == 0 then fs[i](1) end
    end
    local sum = 0
    for i = 1, 200 do sum = sum + fs[i](i) end
    while true do
      local kept = total
      fs[1] = function() kept = kept + 1 return kept end
      total = total + 1
      if total > 600 then break end
    end
    return sum, total, fs[1](), fs[1]()`,
  'is made for numbers and meets others': `
    local function sum(list, zero, first, last, step)
      local s = zero
      for i = first, last, step do s = s + list[1 + i % 3] end
      return s
    end
    local Number = {}
    Number.__index = Number
    Number.__add = function(a, b) return setmetatable({ n = (a.n or 0) + (type(b) == 'table' and b.n or b) }, Number) end
    local log = {}
    for _, zero in ipairs{ 0, 1, 0.5, 2^53, 1 << 40, 0, math.maxinteger - 100, setmetatable({ n = 5 }, Number), 3 } do
      local s = sum({ 1, 2, 3 }, zero, 1, 300, 1)
      log[#log + 1] = tostring(type(s) == 'table' and s.n or s)
    end
    log[#log + 1] = sum({ 1, 2, 3 }, 0, 300.0, 1, -1)
    log[#log + 1] = sum({ 1.5, 2, 3 }, 0, 1, 300, 2)
    log[#log + 1] = tostring(pcall(sum, { 1, 2 }, 0, 1, 300, 1))
    log[#log + 1] = select(2, pcall(sum, { 1, 2 }, 0, 1, 300, 1))
    log[#log + 1] = select(2, pcall(sum, { 1, 2, 3 }, 0, 1, {}, 1))
    log[#log + 1] = select(2, pcall(sum, { 1, 2, 3 }, nil, 1, 300, 1))
    return table.concat(log, ' ')`,
  'is made for small integers and meets large ones': `
    local function flip(...) local s = ... for i = 1, 3000 do s = s ~ i end return s end
    return flip(1), flip(math.maxinteger), flip(7), flip(2^53 | 0), flip(1 << 62)`,
  'lies before jumps that are never taken': `
    local x, y, z = 0, 0, 0
    ::T:: x = x + 1
    ::s:: y = y + 1
    if x < 2 then goto T end
    if y < 3 then goto s end
    if x < 4 then goto T end
    for i = 1, 3000 do z = z + i end
    do return x, y, z end
    goto s`,
  'is the first that a function does': `
    local n, log = 0, {}
    local function down(...) while n > 0 do n = n - 1 if n % 500 == 0 then log[#log + 1] = n end end return n end
    for _, from in ipairs{ 2000, 100.5, 3000 } do
      n = from
      log[#log + 1] = down()
    end
    return table.concat(log, ' ')`,
  'suspends in the lookup of a method': `
    local Class = { __index = { get = function(self) return self.id end } }
    local waiting = { __index = function(_, key) coroutine.yield(key) return function(self) return self.id end end }
    local function sum(objects)
      local s = 0
      for _, object in ipairs(objects) do s = s + object:get() end
      return s
    end
    local objects = {}
    for i = 1, 300 do objects[i] = setmetatable({ id = i }, Class) end
    local log = { sum(objects) }
    objects[150], objects[300] = setmetatable({ id = 1000 }, waiting), setmetatable({ id = 2000 }, waiting)
    local co = coroutine.wrap(function() return sum(objects) end)
    for i = 1, 3 do log[#log + 1] = tostring(co()) end
    return table.concat(log, ' ')`,
  'counts in floats and at the ends of the integers': `
    local log = {}
    local function count(from, to, step)
      local n, last = 0
      for i = from, to, step do n = n + 1 last = i if n > 400 then break end end
      log[#log + 1] = n .. '/' .. tostring(last)
    end
    count(0, 1, 0.004) count(1, 0, -0.004) count(math.maxinteger - 300, math.maxinteger, 1)
    count(math.mininteger + 300, math.mininteger, -1) count(1, math.huge, 1) count(2^53, 2^53 + 600, 1)
    count(1, 300, 1) count(300, 1, -1) count(1, 0, 1) count(1.5, 300, 1)
    return table.concat(log, ' ')`,
  'traverses tables of different shapes with one loop': `
    local function keys(t)
      local log = {}
      for key, value in pairs(t) do
        log[#log + 1] = tostring(key) .. '=' .. (type(value) == 'table' and '{' .. keys(value) .. '}' or tostring(value))
        if value == 2 then t[key] = nil end
      end
      return table.concat(log, ',')
    end
    local result
    for round = 1, 60 do
      local a = { a = 1, b = 2, c = { x = 'y', y = 'x', d = { 'a', 'b', a = 'b', b = 'a' } } }
      local b = { 1, 2, 3, a = 'b', b = 'a', nested = { 'a', a = 'a' } }
      local c = { 'x', [1.5] = 2, [2^53] = 1, [true] = 'true' }
      result = keys(a) .. ' ' .. keys(b) .. ' ' .. keys(c) .. ' ' .. keys(a)
    end
    return result`,
  'asks metamethods and any iterator': `
    local log = {}
    local proxy = setmetatable({}, { __index = function(_, i) if i <= 150 then return i * 2 end end })
    local paired = setmetatable({}, { __pairs = function() return function(_, i) if i < 150 then return i + 1, 'v' .. i end end, 0, 0 end })
    local function three(n, i) if i < n then return i + 1, i * 2, i * 3 end end
    for round = 1, 3 do
      local s = 0
      for i, v in ipairs(proxy) do s = s + v end
      for k, v in pairs(paired) do s = s + k + #v end
      for a, b, c in three, 150, 0 do s = s + a + b + c end
      for word in string.gmatch(string.rep('ab ', 100), '%a+') do s = s + #word end
      log[#log + 1] = s
    end
    local function none(f, ...) local list = table.pack(pcall(f, ...)) return tostring(list[2]) end
    for round = 1, 100 do
      log[4] = none(function(x) for _ in ipairs(x) do end end)
      log[5] = none(function(x) for _ in pairs(x) do end end)
      log[6] = none(function(x) for i in ipairs(x) do end end, 5)
      log[7] = none(function() for _ in 5 do end end)
      log[8] = none(function(ipairs) for _ in ipairs({}) do end end, function() return nil end)
    end
    return table.concat(log, ' | ')`,
  'appends, inserts and clears': `
    local list, map, log = {}, {}, {}
    for i = 1, 300 do
      list[#list + 1] = i
      map['k' .. i % 50] = (map['k' .. i % 50] or 0) + i
      map[i % 5 == 0 and i or -i] = i
      if i % 3 == 0 then list[#list] = nil end
      if i % 7 == 0 then map['k' .. i % 50] = nil end
    end
    local counted = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end })
    for i = 1, 100 do counted[i] = i counted['x' .. i % 10] = i end
    local n = 0
    for k in pairs(map) do n = n + 1 end
    log[1] = select(2, pcall(function() for i = 1, 200 do local t = i < 190 and {} or nil t[i] = 1 end end))
    log[2] = select(2, pcall(function() for i = 1, 200 do local t = {} t[i < 190 and i or nil] = 1 end end))
    log[3] = select(2, pcall(function() for i = 1, 200 do local t = {} t[i < 190 and i or 0/0] = 1 end end))
    return #list, n, counted[50], counted.x3, table.concat(log, ' ')`,
};

// From the highest on: functions are known in all machines, and the lowest compiles them as a whole.
const OPTIONS: readonly MachineOptions[] = [2000, 200, 30, 1, 0].map((hotAfter) => ({ hotAfter }));

const trace = (source: string, options: MachineOptions): unknown[] => {
  const machine = createMachine(options);
  const chunk = machine.load(source, '=test');
  return [1, 2, 3].map(() => [machine.call(chunk).map(String), machine.gasUsed]);
};

it.each(Object.entries(PROGRAMS))('a loop %s', (_, source) => {
  const expected = trace(source, { tier: 'interpreter' });
  for (const options of OPTIONS) expect(trace(source, options)).toEqual(expected);
});

it('has code of its own in a function that is called seldom, and none in one that is called often', () => {
  const machine = createMachine({ hotAfter: 2000 });
  const source = 'return function(n) local s = 0 for i = 1, n do s = s + i end return s end';
  const [seldom] = machine.call(machine.load(source, '=test')) as [LuaClosure];
  machine.call(seldom, [2000]);
  expect([...(seldom.proto.loops?.keys() ?? [])]).toHaveLength(1);
  expect(seldom.proto.compiled).toBeUndefined();
  const [often] = machine.call(machine.load(source.replace('s + i', 's - i'), '=test')) as [LuaClosure];
  for (let i = 0; i < 200; i++) machine.call(often, [3]);
  expect(often.proto.compiled).toBeInstanceOf(Function);
});

it('gives up code for numbers after other values, once for wide ones and once for all', () => {
  const machine = createMachine({ hotAfter: 20_000 });
  const source = 'return function(...) local s = ... for i = 1, 2000 do s = s * 1 end return s end';
  const [f] = machine.call(machine.load(source, '=test')) as [LuaClosure];
  const codes = new Set<unknown>();
  const run = (value: unknown): void => {
    for (let i = 0; i < 3; i++) expect(machine.call(f, [value as number])).toEqual([value]);
    for (const code of f.proto.loops?.values() ?? []) codes.add(code);
  };
  run(5);
  expect(codes.size).toBe(1);
  run(2 ** 40);
  expect(codes.size).toBe(2);
  run(2n ** 60n);
  expect(codes.size).toBe(3);
  for (const value of [7, 2 ** 41, 2n ** 61n]) run(value);
  expect(codes.size).toBe(3);
});
