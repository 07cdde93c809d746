import { afterEach, expect, it, vi } from 'vitest';
import { createMachine } from '../machine.ts';
import type { LuaClosure } from '../interpreter/closure.ts';
import { type Proto, protosOf } from '../interpreter/proto.ts';

afterEach(() => vi.unstubAllGlobals());

const SOURCE = 'local function f(x) return x + 1 end local s = 0 for i = 1, 60000 do s = f(s) end return s';

const isCompiled = ({ compiled, loops }: Proto): boolean => compiled instanceof Function || loops !== undefined;

const compiledFunctions = (chunk: LuaClosure): number => protosOf(chunk.proto).filter(isCompiled).length;

it('compiles what runs often, and the loop that is running', () => {
  const machine = createMachine();
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([60000]);
  expect(compiledFunctions(chunk)).toBe(2);
});

it('leaves what runs seldom to the interpreter', () => {
  const machine = createMachine();
  const chunk = machine.load('local function g(x) return x + 3 end for i = 1, 10 do g(i) end', '=test');
  expect(machine.call(chunk)).toEqual([]);
  expect(compiledFunctions(chunk)).toBe(0);
});

it('compiles a function the later the longer it is, a loop without calls early', () => {
  const isCompiledAfter = (body: string, count: number): boolean => {
    const machine = createMachine({ hotAfter: 300_000 });
    const [f] = machine.call(machine.load(`return function(x) ${body} end`, '=test')) as [LuaClosure];
    machine.call(machine.load(`local f = ... for i = 1, ${count} do f(i) end`, '=caller'), [f]);
    return isCompiled(f.proto);
  };
  const short = 'x = x + 1 '.repeat(6);
  const longer = 'x = x + 1 '.repeat(20);
  expect([500, 4_000].map((count) => isCompiledAfter(short, count))).toEqual([false, true]);
  expect([4_000, 10_000].map((count) => isCompiledAfter(longer, count))).toEqual([false, true]);
  expect(isCompiledAfter('for _ = 1, 10000 do x = x + 1 end', 1)).toBe(true);
});

it('compiles a long function early in a new worker', async () => {
  vi.resetModules();
  const fresh = await import('../machine.ts');
  await fresh.loadWriter();
  const machine = fresh.createMachine({ hotAfter: 3000 });
  const source = `local function f(x) ${'x = x + 15 '.repeat(30)} end for i = 1, 200 do f(i) end return f`;
  const [f] = machine.call(machine.load(source, '=test')) as [LuaClosure];
  expect(isCompiled(f.proto)).toBe(true);
});

it('lets a long function wait until there was work enough, whoever did it', () => {
  const define = (hotAfter: number, sum: string, length: number): ((count: number) => boolean) => {
    const machine = createMachine({ hotAfter });
    const source = `return function(x) ${`x = x ${sum} `.repeat(length)} end`;
    const [f] = machine.call(machine.load(source, '=test')) as [LuaClosure];
    const call = machine.load('local f, count = ... for i = 1, count do f(i) end', '=caller');
    return (count) => {
      machine.call(call, [f, count]);
      return isCompiled(f.proto);
    };
  };
  const others = ['+ 11', '+ 12'].map((sum) => define(1_000_000, sum, 40));
  // A worker's first work is over.
  others[0]?.(3000);
  const [short, long] = [define(3000, '+ 13', 10), define(3000, '+ 14', 30)];
  expect([short(200), long(200)]).toEqual([true, false]);
  others[1]?.(3000);
  expect(long(50)).toBe(true);
});

it('is called by the interpreter with any number of arguments and results, also of a function that leaves it', () => {
  const source = `
    local function pick(a, b, c, d, e) local all = { a, b, c, d, e } return function() return a end, #all, e, d, c, b end
    local function wait(x) return (coroutine.yield(x)) end
    for i = 1, 400 do pick() pick(i) pick(i, 2) pick(i, 2, 3) pick(i, 2, 3, 4, 5, 6) end
    local log = {}
    local function add(...) for i = 1, select('#', ...) do log[#log + 1] = tostring((select(i, ...))) end end
    for _, arguments in ipairs{ {}, { 1 }, { 1, 2 }, { 1, 2, 3 }, { 1, 2, 3, 4 }, { 1, 2, 3, 4, 5, 6 } } do
      local get, count = pick(table.unpack(arguments))
      add(get(), count, (select(2, pick(table.unpack(arguments)))))
      add(select(2, pick(table.unpack(arguments))))
    end
    local co = coroutine.wrap(function() local sum = 0 for i = 1, 400 do sum = sum + wait(i) end return sum end)
    local value = co()
    while value < 400 do value = co(value) end
    add(co(400))
    return table.concat(log, ' ')`;
  const outputs = [{ tier: 'interpreter' } as const, { hotAfter: 20_000 }].map((options) => {
    const machine = createMachine(options);
    const chunk = machine.load(source, '=test');
    const result = machine.call(chunk);
    return { result, gas: machine.gasUsed, compiled: compiledFunctions(chunk) };
  });
  expect(outputs[1]).toEqual({ ...outputs[0], compiled: expect.any(Number) as number });
  expect(outputs[1]?.compiled).toBeGreaterThan(1);
});

