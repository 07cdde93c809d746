/** The compiled tier against the interpreter: what programs print, their errors and tracebacks, and the gas they use. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GasError, LuaError } from '../errors.ts';
import { createMachine, type MachineOptions } from '../machine.ts';
import { again, casesOf } from './cases.ts';
import { SEED } from '../../../e2e/support/seed.ts';
import { runOurs } from './ours.ts';
import { program } from './programs.ts';
import { runPuc } from './puc.ts';

const COMPILED: MachineOptions = { tier: 'compiled', hotAfter: 0 };
const INTERPRETED: MachineOptions = { tier: 'interpreter' };
const corpus = join(import.meta.dirname, 'corpus');
const benches = join(import.meta.dirname, '../../../e2e/bench/lua/programs');
/** Too long for a test with all limits of gas. */
const LONG = new Set(['json.lua', 'loop.lua']);

/** All that a program shows: its lines, its end, and the gas of both runs of it in one machine. */
function trace(source: string, name: string, options: MachineOptions): string {
  const lines: string[] = [];
  const machine = createMachine({ gas: 20_000_000, ...options, print: (line) => lines.push(line) });
  for (let run = 0; run < 2; run++) {
    try {
      lines.push(String(machine.call(machine.load(source, name))[0]));
    } catch (error) {
      if (!(error instanceof LuaError || error instanceof GasError)) throw error;
      lines.push(error.message, error instanceof LuaError ? String(error.traceback) : '');
    }
    lines.push(`gas ${machine.gasUsed}`);
  }
  return lines.join('\n');
}

describe('compiled programs print what they print in PUC Lua', () => {
  for (const file of readdirSync(corpus).filter((name) => name.endsWith('.lua'))) {
    it(file, { timeout: 60_000 }, () => {
      const source = readFileSync(join(corpus, file), 'latin1');
      expect(runOurs(source, `@${file}`, COMPILED)).toBe(runPuc(source, `@${file}`));
    });
  }
});

describe('compiled programs do what the interpreter does, for the same gas', () => {
  for (const folder of [corpus, benches]) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.lua') && !LONG.has(name))) {
      it(file, { timeout: 60_000 }, () => {
        const source = readFileSync(join(folder, file), 'latin1');
        const expected = trace(source, `@${file}`, INTERPRETED);
        expect(trace(source, `@${file}`, COMPILED)).toBe(expected);
        // Entered on the way: the corpus has every way there is, the benches take long.
        if (folder === corpus || process.env['LONG'])
          expect(trace(source, `@${file}`, { tier: 'compiled', hotAfter: 100 })).toBe(expected);
      });
    }
  }

  const CASES = casesOf('tiers');

  it(
    'random programs',
    () => {
      fc.assert(
        fc.property(program, (source) => {
          expect(trace(source, '=test', COMPILED), again(SEED)).toBe(trace(source, '=test', INTERPRETED));
        }),
        { numRuns: CASES, seed: SEED, interruptAfterTimeLimit: 20_000 + 40 * CASES },
      );
    },
    60_000 + 60 * CASES,
  );
});

