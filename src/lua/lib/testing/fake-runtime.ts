/** A {@link Runtime} without interpreter, for unit tests of natives: no Lua functions, hardly any metamethods. */
import { LuaError } from '../../errors.ts';
import { Heap } from '../../heap.ts';
import { type Callback, NativeFunction, type NativeBody, type Runtime } from '../../native.ts';
import { formatNumber } from '../../number/text.ts';
import { LuaTable } from '../../table.ts';
import { LuaFloat, type LuaFunction, type LuaNumber, type LuaValue } from '../../value.ts';
import { isFunction, isNumber } from '../arguments.ts';
import { typeName } from '../../type-name.ts';

/** Numbers as JavaScript compares them, exactly even between BigInt and double. */
function plain(value: LuaNumber): number | bigint {
  return value instanceof LuaFloat ? value.n : value;
}

export class OutOfGas extends Error {}

export class FakeRuntime implements Runtime {
  readonly heap = new Heap(
    1 << 28,
    () => 0,
    () => new LuaError('not enough memory'),
  );
  readonly globals = this.newTable();
  stringMetatable: LuaTable | undefined = undefined;
  /** Gas used so far. */
  gas = 0;
  /** Milliseconds that {@link now} returns. */
  clock = 0;

  constructor(public limit = Infinity) {}

  charge(units: number): void {
    if (!Number.isInteger(units) || units < 0) throw new Error(`charged ${units}`);
    this.gas += units;
    if (this.gas > this.limit) throw new OutOfGas();
  }
  allocate(bytes: number): void {
    this.heap.charge(bytes);
  }
  call(fn: LuaValue, args: LuaValue[]): readonly LuaValue[] {
    const handler = fn instanceof NativeFunction ? fn : this.metamethod(fn, '__call');
    if (!(handler instanceof NativeFunction)) throw new LuaError(`attempt to call a ${typeName(fn)} value`);
    const result = handler.body(this, handler === fn ? args : [fn, ...args]);
    return Array.isArray(result) ? (result as LuaValue[]) : [result as LuaValue];
  }
  callback(fn: LuaValue, count: number): Callback {
    return { call: (...args) => this.call(fn, args.slice(0, count))[0], end: () => undefined };
  }
  metatableOf(value: LuaValue): LuaTable | undefined {
    if (value instanceof LuaTable) return value.metatable;
    return typeof value === 'string' ? this.stringMetatable : undefined;
  }
  metamethod(value: LuaValue, event: string): LuaValue {
    return this.metatableOf(value)?.getString(event);
  }
  index(object: LuaValue, key: LuaValue): LuaValue {
    const raw = object instanceof LuaTable ? object.get(key) : undefined;
    if (raw !== undefined) return raw;
    const handler = this.metamethod(object, '__index');
    if (handler === undefined) {
      if (object instanceof LuaTable) return undefined;
      throw new LuaError(`attempt to index a ${typeName(object)} value`);
    }
    return isFunction(handler) ? this.call(handler, [object, key])[0] : this.index(handler, key);
  }
  setIndex(object: LuaValue, key: LuaValue, value: LuaValue): void {
    if (!(object instanceof LuaTable)) throw new LuaError(`attempt to index a ${typeName(object)} value`);
    object.set(key, value);
  }
  length(value: LuaValue): LuaValue {
    const handler = this.metamethod(value, '__len');
    if (handler !== undefined) return this.call(handler, [value])[0];
    if (typeof value === 'string') return value.length;
    if (value instanceof LuaTable) return value.length();
    throw new LuaError(`attempt to get length of a ${typeName(value)} value`);
  }
  equals(a: LuaValue, b: LuaValue): boolean {
    return isNumber(a) && isNumber(b) ? plain(a) <= plain(b) && plain(a) >= plain(b) : a === b;
  }
  lessThan(a: LuaValue, b: LuaValue): boolean {
    if (typeof a === 'string' && typeof b === 'string') return a < b;
    if (isNumber(a) && isNumber(b)) return plain(a) < plain(b);
    const [left, right] = [typeName(a), typeName(b)];
    throw new LuaError(
      left === right ? `attempt to compare two ${left} values` : `attempt to compare ${left} with ${right}`,
    );
  }
  tostring(value: LuaValue): string {
    const handler = this.metamethod(value, '__tostring');
    if (handler !== undefined) return String(this.call(handler, [value])[0]);
    if (typeof value === 'string') return value;
    if (value === undefined) return 'nil';
    if (typeof value === 'boolean') return String(value);
    return isNumber(value) ? formatNumber(value) : `${typeName(value)}: 0x${this.heap.identify(value)}`;
  }
  error(message: string): Error {
    return new LuaError(message);
  }
  argError(index: number, message: string): Error {
    return new LuaError(`bad argument #${index} to '?' (${message})`);
  }
  load(): LuaFunction {
    throw new Error('no compiler here');
  }
  newTable(): LuaTable {
    return new LuaTable(this.heap);
  }
  now(): number {
    return this.clock;
  }

  /** A sequence table of these values. */
  list(...values: LuaValue[]): LuaTable {
    const table = this.newTable();
    values.forEach((value, at) => table.setInteger(at + 1, value));
    return table;
  }
  /** The results of a native body. */
  run(body: NativeBody, ...args: LuaValue[]): readonly LuaValue[] {
    return this.call(new NativeFunction('test', body), args);
  }
  /** The first result, or "error: …" with the message. */
  try(body: NativeBody, ...args: LuaValue[]): LuaValue {
    try {
      return this.run(body, ...args)[0];
    } catch (error) {
      if (error instanceof LuaError) return `error: ${error.message}`;
      throw error;
    }
  }
}
