/**
 * Fengari as published, in Node and in browsers.
 *
 * @param {{ lua: any, lauxlib: any, lualib: any, to_luastring: (text: string) => Uint8Array }} fengari
 * @returns {import('./engines.mjs').Engine}
 */
export function stockEngine({ lua, lauxlib, lualib, to_luastring }) {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  return (source) => {
    const chunk = to_luastring(source);
    lua.lua_settop(state, 0);
    const status = lauxlib.luaL_loadbuffer(state, chunk, chunk.length, to_luastring('@program.lua'));
    if (status !== 0) throw new Error(lua.lua_tojsstring(state, -1));
    return () => {
      lua.lua_pushvalue(state, 1);
      const failed = lua.lua_pcall(state, 0, 1, 0) !== 0;
      const text = lua.lua_tojsstring(state, -1);
      lua.lua_settop(state, 1);
      if (failed) throw new Error(text);
      return text;
    };
  };
}
