/**
 * The border for large values (design §5, spec/aos.md §6): AO-Core values go in as lazy tables, and come back as what
 * changed or with every untouched part as the very object that went in.
 *
 *     const base = present(state, runtime);
 *     const [result] = machine.call(compute, [base, request]);
 *     changesOf(result, state); // [{ path: ['balances', 'ann'], value: 5, replaces: true }]
 *
 * In: lists, and maps with exactly the keys "1" … "n", are tables with the keys 1 … n; other maps tables with string
 * keys; atoms other than true and false are strings.
 * Out: a table with exactly the keys 1 … n (or "1" … "n"), or without keys, is a list; every other table a map whose integer keys
 * become text. Functions in maps are left out. Metatables do not count.
 */
import type { Change } from '../core/ports/store.ts';
import { Atom, Float, isList, isMap, type ListValue, type MapValue, type Value } from '../core/value.ts';
import { BorderError, MAX_BORDER_DEPTH } from './border.ts';
import { LuaClosure } from './interpreter/closure.ts';
import { LazyTable } from './lazy-table.ts';
import { typeName } from './type-name.ts';
import { NativeFunction, type Runtime } from './native.ts';
import { LuaTable } from './table.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** A value as Lua sees it. Maps and lists must not change as long as Lua holds them. */
export function present(value: Value, runtime: Runtime): LuaValue {
  switch (typeof value) {
    case 'string':
      runtime.allocate(value.length);
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      if (value instanceof Float) return new LuaFloat(value.n);
      if (value instanceof Atom) return value.name;
      return new LazyTable(runtime, value, isMap(value) ? (numbered(value) ?? value) : value, present);
  }
}

/** The values of a map with exactly the keys "1" … "n", n > 0. */
function numbered(map: MapValue): ListValue | undefined {
  if (map.size === 0) return undefined;
  const list: ListValue = [];
  for (let i = 1; i <= map.size; i++) {
    const item = map.get(String(i));
    if (item === undefined) return undefined;
    list.push(item);
  }
  return list;
}

/**
 * A Lua value as an AO-Core value. What was presented and is unchanged comes back as the same object, at any place.
 * @param path name of the value in error messages
 * @throws BorderError for nil and coroutines, functions in lists, keys that are no strings or integers, cycles, too deep
 * tables
 */
export function takeBack(value: LuaValue, path = ''): Value {
  return new WayBack().take(value, path, 0);
}

/**
 * What leads from `origin` to `value`: changes in no particular order, paths from its root. Costs follow what was touched
 * when `value` is the table that was presented for `origin`.
 * @returns undefined when it is another table, or has become a list: then {@link takeBack} gives all of it
 * @throws BorderError as {@link takeBack}
 */
export function changesOf(value: LuaValue, origin: MapValue): Change[] | undefined {
  if (!(value instanceof LazyTable) || value.origin !== origin) return undefined;
  const changes: Change[] = [];
  return new WayBack().compare(value, origin, [], changes) ? changes : undefined;
}

class WayBack {
  private readonly open = new Set<LuaTable>();
  private readonly changed = new Map<LazyTable, boolean>();

