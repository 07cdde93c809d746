const ALL_RESULTS = -1;

/**
 * PUC Lua in WebAssembly as lua-wasm-bindings gives it, in Node and in browsers.
 *
 * @param {{ lua: any, lauxlib: any, lualib: any }} bindings
 * @returns {import('./engines.mjs').Engine}
 */
export function pucEngine({ lua, lauxlib, lualib }) {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  return (source) => {
    lua.lua_settop(state, 0);
    if (lauxlib.luaL_loadstring(state, source) !== 0) throw new Error(lua.lua_tostring(state, -1));
    return () => {
      lua.lua_pushvalue(state, 1);
      const failed = lua.lua_pcall(state, 0, ALL_RESULTS, 0) !== 0;
      const text = lua.lua_tostring(state, -1);
      lua.lua_settop(state, 1);
      if (failed) throw new Error(text);
      return text;
    };
  };
}
