import { describe, expect, it } from 'vitest';
import { createMachine, GasError, LuaError, type Machine, type MachineOptions } from './machine.ts';
import { LuaTable } from './table.ts';
import { NativeFunction } from './native.ts';

function run(
  source: string,
  options: MachineOptions = {},
  machine: Machine = createMachine(options),
): readonly unknown[] {
  return machine.call(machine.load(source, '=test'));
}

function failure(source: string, options: MachineOptions = {}): unknown {
  try {
    run(source, options);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('machine', () => {
  it('passes arguments and results', () => {
    const machine = createMachine();
    const chunk = machine.load('local a, b = ... return b, a, #"x\\255"', '=test');
    expect(machine.call(chunk, [1, 'two'])).toEqual(['two', 1, 2]);
  });

  it('gives errors their value and a traceback', () => {
    const error = failure('local function f() error({ code = 5 }) end f()');
    expect(error).toBeInstanceOf(LuaError);
    expect(error).toBeInstanceOf(Error);
    expect((error as LuaError).value).toBeInstanceOf(LuaTable);
    expect((error as LuaError).traceback).toContain("[C]: in function 'error'\n\ttest:1: in local 'f'");
  });

  it('prints through its hook', () => {
    const lines: string[] = [];
    run('print("a", 1, 2.0, nil, true) print()', { print: (line) => lines.push(line) });
    expect(lines).toEqual(['a\t1\t2.0\tnil\ttrue', '']);
  });

  it('loads with another environment', () => {
    const machine = createMachine();
    const env = machine.runtime.newTable();
    machine.call(machine.load('x = 1', '=test', env));
    expect(env.getString('x')).toBe(1);
    expect(machine.globals.getString('x')).toBeUndefined();
    expect(run('return pcall(load("x = 1", "=n", "t", nil))')).toEqual([
      false,
      "n:1: attempt to index a nil value (upvalue '_ENV')",
    ]);
  });

  it('calls natives, which call back', () => {
    const machine = createMachine();
    machine.globals.setString(
      'twice',
      new NativeFunction('twice', (rt, args) => [...rt.call(args[0], [1]), ...rt.call(args[0], [2])]),
    );
    expect(run('return twice(function(x) return x * 10 end)', {}, machine)).toEqual([10, 20]);
    expect(run('return pcall(twice, function(x) error("e" .. x, 0) end)', {}, machine)).toEqual([false, 'e1']);
    expect(
      run('local co = coroutine.wrap(function() return pcall(twice, coroutine.yield) end) return co()', {}, machine),
    ).toEqual([false, 'attempt to yield across a C-call boundary']);
  });

  it('keeps several machines apart', () => {
    const [a, b] = [createMachine(), createMachine()];
    run('x = 1', {}, a);
    expect(run('return x', {}, b)).toEqual([undefined]);
  });
});

describe('gas', () => {
  it('ends an endless loop, also around pcall, in coroutines and natives', () => {
    for (const source of [
      'while true do end',
      'while true do pcall(error) end',
      'pcall(function() while true do end end)',
      'xpcall(function() while true do end end, function() while true do end end)',
      'xpcall(function() local x = nil + 1 end, function() while true do end end)',
      'coroutine.wrap(function() while true do end end)()',
      'local function f() return f() end f()',
      'local a a = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(a) end',
      'local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) while true do pcall(function() return t[1] end) end',
      'repeat until false',
      'for i = 1, math.huge do end',
      '::a:: goto a',
      'for k in function() return 1 end do end',
      'table.sort({ 1, 2, 3, 4 }, function() while true do end end)',
      'string.rep("x", 1e6):gsub("x", function() while true do end end)',
      'while true do local s = ("x"):rep(1000) end',
    ]) {
      expect(failure(source, { gas: 200_000 }), source).toBeInstanceOf(GasError);
    }
  });

  it('leaves the machine usable and coroutines that ran dead', () => {
    const machine = createMachine({ gas: 10_000 });
    expect(() =>
      run('co = coroutine.create(function() while true do end end) coroutine.resume(co)', {}, machine),
    ).toThrow(GasError);
    expect(run('return coroutine.status(co), select(2, coroutine.running())', {}, machine)).toEqual(['dead', true]);
  });

  it('counts the same on every run and each instruction once', () => {
    const used = (source: string): number => {
      const machine = createMachine();
      run(source, {}, machine);
      return machine.gasUsed;
    };
    const source = 'local s = 0 for i = 1, N do if i % 2 == 0 then s = s + i end end';
    expect(used(source.replace('N', '100'))).toBe(used(source.replace('N', '100')));
    // MOD, EQ, JMP, FORLOOP, and ADD half of the times.
    expect(used(source.replace('N', '1100')) - used(source.replace('N', '100'))).toBe(4500);
  });

  it('can be without limit', () => {
    expect(run('local n = 0 for i = 1, 1e5 do n = n + 1 end return n', { gas: Infinity })).toEqual([100000]);
  });
});

describe('memory', () => {
  const memory = 4 << 20;

  it('stops growth with an error that pcall catches', () => {
    for (const source of [
      'local t = {} for i = 1, 1e9 do t[i] = i end',
      'local t = {} for i = 1, 1e9 do t["k" .. i] = i end',
      'local s = "x" while true do s = s .. s end',
      'local t = {} while true do t = { t } end',
      'local f while true do local g = f f = function() return g end end',
      'string.rep("x", 1 << 24)',
      'local t = {} while true do t[#t + 1] = coroutine.create(print) end',
      'local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(1000) .. i end',
    ]) {
      const error = failure(source, { memory });
      expect(error, source).toBeInstanceOf(LuaError);
      expect((error as LuaError).message, source).toMatch(/not enough memory|resulting string too large/);
      const caught = run(`local ok, e = pcall(function() ${source} end) collectgarbage() return ok, #{ 1, 2, 3 }`, {
        memory,
      });
      expect(caught, source).toEqual([false, 3]);
    }
  });

  it('does not count garbage', () => {
    expect(run('for i = 1, 20000 do local t = { i, {}, ("x"):rep(1000) } end return true', { memory })).toEqual([true]);
  });
});

describe('limits', () => {
  it('ends deep recursion with an error of Lua', () => {
    expect(run('local function f(n) return 1 + f(n + 1) end return pcall(f, 1)')).toEqual([
      false,
      'test:1: stack overflow',
    ]);
    expect(run('local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(190000)')).toEqual([
      190000,
    ]);
    expect(run('local function f(n) if n == 0 then return "end" end return f(n - 1) end return f(1000000)')).toEqual([
      'end',
    ]);
  });

  it('bounds nested metamethods, pcall and coroutines', () => {
    for (const source of [
      'local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x',
      'local t = setmetatable({}, {}) getmetatable(t).__concat = function(a, b) return a .. b end return t .. "x"',
      'local function f() return coroutine.wrap(f)() end return f()',
      'local t = setmetatable({}, {}) getmetatable(t).__tostring = tostring return tostring(t)',
      'local function f() table.sort({ 1, 2, 3 }, f) end f()',
      'local function f() return (("x"):gsub("x", f)) end f()',
    ]) {
      expect((failure(source) as LuaError).message, source).toContain('C stack overflow');
    }
    expect(run('local d = 0 local function f() d = d + 1 return pcall(f) end f() return d < 250')).toEqual([true]);
    expect(run('return xpcall(error, function() error() end)')).toEqual([false, 'error in error handling']);
  });

  it('refuses deep nesting in source', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['{', '}'],
      ['do ', ' end'],
      ['f(', ')'],
      ['- ', ''],
      ['not ', ''],
      ['a.b[', ']'],
    ]) {
      const source = `return ${open === 'do ' ? 'nil ' : ''}${(open as string).repeat(10000)}1${(close as string).repeat(10000)}`;
      const error = failure(source);
      expect(error).toBeInstanceOf(LuaError);
    }
    expect((failure(`local x = ${'('.repeat(300)}`) as LuaError).message).toContain('too many C levels (limit is 200)');
    expect((failure(`x = ${'1 .. '.repeat(250)} 1`) as LuaError).message).toContain('too many C levels');
  });
});

