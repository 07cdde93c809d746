/**
 * How the table library reads and writes lists: raw for tables without a metatable, through `__index`, `__newindex` and
 * `__len` otherwise (Lua 5.3 honours them here). Any value with these metamethods counts as a table.
 */
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { toInteger, typeError } from './arguments.ts';

export type Integer = number | bigint;

/** What a function does with its table argument: a value that is no table needs the metamethods for it. */
export interface Uses {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly length?: boolean;
}

export interface List {
  get(index: Integer): LuaValue;
  set(index: Integer, value: LuaValue): void;
  /** `#list`; an error unless it is an integer. */
  length(): Integer;
}

class MetaList implements List {
  constructor(
    private readonly rt: Runtime,
    private readonly value: LuaValue,
  ) {}

  get(index: Integer): LuaValue {
    this.rt.charge(1);
    return this.rt.index(this.value, index);
  }

  set(index: Integer, value: LuaValue): void {
    this.rt.charge(1);
    this.rt.setIndex(this.value, index, value);
  }

  length(): Integer {
    return integerLength(this.rt, this.value);
  }
}

/** `#value` as `luaL_len` gives it. */
export function integerLength(rt: Runtime, value: LuaValue): Integer {
  const length = toInteger(rt.length(value));
  if (length === undefined) throw rt.error('object length is not an integer');
  return length;
}

class PlainList implements List {
  constructor(private readonly table: LuaTable) {}

  get(index: Integer): LuaValue {
    return this.table.get(index);
  }

  set(index: Integer, value: LuaValue): void {
    this.table.set(index, value);
  }

  length(): Integer {
    return this.table.length();
  }
}

/** The argument as a table that needs no metamethods, or undefined. */
export function plainTable(args: readonly LuaValue[], index: number): LuaTable | undefined {
  const value = args[index - 1];
  return value instanceof LuaTable && value.metatable === undefined ? value : undefined;
}

/** The table argument `index` as a list. */
export function checkList(rt: Runtime, args: readonly LuaValue[], index: number, uses: Uses): List {
  const value = args[index - 1];
  if (value instanceof LuaTable) {
    return value.metatable === undefined ? new PlainList(value) : new MetaList(rt, value);
  }
  const has = (event: string): boolean => rt.metamethod(value, event) !== undefined;
  const usable =
    rt.metatableOf(value) !== undefined &&
    (uses.read !== true || has('__index')) &&
    (uses.write !== true || has('__newindex')) &&
    (uses.length !== true || has('__len'));
  if (!usable) throw typeError(rt, args, index, 'table');
  return new MetaList(rt, value);
}