it('finds what it compiled before, wherever the function stands, and soon', () => {
  const [first, second] = [SOURCE, `\n-- Below a new line.\n${SOURCE.replace('60000', '20')}`].map((source) => {
    const machine = createMachine();
    const chunk = machine.load(source, '=test');
    machine.call(chunk);
    return protosOf(chunk.proto).map(({ compiled }) => compiled);
  });
  expect(first?.[1]).toBeInstanceOf(Function);
  expect(second?.[1]).toBe(first?.[1]);
  // Its main chunk has another constant.
  expect(second?.[0]).toBeUndefined();
});

it('adds up what a function does in one machine after the other', () => {
  const run = (): number => {
    const machine = createMachine();
    const chunk = machine.load('local function g(x) return x + 5 end for i = 1, 30 do g(i) end', '=test');
    machine.call(chunk);
    return compiledFunctions(chunk);
  };
  expect(run()).toBe(0);
  for (let i = 0; i < 1000; i++) run();
  expect(run()).toBeGreaterThan(0);
});

it('tells functions apart by all that their code depends on', () => {
  const bodies = [
    'return x',
    'return y',
    'return x, y',
    'return "x"',
    'return 1',
    'return 2',
    'return 2.5',
    'return 1 << 60',
    'return ({ x, y })[1]',
    'return (function() return x end)()',
    'return (function() y = y return x end)()',
    'return (function() return y end)()',
  ];
  const run = (tier: 'interpreter' | 'compiled'): unknown[] =>
    bodies.flatMap((body) =>
      ['x, y', 'x, y, z', 'x, y, ...', 'y, x'].map((parameters) => {
        const machine = createMachine({ tier, hotAfter: 0 });
        return machine.call(machine.load(`return (function(${parameters}) ${body} end)(7, 8, 9)`, '=test')).map(String);
      }),
    );
  expect(run('compiled')).toEqual(run('interpreter'));
});

it('names the line of an error where the function stands, not where it was compiled first', () => {
  const source = 'local function f(x) return x.y end return select(2, pcall(f))';
  const problems = [source, `\n\n${source}`].map((text) => {
    const machine = createMachine({ hotAfter: 0 });
    return machine.call(machine.load(text, '=test'))[0];
  });
  expect(problems).toEqual([
    "test:1: attempt to index a nil value (local 'x')",
    "test:3: attempt to index a nil value (local 'x')",
  ]);
});

it('interprets until the writer is loaded, and compiles from then on', async () => {
  vi.resetModules();
  const fresh = await import('../machine.ts');
  const machine = fresh.createMachine({ hotAfter: 0 });
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([60000]);
  const functions = (): unknown[] => protosOf(chunk.proto).map(({ compiled }) => compiled);
  expect(functions()).toEqual([undefined, undefined]);
  await fresh.loadWriter();
  expect(machine.call(chunk)).toEqual([60000]);
  expect(functions()).toEqual([expect.any(Function), expect.any(Function)]);
});

it('is off by option', () => {
  const machine = createMachine({ tier: 'interpreter' });
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([60000]);
  expect(compiledFunctions(chunk)).toBe(0);
});

it('is off where JavaScript may not be made from text', () => {
  vi.stubGlobal('Function', () => {
    throw new EvalError("Refused to evaluate a string as JavaScript because 'unsafe-eval' is not allowed");
  });
  const machine = createMachine({ hotAfter: 0 });
  vi.unstubAllGlobals();
  const chunk = machine.load(SOURCE, '=test');
  expect(machine.call(chunk)).toEqual([60000]);
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
