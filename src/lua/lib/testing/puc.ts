/** Calls of library functions in PUC Lua 5.3.6 (wasm), for differential tests. */
import { lauxlib, lua, lualib } from 'lua-wasm-bindings/dist/lua.53';
import { LuaError } from '../../errors.ts';
import { LuaFloat, type LuaValue } from '../../value.ts';
import type { FakeRuntime } from './fake-runtime.ts';
import type { NativeBody } from '../../native.ts';
import { LuaTable } from '../../table.ts';

/** One call: the function as a Lua expression, its arguments (no tables), and our native. */
export interface Call {
  readonly name: string;
  readonly body: NativeBody;
  readonly args: readonly LuaValue[];
}

const doubleBytes = new DataView(new ArrayBuffer(8));

function quoted(text: string): string {
  let result = '"';
  for (const char of text) result += `\\${String(char.charCodeAt(0)).padStart(3, '0')}`;
  return result + '"';
}

/** A value as Lua source that gives exactly this value. */
export function literal(value: LuaValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return value === -(2n ** 63n) ? 'math.mininteger' : `(${value})`;
  if (typeof value === 'number' && Number.isInteger(value)) return `(${value})`;
  if (value === undefined) return 'nil';
  if (typeof value === 'boolean') return String(value);
  const n = value instanceof LuaFloat ? value.n : (value as number);
  if (Number.isNaN(n)) return '(0/0)';
  doubleBytes.setFloat64(0, n);
  return `string.unpack(">d",${quoted([0, 1, 2, 3, 4, 5, 6, 7].map((at) => String.fromCharCode(doubleBytes.getUint8(at))).join(''))})`;
}

const PRELUDE = `
local function show(v)
  local kind = math.type(v) or type(v)
  if kind == 'integer' then return 'i' .. string.format('%d', v) end
  if kind == 'float' then return v ~= v and 'nan' or 'f' .. (string.pack('>d', v):gsub('.', function(c) return string.format('%02x', c:byte()) end)) end
  if kind == 'string' then return 's' .. (v:gsub('.', function(c) return string.format('%02x', c:byte()) end)) end
  if kind == 'table' then local t = {} for i = 1, #v do t[i] = show(v[i]) end return '{' .. table.concat(t, ',') .. '}' end
  return tostring(v)
end
local function try(f, ...)
  local results = table.pack(pcall(f, ...))
  for i = 1, results.n do results[i] = show(results[i]) end
  return table.concat(results, ' ', 1, results.n)
end
`;

function hex(text: string): string {
  let result = '';
  for (const char of text) result += char.charCodeAt(0).toString(16).padStart(2, '0');
  return result;
}

function show(value: LuaValue): string {
  if (typeof value === 'string') return 's' + hex(value);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return `i${value}`;
  if (typeof value === 'number' || value instanceof LuaFloat) {
    const n = value instanceof LuaFloat ? value.n : value;
    if (Number.isNaN(n)) return 'nan';
    doubleBytes.setFloat64(0, n);
    return 'f' + doubleBytes.getBigUint64(0).toString(16).padStart(16, '0');
  }
  if (value === undefined) return 'nil';
  if (value instanceof LuaTable) {
    const items: string[] = [];
    for (let at = 1; at <= value.length(); at++) items.push(show(value.getInteger(at)));
    return `{${items.join(',')}}`;
  }
  return String(value);
}

/** Results of the calls in PUC Lua, one text each: "true i1 s6162" or "false s…message…". */
export function callPuc(calls: readonly Call[]): string[] {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  const lines = calls.map((call) => {
    // Parentheses: unpack returns more than the value.
    const args = call.args.map((value) => `, (${literal(value)})`).join('');
    return `do local ok, text = pcall(try, ${call.name}${args}) out[#out + 1] = text end`;
  });
  const results: string[] = [];
  // One chunk holds few enough calls for Lua's limits.
  for (let at = 0; at < lines.length; at += 100) {
    const source = `${PRELUDE} local out = {} ${lines.slice(at, at + 100).join('\n')} return table.concat(out, '\\n')`;
    if (lauxlib.luaL_dostring(state, source) !== 0) throw new Error(String(lua.lua_tostring(state, -1)));
    results.push(...String(lua.lua_tostring(state, -1)).split('\n'));
    lua.lua_settop(state, 0);
  }
  lua.lua_close(state);
  return results;
}

/** The same from our natives; names in argument errors are left out. */
export function callOurs(rt: FakeRuntime, call: Call): string {
  try {
    return ['true', ...rt.run(call.body, ...call.args).map(show)].join(' ');
  } catch (error) {
    if (error instanceof LuaError) return `false ${show(error.value)}`;
    throw error;
  }
}

/** Our text for a result of PUC Lua: without function names and source positions in the message. */
export function normalise(result: string): string {
  if (!result.startsWith('false s')) return result;
  const text = (result.slice(7).match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join('');
  return `false s${hex(text.replace(/^\[string "[^"]*"\]:\d+: /, '').replace(/ to '[^']*' \(/, " to '?' ("))}`;
}

/** Bytes of a shown string, for failure messages. */
export function readable(result: string): string {
  return result.replace(/s((?:[0-9a-f]{2})+)/g, (_all, digits: string) =>
    JSON.stringify((digits.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join('')),
  );
}
