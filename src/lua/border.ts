/**
 * The border between AO-Core values (core/value.ts) and Lua values (value.ts). Strings are byte strings on both sides.
 */
import { Atom, Float, integer, type ListValue, type MapValue, type Value } from '../core/value.ts';
import { typeName } from './type-name.ts';
import type { Runtime } from './native.ts';
import { LuaTable } from './table.ts';
import { TagArray } from './tag-array.ts';
import { LuaFloat, type LuaValue } from './value.ts';

/** Tables nested deeper than this do not cross. */
export const MAX_BORDER_DEPTH = 200;

/** A Lua value that has no form outside. `message` names the place: `Messages[1].Tags[5].value: function`. */
export class BorderError extends Error {
  override readonly name = 'BorderError';
  readonly code = 'invalid-result';
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(path === '' ? problem : `${path}: ${problem}`);
  }
}

/**
 * An AO-Core value as a Lua value. Lists become tables with the keys 1..n, maps tables with string keys in the same
 * order, atoms other than true and false strings. Integer and float kinds are kept.
 */
export function toLua(value: Value, runtime: Runtime): LuaValue {
  switch (typeof value) {
    case 'string':
      runtime.allocate(value.length);
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default: {
      if (value instanceof Float) return new LuaFloat(value.n);
      if (value instanceof Atom) return value.name;
      const table = runtime.newTable();
      if (Array.isArray(value)) for (const item of value) table.append(toLua(item, runtime));
      else for (const [key, item] of value) table.setString(key, toLua(item, runtime));
      return table;
    }
  }
}

export interface FromLuaOptions {
  /**
   * How floats cross. `kept` (default): as they are. `json`: as aos 2 results do, which travel as JSON written with
   * `%.14g`: 14 digits, and a float whose text has neither point nor exponent arrives as an integer. NaN and infinities
   * raise. Integers are exact in both (a real node loses digits beyond 14).
   */
  readonly floats?: 'kept' | 'json';
  /** Name of the value in error messages; default none. */
  readonly path?: string;
}

/**
 * A Lua value as an AO-Core value. A table with the keys 1..n, or without keys, is a list; one with string keys a map in
 * the order of `pairs`. Metatables do not count.
 * @throws BorderError for nil, functions and coroutines, mixed or sparse keys, cycles, too deep tables, NaN as JSON
 */
export function fromLua(value: LuaValue, { floats = 'kept', path = '' }: FromLuaOptions = {}): Value {
  return new Exit(floats === 'json', path).convert(value);
}

/** Two texts by name, as most tables that leave are: the tags of messages. */
function pairOfTexts({ array, nodes }: LuaTable): MapValue | undefined {
  if (nodes.length !== 4 || array.length > 0) return undefined;
  const [key, value, otherKey, other] = nodes;
  if (typeof key !== 'string' || typeof value !== 'string') return undefined;
  if (typeof otherKey !== 'string' || typeof other !== 'string') return undefined;
  return new Map().set(key, value).set(otherKey, other);
}

const tag = (name: string, value: string): MapValue => new Map<string, Value>().set('name', name).set('value', value);

/** The tags that every message has, one each for all of them: nobody changes what has left. */
const SHARED = (
  [
    ['Data-Protocol', 'ao'],
    ['Variant', 'ao.TN.1'],
    ['Type', 'Message'],
  ] as const
).map(([name, value]) => ({ name, value, map: tag(name, value) }));

/** The shared tag that stands at a place, if it is this one. */
function sharedTag(at: number, name: string, value: string): MapValue | undefined {
  const shared = SHARED[at];
  return shared !== undefined && shared.name === name && shared.value === value ? shared.map : undefined;
}

class Exit {
  /** The tables around the one at hand; few, so that a list is faster than a set. */
  private readonly open: LuaTable[] = [];
  /** The keys that led here. Their text is only made for an error. */
  private readonly keys: (string | number)[] = [];

  constructor(
    private readonly json: boolean,
    private readonly start: string,
  ) {}

  private error(problem: string): BorderError {
    let path = this.start;
    for (const key of this.keys) path += typeof key === 'number' ? `[${key}]` : path === '' ? key : `.${key}`;
    return new BorderError(path, problem);
  }