/** Programs about what the tiers hand to each other. */
const programs: Readonly<Record<string, string>> = {
  'a function that caught an error gives as many values as are wanted': `
    local function start() local ok = xpcall(error, function(e) return e end, 'x') return ok, 'problem' end
    for i = 1, 3 do local a, b, c = start() print(a, b, c) print((start())) end`,
  'a loop that always ends by break has its iterator yield': `
    local function body() for v in function() return coroutine.yield('in') end do print(v) break end return 'end' end
    local co = coroutine.wrap(body) print(co()) print(co(7))`,
  'recursion deeper than JavaScript goes': `
    local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
    print(sum(20), sum(5000), sum(150000), pcall(sum, 1e9))`,
  'mutual tail calls without end of the stack': `
    local odd local function even(n) if n == 0 then return 'even', n end return odd(n - 1) end
    function odd(n) if n == 0 then return 'odd' end return even(n - 1) end
    print(even(100001), even(100000)) print(pcall(even, 10001)) table.sort({ 3, 2, 1 }, function(a, b) return rawequal(even(5), a) or a < b end)`,
  'tail calls in tracebacks': `
    local function fail() error('deep') end
    local function middle() return fail() end
    local function outer() middle() end
    for i = 1, 3 do print(xpcall(outer, debug.traceback)) end`,
  'yields under pcall, metamethods and iterators': `
    local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __lt = function() return coroutine.yield('lt') end })
    local function work() local ok, v = pcall(function() return t.x, t < t, 1 end) for i in function() return coroutine.yield('it') end do return ok, v, i end end
    for round = 1, 20 do local co = coroutine.wrap(work) print(co(), co(round), co(false), co(5)) end`,
  'an error in the middle of a block': `
    for i = 1, 40 do local t = { x = 1 } if i % 10 == 0 then t = nil end print(pcall(function() local y = 1 + i y = y * 2 return t.x + y end)) end`,
  'numbers that leave the small integers': `
    local s, p, f = 2147483600, 1, 0.5
    for i = 1, 30 do s = s + i p = p * 3 f = f + i / 4 print(s, p, f, s % 7, s // 3, p & 255, -s, i << 3) end
    for i = math.maxinteger - 2, math.maxinteger do print(i) if i == math.maxinteger then break end end for x = 1, 2, 0.25 do print(x) end for i = 3, 1 do print(i) end`,
  'goto into and out of loops': `
    for i = 1, 5 do for j = 1, 5 do if j == 3 then goto continue end if i == 4 then goto done end print(i, j) ::continue:: end end ::done::
    local n = 0 ::again:: n = n + 1 if n < 10 then goto again end print(n)
    repeat local x = n n = n - 1 if x % 2 == 0 then goto skip end print(x) ::skip:: until n == 0`,
  'variables that closures share': `
    local fs = {} for i = 1, 5 do local j = i * 2 fs[i] = function() i, j = i + 1, j + i return i, j end end
    for round = 1, 3 do for _, f in ipairs(fs) do print(f()) end end`,
  'methods of classes that change': `
    local Base = {} Base.__index = Base function Base:name() return 'base' end function Base:both() return self:name() .. '!' end
    local Derived = setmetatable({}, { __index = Base }) Derived.__index = Derived
    local objects = { setmetatable({}, Derived), setmetatable({ x = 1 }, Base), setmetatable({ name = function() return 'own' end }, Derived) }
    local function show() local line = {} for i, object in ipairs(objects) do for _ = 1, 3 do line[#line + 1] = object:both() end end print(table.concat(line, ' ')) end
    show() function Derived:name() return 'derived' end show() Derived.name = nil show() rawset(Derived, 'name', function() return 'raw' end) show()
    objects[1].name = function() return 'first' end show() objects[1].name = nil show() Derived.__index = Base show() Derived.__index = Derived show()
    for i = 1, 12 do local n = i function Base:name() return 'base' .. n end Derived.name = nil show() end
    local Other = { name = function() return 'other' end, both = Base.both } setmetatable(Derived, { __index = Other }) show()
    setmetatable(objects[1], { __index = Other }) show() getmetatable(Derived).__index = Base show() setmetatable(Derived, nil) print(pcall(show))
    local self = setmetatable({}, { __index = Base }) self.__index = self setmetatable(self, self) print(pcall(function() return self:name() end))
    local many = setmetatable({}, { __index = Base }) for i = 1, 60 do many['k' .. i] = i end for i = 1, 3 do print(many:name()) end many.name = Other.name print(many:name())`,
  'methods of strings and of values without any': `
    local function size(v) return v:len() end
    for i = 1, 3 do print(size('abc')) end print(pcall(size, 5), pcall(size, nil), pcall(size, {})) print(pcall(size, { len = function() return 'own' end }))
    function string.len() return 'replaced' end print(size('abc'))`,
  'natives that call back': `
    local list = {} for i = 1, 50 do list[i] = i * 7919 % 101 end
    table.sort(list, function(a, b) return a > b end) print(table.concat(list, ' '))
    print(pcall(table.sort, list, function(a, b) if a == 50 then error('no') end return a < b end))
    print(xpcall(table.sort, debug.traceback, list, function(a, b) local x = a.b return x end))
    print(pcall(table.sort, list, function(...) return select('#', ...) == 1 end), pcall(table.sort, { 3, 1, 2 }, function() end))
    print(pcall(coroutine.wrap(function() table.sort({ 2, 1 }, function(a, b) coroutine.yield(a) return a < b end) end)))
    print(('a1 b2 c3'):gsub('(%a)(%d)', function(a, d) return d .. a end), ('abc'):gsub('.', function(c) if c == 'b' then return false end return c:upper(), 2 end))
    print(('x y'):gsub('()(%a)()', function(...) return select('#', ...) end), pcall(string.gsub, 'abc', '%a', function(c) return {} end))
    local function deep(n) return (('a'):gsub('a', function() return n > 0 and deep(n - 1) or 'end' end)) end print(deep(50), pcall(deep, 250))
    print(('abc'):gsub('.', function(c) return pcall(error, c) and 'x' or tostring(select(2, pcall(error, c, 0))) end))`,
};

