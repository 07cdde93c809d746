/** Runs a program in the reference: PUC Lua 5.3.6, compiled to wasm (development dependency only). */
import { LUA_OK } from 'lua-wasm-bindings/dist/lua';
import { lauxlib, lua, lualib } from 'lua-wasm-bindings/dist/lua.53';

/** Shared by both sides: `print` collects lines, the final error becomes a line of its own. */
function bootstrap(source: string, chunkName: string): string {
  return `
local lines = {}
local program, chunkName = ${quote(source)}, ${quote(chunkName)}
function print(...)
  local line = {}
  for i = 1, select('#', ...) do line[i] = tostring((select(i, ...))) end
  lines[#lines + 1] = table.concat(line, '\\t')
end
local concat, gsub, format, byte, load, xpcall, tostring = table.concat, string.gsub, string.format, string.byte, load, xpcall, tostring
local chunk, message = load(program, chunkName)
local ok = chunk ~= nil
if ok then ok, message = xpcall(chunk, function(e) return type(e) == 'string' and e or '(error object is a ' .. type(e) .. ' value)' end) end
if not ok then lines[#lines + 1] = 'error: ' .. tostring(message) end
return (gsub(concat(lines, '\\n'), '.', function(c) return format('%02x', byte(c)) end))`;
}

function quote(text: string): string {
  let quoted = '"';
  for (let i = 0; i < text.length; i++) quoted += `\\${String(text.charCodeAt(i)).padStart(3, '0')}`;
  return `${quoted}"`;
}

/** The printed lines (byte string) and, last, `error: …` if the program ended in one. */
export function runPuc(source: string, chunkName = '=test'): string {
  const L = lauxlib.luaL_newstate();
  try {
    lualib.luaL_openlibs(L);
    if (lauxlib.luaL_dostring(L, bootstrap(source, chunkName)) !== LUA_OK) {
      throw new Error(`PUC Lua failed: ${lua.lua_tostring(L, -1)}`);
    }
    const hex = lua.lua_tostring(L, -1) ?? '';
    let output = '';
    for (let i = 0; i < hex.length; i += 2) output += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
    return normalise(output);
  } finally {
    lua.lua_close(L);
  }
}

/** What rightly differs between engines: addresses, and what lies below the main chunk in tracebacks. */
export function normalise(output: string): string {
  return output
    .replace(/\b(function|table|thread|X|My): 0x[0-9a-f]+/g, '$1: 0xADDRESS')
    .replaceAll(/\n\t\[C\]: in function 'xpcall'\n\t\[string "\.\.\."\]:\d+: in main chunk/g, '\n\t[C]: in ?');
}
