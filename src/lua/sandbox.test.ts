/** Ways out of the sandbox, each tried from a program of an aos process through the engine port. */
import { describe, expect, it } from 'vitest';
import { pad } from './aos/testing.ts';
import { createLuaEngine } from './engine.ts';
import { createMachine } from './machine.ts';
import { NativeFunction } from './native.ts';
import { EngineProcess } from './testing/engine-process.ts';

/** Runs `source` as the program of a process and returns what its global `Result` shows then. */
async function outcome(source: string): Promise<string> {
  const process = new EngineProcess(createLuaEngine({ gas: 20_000_000 }));
  const { error } = await process.spawn(source);
  return error ? `error: ${error.message}` : process.eval('return tostring(Result)');
}

/** Names that lead somewhere from any JavaScript object. */
const HOST_NAMES = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  'nodes',
  'heap',
];

const attempts: readonly [name: string, source: string, result: string | RegExp][] = [
  ['io', 'Result = io', 'nil'],
  ['files by name', 'Result = tostring(loadfile) .. tostring(dofile)', 'nilnil'],
  [
    'loadstring, setfenv, newproxy',
    'Result = tostring(loadstring) .. tostring(setfenv) .. tostring(getfenv) .. tostring(newproxy)',
    'nilnilnilnil',
  ],
  [
    'package without loaders',
    'Result = tostring(package.loadlib) .. tostring(package.searchers) .. tostring(package.searchpath)',
    'nilnilnil',
  ],
  ['require of a file', "Result = select(2, pcall(require, './secret'))", /module '.\/secret' not found/],
  ['require of a path', "Result = select(2, pcall(require, '/etc/passwd'))", /not found/],
  ['require of a JavaScript module', "Result = select(2, pcall(require, 'node:fs'))", /not found/],
  ['require of a prototype name', "Result = select(2, pcall(require, '__proto__'))", /not found/],
  ['require of a URL', "Result = select(2, pcall(require, 'https://example.org/x.lua'))", /not found/],
  ...['execute', 'getenv', 'exit', 'remove', 'rename', 'tmpname', 'setlocale'].map((name): [string, string, string] => [
    `os.${name}`,
    `Result = os.${name}`,
    'nil',
  ]),
  [
    'the debug library',
    "local names = {} for name in pairs(debug) do names[#names + 1] = name end table.sort(names) Result = table.concat(names, ' ')",
    'getinfo traceback',
  ],
  [
    'bytecode by dump',
    'Result = select(2, pcall(string.dump, function() return 1 end))',
    'unable to dump given function',
  ],
  ['bytecode by hand, mode b', "Result = select(2, load('\\27Lua', 'x', 'b'))", /binary|bytecode|text/],
  [
    'bytecode by hand',
    "Result = select(2, load('\\27Lua\\83\\0\\25\\147\\r\\n\\26\\n', 'x', 'bt'))",
    "attempt to load a binary chunk (mode is 't')",
  ],
  [
    'bytecode in pieces',
    "local parts = { '\\27', 'Lua' } local n = 0 Result = select(2, load(function() n = n + 1 return parts[n] end, 'x', 'bt'))",
    "attempt to load a binary chunk (mode is 't')",
  ],
  [
    'getinfo of a native',
    "local info = debug.getinfo(rawget) Result = info.what .. ' ' .. info.source .. ' ' .. type(info.func)",
    'C =[C] function',
  ],
  [
    'getinfo of every level',
    `local seen = {} for level = 0, 50 do local info = debug.getinfo(level) if info then for _, v in pairs(info) do
       local kind = type(v) seen[kind] = true if kind == 'userdata' then error('userdata') end end end end
     Result = tostring(seen['function']) .. tostring(seen.userdata)`,
    'truenil',
  ],
  [
    'an index on a native',
    'Result = select(2, pcall(function() return print.constructor end))',
    /attempt to index a function value/,
  ],
  ['a call of a native with a metatable', 'Result = getmetatable(print)', 'nil'],
  [
    'metatable of nil, numbers, functions',
    'Result = tostring(getmetatable(nil)) .. tostring(getmetatable(1)) .. tostring(getmetatable(print))',
    'nilnilnil',
  ],
  ['setmetatable on a string', "Result = select(2, pcall(setmetatable, 'x', {}))", /table expected, got string/],
  ['_ENV swapped', 'local function f() local _ENV = { } return print end Result = f()', 'nil'],
  ['load with an environment of its own', "Result = load('return _G or print or os', 'x', 't', {})()", 'nil'],
  [
    '_G emptied',
    "local keep, t = tostring, _G for name in next, _G do if name ~= '_G' and name ~= 'Handlers' and name ~= 'ao' then rawset(_G, name, _G[name]) end end Result = keep(t == _G)",
    'true',
  ],
  [
    '_G with a metatable',
    'setmetatable(_G, { __index = function(_, name) return name end }) Result = constructor .. __proto__ setmetatable(_G, nil)',
    'constructor__proto__',
  ],
  [
    'host names as globals',
    `Result = table.concat({ ${HOST_NAMES.map((name) => `tostring(_G.${name})`).join(', ')} })`,
    'nil'.repeat(HOST_NAMES.length),
  ],
  [
    'host names on strings',
    `Result = table.concat({ ${HOST_NAMES.map((name) => `tostring(("").${name})`).join(', ')} })`,
    'nil'.repeat(HOST_NAMES.length),
  ],
  [
    'host names in tables',
    `local t = {} Result = table.concat({ ${HOST_NAMES.map((name) => `tostring(t.${name})`).join(', ')} })`,
    'nil'.repeat(HOST_NAMES.length),
  ],
  [
    'host names as keys',
    `local t, n = {}, 0 ${HOST_NAMES.map((name) => `t.${name} = '${name}'`).join(' ')} for k, v in pairs(t) do if k == v then n = n + 1 end end Result = n`,
    String(HOST_NAMES.length),
  ],
  [
    'host names through json',
    `local json = require('json') local t = json.decode('{"__proto__": {"polluted": true}, "constructor": 1}') Result = tostring(t.__proto__.polluted) .. tostring(({}).polluted) .. t.constructor .. json.encode({ __proto__ = 1 })`,
    'truenil1{"__proto__":1}',
  ],
  [
    'the error of a native is a Lua value',
    "local ok, e = pcall(string.rep) local ok2, e2 = pcall(error, setmetatable({}, { __index = error })) Result = type(e) .. ' ' .. type(e2)",
    'string table',
  ],
  [
    'errors of the host',
    "local ok, e = pcall(string.rep, 'x', 1 << 40) local _, f = pcall(function() local function r() return 1 + r() end r() end) Result = type(e) .. type(f)",
    'stringstring',
  ],
  [
    'an error object indexed',
    'local _, e = pcall(error) Result = select(2, pcall(function() return e.stack end))',
    /attempt to index a nil value/,
  ],
  ['format of a host object', "Result = string.format('%s', print):gsub('0x%x+', '0x')", 'function: 0x'],
  ['builtin functions shown', "Result = tostring(print):match('^%a+: ') .. #tostring(print)", /^(function|builtin): /],
  ['coroutine.running leaks no host thread', 'Result = type((coroutine.running()))', 'thread'],
  ['the host clock', 'Result = os.time() == 1719240000000 or os.time()', 'true'],
  ['collectgarbage stays what it is', "Result = type(collectgarbage('count'))", 'number'],
];