describe('the tiers hand over to each other', () => {
  for (const [name, source] of Object.entries(programs)) {
    it(name, { timeout: 120_000 }, () => {
      const expected = trace(source, '=test', INTERPRETED);
      expect(trace(source, '=test', COMPILED)).toBe(expected);
      expect(trace(source, '=test', { tier: 'compiled', hotAfter: 50 })).toBe(expected);
    });
  }

  it('gas ends at the same instruction', () => {
    const source =
      'n = 0 local function f(x) n = n + x return n end while true do local t = { f(1) } for i = 1, 3 do f(i) end end';
    const ends = [INTERPRETED, COMPILED, { tier: 'compiled', hotAfter: 500 } as const].map((options) => {
      const machine = createMachine(options);
      const chunk = machine.load(source, '=test');
      return [20_000, 20_001, 20_007, 33_333].map((gas) => {
        expect(() => machine.call(chunk, [], { gas })).toThrow(GasError);
        return [machine.globals.getString('n'), machine.gasUsed];
      });
    });
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  it('memory ends at the same entry', () => {
    const source =
      'n = 0 local keep = {} local function grow(t) for i = 1, 100 do t[#t + 1] = { i } n = n + 1 end end while true do grow(keep) end';
    const ends = [INTERPRETED, COMPILED].map((options) => {
      const machine = createMachine({ ...options, memory: 2 * 1024 * 1024 });
      expect(() => machine.call(machine.load(source, '=test'))).toThrow('not enough memory');
      return machine.globals.getString('n');
    });
    expect(Number(ends[0])).toBeGreaterThan(1000);
    expect(ends[1]).toBe(ends[0]);
  });

  it.each([
    ['arguments of natives', 'local x = print while true do x = coroutine.wrap(x) end'],
    ['natives as metamethods', 'local t, x = setmetatable({}, { __index = table.pack }), 1 while true do x = t[x] end'],
    ['what a new closure shares', 'local f while true do local g = f f = function() return g end end'],
  ])('memory that only %s hold counts', (_, source) => {
    for (const options of [INTERPRETED, COMPILED]) {
      const machine = createMachine({ ...options, memory: 4 * 1024 * 1024 });
      expect(() => machine.call(machine.load(source, '=test'))).toThrow('not enough memory');
    }
  });

  it('a transaction that is undone undoes what method calls found', () => {
    for (const undone of [
      'function C:f() return 2 end',
      'setmetatable(o, { __index = { f = function() return 2 end } })',
      'setmetatable(M, {}) C.f = nil M.__index = { f = function() return 2 end }',
    ]) {
      const machine = createMachine(COMPILED);
      machine.call(
        machine.load(
          'C = {} function C:f() return 1 end M = { __index = C } o = setmetatable({}, M) function get() return o:f() end',
          '=test',
        ),
      );
      const get = machine.globals.getString('get');
      const change = machine.load(undone, '=change');
      for (let round = 0; round < 3; round++) {
        expect(machine.call(get)).toEqual([1]);
        const transaction = machine.begin();
        expect(machine.call(get)).toEqual([1]);
        machine.call(change);
        expect(machine.call(get), undone).toEqual([2]);
        transaction.rollback();
      }
    }
  });

  it('a transaction undoes what compiled code wrote', () => {
    const machine = createMachine(COMPILED);
    machine.call(
      machine.load(
        't = { k = 1, 10, 20 } local u = 0 function f() u = u + 1 t.k = t.k + 1 t[1] = t[1] + 1 t.new = u return u end f()',
        '=test',
      ),
    );
    const f = machine.globals.getString('f');
    const transaction = machine.begin();
    for (let i = 0; i < 5; i++) machine.call(f);
    transaction.rollback();
    expect(machine.call(f)).toEqual([2]);
    expect(machine.call(machine.load('return t.k, t[1], t[2], t.new', '=test'))).toEqual([3, 12, 20, 2]);
  });
});
