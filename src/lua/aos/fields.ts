/** Fields of Lua tables as `table.key` has them: with metamethods, which tables of the runtime hardly ever have. */
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';

/** `object.key`. */
export function field(rt: Runtime, object: LuaValue, key: string): LuaValue {
  if (object instanceof LuaTable) {
    const value = object.getString(key);
    if (value !== undefined || object.metatable === undefined) return value;
  }
  return rt.index(object, key);
}

/** `object.key`, nil for false: as the left side of `or` sees it. */
export function truthyField(rt: Runtime, object: LuaValue, key: string): LuaValue {
  const value = field(rt, object, key);
  return value === false ? undefined : value;
}

/** `object.key = value`. */
export function setField(rt: Runtime, object: LuaValue, key: string, value: LuaValue): void {
  if (object instanceof LuaTable && object.metatable === undefined) object.setString(key, value);
  else rt.setIndex(object, key, value);
}
