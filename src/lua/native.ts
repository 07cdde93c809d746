/**
 * Functions of the standard library and other natives: how the interpreter calls them and what they may use.
 */
import type { Heap } from './heap.ts';
import type { LuaTable } from './table.ts';
import type { LuaFunction, LuaValue } from './value.ts';

/**
 * What a native returns: one value, or an array for any other number of values ({@link NONE} for no value).
 * A bare `undefined` is one nil.
 */
export type NativeResult = LuaValue | readonly LuaValue[];

/** No values at all, as a function without `return` gives. */
export const NONE: readonly LuaValue[] = Object.freeze([]);

/** A function that a native calls often. What the calls need is prepared once: {@link end} it whatever happens. */
export interface Callback {
  /** The first result of a call. */
  call(a: LuaValue, b?: LuaValue): LuaValue;
  end(): void;
}

/** What a native may ask of the engine that calls it. */
export interface Runtime {
  /** Charges `units` of gas (about one per bytecode instruction of work); at its end throws an error no pcall catches. */
  charge(units: number): void;
  /** Charges string or table memory in bytes against the engine's ceiling; throws a catchable "not enough memory". */
  allocate(bytes: number): void;
  /** Calls any callable Lua value from native code (a C-call boundary: not yieldable, limited nesting). */
  call(fn: LuaValue, args: LuaValue[]): readonly LuaValue[];
  /** For natives that {@link call} `fn` often, with `count` arguments, one or two. */
  callback(fn: LuaValue, count: number): Callback;
  /** Metatable of any value (strings share one), or undefined. */
  metatableOf(value: LuaValue): LuaTable | undefined;
  /** `metatable[event]`, raw. */
  metamethod(value: LuaValue, event: string): LuaValue;
  /** `object[key]` with metamethods. */
  index(object: LuaValue, key: LuaValue): LuaValue;
  /** `object[key] = value` with metamethods. */
  setIndex(object: LuaValue, key: LuaValue, value: LuaValue): void;
  /** `#value` with metamethods. */
  length(value: LuaValue): LuaValue;
  /** `a == b` / `a < b` with metamethods. */
  equals(a: LuaValue, b: LuaValue): boolean;
  lessThan(a: LuaValue, b: LuaValue): boolean;
  /** As `tostring(value)`: honours `__tostring` and `__name`. Returns a byte string. */
  tostring(value: LuaValue): string;
  /** A Lua error with the position of the calling Lua function in front (`luaL_error`). Use: `throw rt.error('…')`. */
  error(message: string): Error;
  /** "bad argument #n to 'name' (message)", the name taken from the call site (`luaL_argerror`). 1-based. */
  argError(index: number, message: string): Error;
  /** Compiles Lua text (byte string); throws a LuaError with the syntax message. */
  load(source: string, chunkName: string, env?: LuaValue): LuaFunction;
  /** A new empty table of this machine. Natives make tables only this way: each belongs to one heap. */
  newTable(): LuaTable;
  /** Memory account and undo journal of this machine. */
  readonly heap: Heap;
  /** The globals table of this machine. */
  readonly globals: LuaTable;
  /** The string metatable (`string` library as `__index`). */
  stringMetatable: LuaTable | undefined;
  /** Deterministic clock of the message at hand: milliseconds since 1970, as AO gives it. */
  now(): number;
}

export type NativeBody = (rt: Runtime, args: LuaValue[]) => NativeResult;

/** A native as a Lua value. `name` is unique in the machine (`string.format`): snapshots save natives by it. */
export class NativeFunction {
  /** Whether the interpreter itself carries it out (`pcall`, `coroutine.resume` …): see interpreter/control.ts. */
  readonly isControl: boolean = false;

  constructor(
    readonly name: string,
    readonly body: NativeBody,
  ) {}
}

/** A library as its file exports it: a table name and its functions, installed by the machine. */
export interface Library {
  /** Global name, or `_G` for the base library. */
  readonly name: string;
  readonly functions: Readonly<Record<string, NativeBody>>;
  /** Anything that is no function (`math.pi`, `string` metatable, `utf8.charpattern`). */
  install?(rt: Runtime, table: LuaTable): void;
}
export type { LuaFunction };
