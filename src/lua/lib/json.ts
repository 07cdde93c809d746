/** The `json` module of aos programs (`require('json')`). */
import type { Library, Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';
import { decode } from './json-decode.ts';
import { encode } from './json-encode.ts';
import { createModule } from './module.ts';

export const jsonLibrary: Library = { name: 'json', functions: { decode, encode } };

/** The module table that `require` returns. */
export function createJson(rt: Runtime): LuaTable {
  return createModule(rt, jsonLibrary);
}
