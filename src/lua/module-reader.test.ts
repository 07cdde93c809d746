/** Modules through the engine port: dynamic reads, questions, the sandbox, `require`. */
import { describe, expect, it } from 'vitest';
import type { LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import type { Value } from '../core/value.ts';
import { createLuaEngine } from './engine.ts';

const SOURCE = `
seen = {}
local private = 0
function touch(key) seen[key] = true private = private + 1 local n = 0 for _ in pairs(seen) do n = n + 1 end return n .. ' ' .. private end
function draw() return math.random(1000000) end
function ask(path) local status, value = ao.resolve(path) touched = true return { status = status, value = value } end
function grow() local t = {} while true do t[#t + 1] = {} end end
function time() return os.time() end
function start() return started end
`;

const call = (name: string | undefined, parameters: Value[] = [], more: Partial<LuaCall> = {}): LuaCall => ({
  ...{ modules: [{ name: 'm', source: SOURCE }], sandbox: [], function: name, parameters, timestamp: 5, resolved: [] },
  ...more,
});

const module = (source: string): Pick<LuaCall, 'modules'> => ({ modules: [{ name: 'm', source }] });
const valueOf = (answer: LuaAnswer): Value | undefined => ('value' in answer ? answer.value : undefined);
const codeOf = (answer: LuaAnswer): string | undefined => ('error' in answer ? answer.error.code : undefined);

describe('dynamic reads', () => {
  it('start from what the modules made, each of them', async () => {
    const engine = createLuaEngine();
    for (const key of ['a', 'b', 'a']) expect(valueOf(await engine.read(call('touch', [key])))).toBe('1 1');
    const [first, second] = [await engine.read(call('draw')), await engine.read(call('draw'))];
    expect(first).toEqual(second);
    expect(await createLuaEngine().read(call('draw'))).toEqual(first);
  });

  it('see the clock of their call, also in globals made of it', async () => {
    const engine = createLuaEngine();
    const started = module('started = os.time() function start() return started end');
    for (const timestamp of [4000, 9000]) {
      expect(valueOf(await engine.read(call('time', [], { timestamp })))).toBe(timestamp / 1000);
      expect(valueOf(await engine.read(call('start', [], { ...started, timestamp })))).toBe(timestamp / 1000);
    }
  });

  it('have limits, and the engine goes on', async () => {
    const engine = createLuaEngine({ gas: 5_000_000, memory: 16 * 1024 * 1024 });
    expect(codeOf(await engine.read(call('grow')))).toBe('out-of-memory');
    const endless = 'function f() while true do end end';
    expect(codeOf(await engine.read(call('f', [], module(endless))))).toBe('gas-exhausted');
    expect(codeOf(await engine.read(call('f', [], module(`${endless} f()`))))).toBe('gas-exhausted');
    expect(codeOf(await engine.read(call('f', [], module('error("no")'))))).toBe('lua-error');
    expect(codeOf(await engine.read(call('missing')))).toBe('unknown-function');
    expect(valueOf(await engine.read(call('touch', ['a'])))).toBe('1 1');
  });

  it('hold many modules one after the other', async () => {
    const engine = createLuaEngine();
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < 20; i++)
        expect(valueOf(await engine.read(call('f', [], module(`local n = ${i} function f() return n end`))))).toBe(i);
  });

  it('list functions', async () => {
    const names = ['ask', 'draw', 'grow', 'start', 'time', 'touch'];
    expect(valueOf(await createLuaEngine().read(call(undefined)))).toEqual(names);
  });
});

describe('ao.resolve', () => {
  it('ends the run and undoes it until its answer is known', async () => {
    const engine = createLuaEngine();
    expect(await engine.read(call('ask', ['a/b']))).toEqual({ asks: ['a/b'] });
    const resolved = [{ status: 'ok', value: new Map([['x', 1]]) }];
    expect(valueOf(await engine.read(call('ask', ['a/b'], { resolved })))).toEqual(
      new Map<string, Value>([
        ['status', 'ok'],
        ['value', resolved[0]?.value ?? ''],
      ]),
    );
  });

  it('leaves a process where it was', async () => {
    const engine = createLuaEngine();
    const source = `n = 0 function compute() n = n + 1 local _, v = ao.resolve('x') return { n = n, v = v } end`;
    const slot = (at: number, resolved: LuaCall['resolved']): Promise<LuaAnswer> =>
      engine.call('p', at, call('compute', [], { ...module(source), resolved }));
    expect(await slot(0, [])).toEqual({ asks: ['x'] });
    expect(await engine.position('p')).toBe(-1);
    const known = [{ status: 'ok', value: 'v' }];
    expect(valueOf(await slot(0, known))).toEqual(
      new Map<string, Value>([
        ['n', 1],
        ['v', 'v'],
      ]),
    );
    expect(valueOf(await slot(1, known))).toEqual(
      new Map<string, Value>([
        ['n', 2],
        ['v', 'v'],
      ]),
    );
  });

  it('is caught by nothing in Lua', async () => {
    const ways = [
      `pcall(ao.resolve, 'q')`,
      `xpcall(function() ao.resolve('q') end, function() return 1 end)`,
      `coroutine.wrap(function() pcall(ao.resolve, 'q') end)()`,
      `table.sort({ 1, 2 }, function() pcall(ao.resolve, 'q') end)`,
      `tostring(setmetatable({}, { __tostring = function() pcall(ao.resolve, 'q') return '' end }))`,
    ];
    const engine = createLuaEngine();
    for (const way of ways)
      expect(await engine.read(call('f', [], module(`function f() ${way} return 1 end`)))).toEqual({ asks: ['q'] });
    expect(valueOf(await engine.read(call('touch', ['a'])))).toBe('1 1');
  });

  it('is not there while modules load, and stays in an ao of their own', async () => {
    const engine = createLuaEngine();
    expect(codeOf(await engine.read(call('f', [], module(`ao.resolve('x')`))))).toBe('lua-error');
    const own = `ao = { id = 'mine' } local held = ao function f() return held.id .. type(held.resolve) end`;
    expect(valueOf(await engine.read(call('f', [], module(own))))).toBe('minefunction');
  });
});

describe('globals of modules', () => {
  it('are replaced by the sandbox after loading', async () => {
    const source = `local early = load('return 2')() function f() return tostring(early) .. tostring(load) .. tostring(os.time) end`;
    const sandbox = [
      { path: ['load'], value: 'sandboxed' },
      { path: ['os', 'time'], value: false },
      { path: ['none', 'such'], value: 1 },
      { path: [], value: 1 },
    ];
    const engine = createLuaEngine();
    expect(valueOf(await engine.read(call('f', [], { ...module(source), sandbox })))).toBe('2sandboxedfalse');
    expect(valueOf(await engine.read(call('f', [], module(source))))).toMatch(/^2.*function/);
    const others = [{ path: ['load'], value: new Map([['a', 1]]) }];
    const kinds = module(`function f() return type(load) end`);
    expect(valueOf(await engine.read(call('f', [], { ...kinds, sandbox: others })))).toBe('table');
  });

  it('have require and package for what a bundle puts there', async () => {
    const bundle = `
      package.loaded['.part'] = { name = 'part' }
      package.preload.late = function(name) return { name = name } end
      local part, late = require('.part'), require('late')
      function f() return part.name .. late.name .. tostring(pcall(require, 'json')) .. tostring(require('string') == string) end`;
    expect(valueOf(await createLuaEngine().read(call('f', [], module(bundle))))).toBe('partlatefalsetrue');
  });
});
