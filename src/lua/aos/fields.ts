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

/**
 * A key that one place of the runtime asks for again and again. It remembers where the key stood in the table asked last: tables
 * that come to the same place are mostly made in the same way.
 */
export class Key {
  /** Only a hint. */
  private slot = 0;

  constructor(readonly name: string) {}

  /** {@link field} of this key. */
  of(rt: Runtime, object: LuaValue): LuaValue {
    if (!(object instanceof LuaTable)) return rt.index(object, this.name);
    let { slot } = this;
    if (slot >= object.nodes.length || object.nodes[slot] !== this.name) {
      slot = object.find(this.name);
      if (slot < 0) return object.metatable === undefined ? undefined : rt.index(object, this.name);
      this.slot = slot;
    }
    const value = object.nodes[slot + 1];
    return value !== undefined || object.metatable === undefined ? value : rt.index(object, this.name);
  }

  /** {@link truthyField} of this key. */
  truthyOf(rt: Runtime, object: LuaValue): LuaValue {
    const value = this.of(rt, object);
    return value === false ? undefined : value;
  }

  /** {@link setField} of this key. */
  set(rt: Runtime, object: LuaValue, value: LuaValue): void {
    const { slot, name } = this;
    if (!(object instanceof LuaTable) || object.metatable !== undefined) rt.setIndex(object, name, value);
    else if (slot < object.nodes.length && object.nodes[slot] === name) object.setSlot(slot, name, value);
    else this.slot = object.setString(name, value);
  }

  /** Writes only what differs: a write costs a place in the journal of the message. */
  put(rt: Runtime, object: LuaTable, value: LuaValue): void {
    if (this.of(rt, object) !== value) this.set(rt, object, value);
  }
}

/** {@link Key}s by name, of tables of one kind. */
export function keys<const N extends string>(...names: N[]): Readonly<Record<N, Key>> {
  return Object.fromEntries(names.map((name) => [name, new Key(name)])) as Record<N, Key>;
}