  take(value: LuaValue, path: string, depth: number): Value {
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'number':
      case 'bigint':
        return value;
      default:
        if (value instanceof LuaFloat) return new Float(value.n);
        if (value instanceof LuaTable) return this.table(value, path, depth);
        throw new BorderError(path, `a ${typeName(value)} cannot leave the process`);
    }
  }

  /** Adds what differs from `origin`. False when the table is no map any more. */
  compare(table: LazyTable, origin: MapValue, at: readonly string[], changes: Change[]): boolean {
    if (!this.isChanged(table)) return true;
    if (isListLike(table)) return false;
    this.enter(table, at.join('.'), at.length);
    for (const [key, value] of ownEntries(table, at.join('.'))) {
      const path = [...at, key];
      const before = origin.get(key);
      if (value === undefined || isFunction(value)) {
        if (before !== undefined) changes.push({ path, value: undefined, replaces: true });
      } else if (before === undefined || !this.isSame(value, before)) {
        const nested = value instanceof LazyTable && isMap(before) && value.origin === before;
        if (nested && this.compare(value, before, path, changes)) continue;
        changes.push({ path, value: this.take(value, path.join('.'), path.length), replaces: before !== undefined });
      }
    }
    this.open.delete(table);
    return true;
  }

  private table(table: LuaTable, path: string, depth: number): Value {
    if (table instanceof LazyTable && !this.isChanged(table)) return table.origin;
    this.enter(table, path, depth);
    const result = isListLike(table) ? this.list(table, path, depth) : this.map(table, path, depth);
    this.open.delete(table);
    return result;
  }

  private enter(table: LuaTable, path: string, depth: number): void {
    if (depth >= MAX_BORDER_DEPTH) throw new BorderError(path, `tables nested deeper than ${MAX_BORDER_DEPTH}`);
    if (this.open.has(table)) throw new BorderError(path, 'circular reference');
    this.open.add(table);
  }

  private list(table: LuaTable, path: string, depth: number): ListValue {
    const list: ListValue = [];
    for (const [key, item] of table.entries()) list[Number(key) - 1] = this.take(item, `${path}[${key}]`, depth + 1);
    return list;
  }

  private map(table: LuaTable, path: string, depth: number): MapValue {
    const rest = table instanceof LazyTable && table.untouched > 0 && isMap(table.origin) ? table.origin : undefined;
    const map: MapValue = new Map(rest);
    for (const [key, item] of ownEntries(table, path)) {
      if (item === undefined || isFunction(item)) map.delete(key);
      else map.set(key, this.take(item, path === '' ? key : `${path}.${key}`, depth + 1));
    }
    return map;
  }

  /** Whether anything in or below the table differs from its origin. Ends because origins are finite. */
  private isChanged(table: LazyTable): boolean {
    let changed = this.changed.get(table);
    if (changed === undefined) {
      changed = this.differs(table);
      this.changed.set(table, changed);
    }
    return changed;
  }

  private differs(table: LazyTable): boolean {
    const { origin, array, nodes, untouched } = table;
    if (table.asList) {
      if (untouched > 0) return false;
      const items = isList(origin) ? origin : numbered(origin);
      if (array.length !== items?.length || !array.every((value, i) => this.isSame(value, items[i]))) return true;
      return nodes.some((value, i) => i % 2 === 1 && value !== undefined);
    }
    if (isList(origin) || array.some((value) => value !== undefined)) return true;
    let live = 0;
    for (let i = 0; i < nodes.length; i += 2) {
      const [key, value] = [nodes[i], nodes[i + 1]];
      if (value !== undefined) live++;
      if (!this.isSame(value, typeof key === 'string' ? origin.get(key) : undefined)) return true;
    }
    // Keys set to nil may have lost their nodes.
    return live + untouched < origin.size;
  }

  private isSame(value: LuaValue, before: Value | undefined): boolean {
    if (value === before) return true;
    if (value instanceof LuaFloat) return before instanceof Float && Object.is(before.n, value.n);
    if (before instanceof Atom) return value === before.name;
    if (typeof before === 'number') return Number.isNaN(before) && Number.isNaN(value);
    return value instanceof LazyTable && value.origin === before && !this.isChanged(value);
  }
}

const isFunction = (value: LuaValue): boolean => value instanceof LuaClosure || value instanceof NativeFunction;

const POSITION = /^[1-9]\d{0,9}$/;

/** Whether the keys are exactly 1 … n, as numbers or as text, or there is none. */
function isListLike(table: LuaTable): boolean {
  if (table instanceof LazyTable && table.untouched > 0) return table.asList;
  let count = 0;
  let highest = 0;
  for (const [key] of table.entries()) {
    const position = typeof key === 'string' && POSITION.test(key) ? Number(key) : key;
    if (typeof position !== 'number' || !Number.isInteger(position) || position < 1) return false;
    count++;
    if (position > highest) highest = position;
  }
  return highest === count;
}

/**
 * What was touched of a table: text of each key and its value, undefined for one that was removed. Of spellings that
 * meet (`t[1]` and `t['1']`) the string counts.
 */
function ownEntries(table: LuaTable, path: string): Map<string, LuaValue> {
  const own = new Map<string, LuaValue>();
  const integers = new Map<string, LuaValue>();
  table.array.forEach((value, i) => {
    if (value !== undefined) integers.set(String(i + 1), value);
  });
  for (let i = 0; i < table.nodes.length; i += 2) {
    const [key, value] = [table.nodes[i], table.nodes[i + 1]];
    if (typeof key === 'string') own.set(key, value);
    else if (value === undefined) continue;
    else if (typeof key === 'bigint' || (typeof key === 'number' && Number.isSafeInteger(key)))
      integers.set(String(key), value);
    else throw new BorderError(path, `a ${typeName(key)} cannot be a key outside of the process`);
  }
  const origin = table instanceof LazyTable && isMap(table.origin) ? table.origin : new Map<string, Value>();
  const isPartial = table instanceof LazyTable && table.untouched > 0;
  for (const [key, value] of integers) {
    const isHidden = isPartial && !own.has(key) && origin.has(key);
    if (!isHidden && own.get(key) === undefined) own.set(key, value);
  }
  // The nodes of removed keys may be gone.
  if (!isPartial) for (const key of origin.keys()) if (!own.has(key)) own.set(key, undefined);
  return own;
}