  convert(value: LuaValue): Value {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return this.json && !Number.isInteger(value) ? this.jsonFloat(value) : value;
      case 'bigint':
        return integer(value);
      default:
        if (value instanceof LuaFloat) return this.json ? this.jsonFloat(value.n) : new Float(value.n);
        if (value instanceof LuaTable) return this.table(value);
        throw this.error(`a ${typeName(value)} cannot leave the process`);
    }
  }

  private at(key: string | number, value: LuaValue): Value {
    if (typeof value === 'string') return value;
    if (value instanceof LuaTable && this.keys.length < MAX_BORDER_DEPTH - 1) {
      const pair = pairOfTexts(value);
      if (pair !== undefined) return pair;
    }
    this.keys.push(key);
    const converted = this.convert(value);
    this.keys.pop();
    return converted;
  }

  private table(table: LuaTable): Value {
    if (this.keys.length >= MAX_BORDER_DEPTH) throw this.error(`tables nested deeper than ${MAX_BORDER_DEPTH}`);
    if (this.open.includes(table)) throw this.error('circular reference');
    if (table instanceof TagArray) {
      const pairs = this.keys.length < MAX_BORDER_DEPTH - 1 ? table.untouched : undefined;
      if (pairs !== undefined) return this.tags(table, pairs);
      table.settle();
    }
    this.open.push(table);
    const result = this.isList(table) ? this.list(table) : this.map(table);
    this.open.pop();
    return result;
  }

  /** The tags of a list whose tables were never made, and are not for this. */
  private tags(list: LuaTable, pairs: readonly LuaValue[]): ListValue {
    this.open.push(list);
    const tags: Value[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const name = pairs[i];
      const value = pairs[i + 1];
      tags.push(
        typeof name === 'string' && typeof value === 'string'
          ? (sharedTag(i >> 1, name, value) ?? tag(name, value))
          : this.otherTag(i / 2 + 1, name, value),
      );
    }
    this.open.pop();
    return tags;
  }

  /** The tag at a place, where it is not all text. */
  private otherTag(at: number, name: LuaValue, value: LuaValue): MapValue {
    this.keys.push(at);
    const map: MapValue = new Map();
    map.set('name', this.at('name', name));
    if (value !== undefined) map.set('value', this.at('value', value));
    this.keys.pop();
    return map;
  }

  private list({ array, nodes }: LuaTable): ListValue {
    const list: Value[] = [];
    for (let i = 0; i < array.length; i++) if (array[i] !== undefined) list[i] = this.at(i + 1, array[i]);
    for (let slot = 0; slot < nodes.length; slot += 2) {
      const key = nodes[slot] as number;
      if (nodes[slot + 1] !== undefined) list[key - 1] = this.at(key, nodes[slot + 1]);
    }
    return list;
  }

  private map({ nodes }: LuaTable): MapValue {
    const map: MapValue = new Map();
    for (let slot = 0; slot < nodes.length; slot += 2) {
      const key = nodes[slot] as string;
      if (nodes[slot + 1] !== undefined) map.set(key, this.at(key, nodes[slot + 1]));
    }
    return map;
  }

  /** List or map; throws for what is neither. */
  private isList({ array, nodes }: LuaTable): boolean {
    let strings = 0;
    let integers = 0;
    let highest = 0;
    for (let at = 0; at < array.length; at++)
      if (array[at] !== undefined) {
        integers++;
        highest = at + 1;
      }
    for (let slot = 0; slot < nodes.length; slot += 2) {
      if (nodes[slot + 1] === undefined) continue;
      const key = nodes[slot];
      if (typeof key === 'string') strings++;
      else if (typeof key === 'number' && Number.isInteger(key)) {
        integers++;
        if (key < 1) highest = Infinity;
        else if (key > highest) highest = key;
      } else throw this.error('invalid table: mixed or invalid key types');
    }
    if (strings > 0 && integers > 0) throw this.error('invalid table: mixed or invalid key types');
    if (strings > 0) return false;
    if (highest !== integers) throw this.error('invalid table: sparse array');
    return true;
  }

  /** The number that `%.14g` writes, with the kind a JSON reader gives it. */
  private jsonFloat(n: number): Value {
    if (!Number.isFinite(n)) throw this.error(`${Number.isNaN(n) ? 'NaN' : 'infinity'} has no JSON form`);
    const written = Number(n.toPrecision(14));
    if (!Number.isInteger(written)) return written;
    // From 1e14 on %.14g writes an exponent, which JSON readers take for a float.
    return Math.abs(written) < 1e14 ? written + 0 : new Float(written);
  }
}
