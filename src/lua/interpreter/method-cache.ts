import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';

/** What a method call found last: valid for objects with the same metatable as long as no table on the way changes. */
export class MethodCache {
  metatable: LuaTable | null | undefined = null;
  version = 0;
  value: LuaValue = undefined;

  keep(metatable: LuaTable | undefined, version: number, value: LuaValue): void {
    this.metatable = metatable;
    this.version = version;
    this.value = value;
  }
}