describe('sandbox', () => {
  it('has no files, no modules, no bytecode and no dangerous debug functions', () => {
    expect(run('return io, require, package, dofile, loadfile, loadstring')).toEqual(Array(6).fill(undefined));
    expect(
      run('local n = 0 for k in pairs(debug) do n = n + 1 end return n, debug.traceback, debug.getinfo'),
    ).toHaveLength(3);
    expect(
      run('return debug.sethook, debug.getregistry, debug.setupvalue, debug.getupvalue, debug.setmetatable'),
    ).toEqual(Array(5).fill(undefined));
    expect(run('return load("\\27Lua", "x", "bt")')).toEqual([
      undefined,
      "attempt to load a binary chunk (mode is 't')",
    ]);
    expect(run('return load("\\27Lua", "x", "b")')[0]).toBeUndefined();
    expect(run('return pcall(string.dump, print)')[0]).toBe(false);
  });

  it('does not show JavaScript properties', () => {
    for (const name of ['constructor', '__proto__', 'prototype', 'length', 'toString', 'hasOwnProperty']) {
      expect(run(`local t = {} return t.${name}, ("x").${name}, print == nil, _G.${name}`)).toEqual([
        undefined,
        undefined,
        false,
        undefined,
      ]);
      expect(
        run(`local t = {} t.${name} = 1 local n = 0 for k, v in pairs(t) do n = n + v end return n, t.${name}`),
      ).toEqual([1, 1]);
    }
    expect(run('return pcall(function() return print.constructor end)')[0]).toBe(false);
  });
});

describe('determinism', () => {
  it('gives addresses, order and random numbers again', () => {
    const source = `local out = {} for k, v in pairs({ z = 1, a = 2, 3, [1.5] = 4 }) do out[#out + 1] = tostring(k) .. tostring(v) end
      return table.concat(out, ' '), tostring({}), tostring(print), tostring(coroutine.create(print)), math.random(1000), os.time()`;
    expect(run(source)).toEqual(run(source));
  });
});
