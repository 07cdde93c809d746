/**
 * The engines that are compared, behind one shape: an engine compiles a chunk once and gives a function that runs it and
 * returns its first result as text. Each is imported only in the process that measures it.
 *
 * @typedef {(source: string) => () => string} Engine
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { enginePath } from './paths.mjs';
import { pucEngine } from './puc-engine.mjs';
import { stockEngine } from './stock-engine.mjs';

const require = createRequire(import.meta.url);

/**
 * Ours, from the bundle that build-engine.mjs makes, with the gas and memory limits a process has.
 *
 * @param {'interpreter' | 'compiled'} tier
 * @returns {Promise<Engine>}
 */
async function ours(tier) {
  const { createMachine, loadWriter } = await import(pathToFileURL(enginePath).href);
  await loadWriter();
  const machine = createMachine({ tier });
  return (source) => {
    const chunk = machine.load(source, '@program.lua');
    return () => String(machine.call(chunk)[0]);
  };
}

/** Fengari as published. @returns {Promise<Engine>} */
async function stock() {
  return stockEngine(require('fengari'));
}

/** PUC Lua 5.3.6 in WebAssembly. @returns {Promise<Engine>} */
async function puc() {
  return pucEngine(require('lua-wasm-bindings/dist/lua.53'));
}

/** PUC Lua 5.4 in WebAssembly. @returns {Promise<Engine>} */
async function wasmoon() {
  const { LuaFactory } = require('wasmoon');
  const lua = await new LuaFactory().getLuaModule();
  const state = lua.luaL_newstate();
  lua.luaL_openlibs(state);
  return (source) => {
    lua.lua_settop(state, 0);
    if (lua.luaL_loadstring(state, source) !== 0) throw new Error(lua.lua_tolstring(state, -1, null));
    return () => {
      lua.lua_pushvalue(state, 1);
      const failed = lua.lua_pcallk(state, 0, 1, 0, 0, null) !== 0;
      const text = lua.lua_tolstring(state, -1, null);
      lua.lua_settop(state, 1);
      if (failed) throw new Error(text);
      return text;
    };
  };
}

const ownVersion = () => `pocketbeam ${packageVersion('../../../package.json')}`;

/** By the names of `--engines`; `version` gives what the table's foot says. */
export const engines = {
  ours: { start: () => ours('compiled'), version: ownVersion },
  interpreter: { start: () => ours('interpreter'), version: () => `${ownVersion()} without its compiled tier` },
  stock: { start: stock, version: () => `fengari ${packageVersion('fengari/package.json')}` },
  wasmoon: { start: wasmoon, version: () => `wasmoon ${packageVersion('wasmoon/package.json')} (PUC Lua 5.4)` },
  puc: {
    start: puc,
    version: () => `lua-wasm-bindings ${packageVersion('lua-wasm-bindings/package.json')} (PUC Lua 5.3.6)`,
  },
};

/** @param {string} file */
function packageVersion(file) {
  return require(file).version;
}

/** What is compared unless `--engines` says otherwise. */
export const usualEngines = ['ours', 'stock', 'wasmoon', 'puc'];