describe('a program does not get out', () => {
  it.each(attempts)('%s', async (_name, source, result) => {
    const shown = await outcome(source);
    if (typeof result === 'string') expect(shown).toBe(result);
    else expect(shown).toMatch(result);
  });
});

describe('two processes of one engine', () => {
  const meddle = `
Secret = 'of the first'
string.leak = 'leaked'
string.upper = function() return 'tampered' end
getmetatable('').__index = function(s, k) return 'tampered' end
getmetatable('').__add = function() return 'tampered' end
table.insert = nil
math.pi = 3
os.time = function() return 0 end
Handlers.add = nil
ao.send = nil
require('json').encode = function() return 'tampered' end
require('.utils').leak = 'leaked'
package = { loaded = {} }
rawset(_G, 'print', nil)
Shared = {}
_G.__proto__ = { polluted = true }
setmetatable(_G, { __index = function() return 'tampered' end })`;
  const look = `
local seen = {}
local function note(value) seen[#seen + 1] = tostring(value) end
note(Secret) note(string.leak) note(('a'):upper()) note(pcall(function() return 'x' + {} end)) note(type(table.insert))
note(math.pi > 3) note(os.time() > 0) note(type(Handlers.add)) note(type(ao.send)) note(require('json').encode({ 1 }))
note(require('.utils').leak) note(package) note(type(print)) note(Shared) note(polluted) note(({}).polluted) note(nothing)
Result = table.concat(seen, ' ')`;

  it('never see each other, whatever the first does to its own world', async () => {
    const engine = createLuaEngine();
    const [first, second] = [new EngineProcess(engine, pad('FIRST')), new EngineProcess(engine, pad('SECOND'))];
    const untouched = new EngineProcess(createLuaEngine(), pad('SECOND'));
    await second.spawn('Before = 1');
    expect((await first.spawn(meddle)).error).toBeUndefined();
    await second.run({ action: 'Eval', data: look, from: pad('OWNER') });
    await untouched.spawn('Before = 1');
    await untouched.run({ action: 'Eval', data: look, from: pad('OWNER') });
    const shown = await second.eval('return Result');
    expect(shown).toBe(await untouched.eval('return Result'));
    expect(shown).toMatch(/^nil nil A false function true true function function \[1\]/);
    // A process made after the tampering is untouched as well.
    const third = new EngineProcess(engine, pad('SECOND-2'));
    await third.spawn(look);
    expect(await third.eval('return Result')).toBe(shown);
  });

  it('share no table, closure or coroutine: heaps are disjoint but for stateless natives', () => {
    const [a, b] = [createMachine(), createMachine()];
    const source = 'made = { {}, function() return made end, coroutine.create(print) }';
    for (const machine of [a, b]) machine.call(machine.load(source, '=made'));
    const seen = reachable(a.globals);
    for (const object of reachable(b.globals)) {
      if (!seen.has(object)) continue;
      // What both reach has nothing that a program could change.
      expect(object).toBeInstanceOf(NativeFunction);
    }
  });

  it('lose what they had when dropped', async () => {
    const engine = createLuaEngine();
    const one = new EngineProcess(engine);
    await one.spawn("Secret = 'x'");
    await engine.drop(one.id);
    const again = new EngineProcess(engine);
    await again.spawn('Result = Secret');
    expect(await again.eval('return tostring(Result)')).toBe('nil');
  });
});

/** Everything a machine's globals lead to through Lua values. */
function reachable(root: object): Set<object> {
  const seen = new Set<object>([root]);
  for (const object of seen) {
    const values: unknown[] = [];
    if ('array' in object && 'nodes' in object) {
      const { array, nodes } = object as { array: unknown[]; nodes: unknown[] };
      values.push(...array, ...nodes, (object as { metatable?: unknown }).metatable);
    }
    if ('upvalues' in object)
      for (const { stack, index } of (object as { upvalues: { stack: unknown[]; index: number }[] }).upvalues)
        values.push(stack[index]);
    if ('frames' in object) values.push(...(object as unknown as { stack: unknown[] }).stack);
    for (const value of values) if (typeof value === 'object' && value !== null) seen.add(value);
  }
  return seen;
}
