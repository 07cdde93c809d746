/** What `type` says of a value. */
import { Coroutine } from './interpreter/coroutine.ts';
import { LuaTable } from './table.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** Basic type name of a value, as `type` gives it. */
export function typeName(value: LuaValue): string {
  switch (typeof value) {
    case 'undefined':
      return 'nil';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'number':
    case 'bigint':
      return 'number';
    default:
      if (value instanceof LuaTable) return 'table';
      if (value instanceof LuaFloat) return 'number';
      return value instanceof Coroutine ? 'thread' : 'function';
  }
}
