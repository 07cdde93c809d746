/**
 * The state of one Lua machine and what its natives may ask of it ({@link Runtime}). The instruction loop is in run.ts,
 * calls in calls.ts and host-calls.ts, metamethods in metamethods.ts, errors in unwind.ts.
 */
import { canCompile } from '../compiled/tier.ts';
import { loadWriter } from '../compiled/writer.ts';
import { compile } from '../compiler/compile.ts';
import { GasError, LuaError, outOfMemory } from '../errors.ts';
import { ADDRESS, COMPILE_BYTE } from '../gas.ts';
import { Heap } from '../heap.ts';
import { type Callback, NONE, type NativeFunction, type Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { activations, position } from './activations.ts';
import { callAt, reserve } from './calls.ts';
import { LuaClosure, Upvalue } from './closure.ts';
import { toText } from './concat.ts';
import { showVariable } from '../variable-fields.ts';
import { Frame } from './frame.ts';
import { Proto } from './proto.ts';
import { Coroutine } from './coroutine.ts';
import { runtimeError } from './faults.ts';
import { typeName } from '../type-name.ts';
import { HostCalls, LOOP_NESTING } from './host-calls.ts';
import * as meta from './metamethods.ts';
import { reachableBytes } from './reachable.ts';
import { execute } from './run.ts';
import { globalName, traceback } from './traceback.ts';

/** Nested native calls, metamethods, protected calls and coroutines (LUAI_MAXCCALLS of Lua 5.3). */
const MAX_NATIVE_DEPTH = 200;

/** Gas that is counted at a time: the largest integer that is a small one for V8 with compressed pointers. */
const TANK = 2 ** 30 - 1;

export interface InterpreterOptions {
  readonly memory: number;
  readonly now: () => number;
  readonly print: (text: string) => void;
  /** Work after which functions are compiled (compiled/tier.ts), where that is allowed; `Infinity` for never. */
  readonly hotAfter: number;
}

export class Interpreter implements Runtime {
  readonly heap: Heap;
  readonly globals: LuaTable;
  /** Libraries by name, the globals as `_G`: for names in messages. */
  readonly loaded = new Map<string, LuaTable>();
  stringMetatable: LuaTable | undefined = undefined;
  readonly main = new Coroutine(true);
  /** The coroutine that runs. */
  coroutine: Coroutine = this.main;
  /**
   * Gas left, apart from the {@link gasReserve}. V8 keeps it as a machine integer as long as it is one; it is written at every
   * call.
   */
  gas = TANK;
  private gasReserve = Infinity;
  /** What the call started with. */
  gasLimit = Infinity;
  /** The native that runs, for messages and tracebacks. */
  native: NativeFunction | undefined = undefined;
  /** Its arguments, and those of natives below it that called back: values that nothing else may hold. */
  nativeArguments: readonly LuaValue[] = NONE;
  readonly waitingArguments: (readonly LuaValue[])[] = [];
  /** The native that makes the next call to {@link TO_HOST}. */
  via: NativeFunction | undefined = undefined;
  /** Set when a call from the host has its results. */
  hostResults: readonly LuaValue[] | undefined = undefined;
  readonly baseNativeLimit = MAX_NATIVE_DEPTH;
  nativeLimit = MAX_NATIVE_DEPTH;
  /** Message handlers that run, one inside the other. */
  handling = 0;
  /** Work after which functions are compiled to JavaScript (compiled/tier.ts). */
  readonly hotAfter: number;
  /** What compiled functions and their calls take of JavaScript's stack (compiled/write-calls.ts). */
  nesting = 0;
  /** What the last call of a compiled function left (compiled/convention.ts). */
  returned = 0;
  /** The error that compiled functions hand on (compiled/finish.ts). */
  failure: LuaError | undefined = undefined;
  /** Natives that the instruction loop and compiled code know: `pairs`, `ipairs`, `next` and the iterator of `ipairs`. */
  pairsFunction: NativeFunction | undefined = undefined;
  ipairsFunction: NativeFunction | undefined = undefined;
  nextFunction: NativeFunction | undefined = undefined;
  ipairsIterator: NativeFunction | undefined = undefined;
  /** The value that a step of a traversal found (traverse.ts), or what another iterator gave to compiled code second. */
  second: LuaValue = undefined;

  constructor(readonly options: InterpreterOptions) {
    this.hotAfter = canCompile() ? options.hotAfter : Infinity;
    if (this.hotAfter < Infinity) void loadWriter();
    this.heap = new Heap(options.memory, (held) => reachableBytes(this, held), outOfMemory);
    this.globals = this.newTable();
    this.loaded.set('_G', this.globals);
    this.main.status = 'running';
    showVariable(this);
    showVariable(this.main);
    showVariable(new Frame());
    showVariable(new Proto(new Int32Array(), [], [], [], new Int32Array(), [], '', 0, 0, 0, false, 0));
  }

  newTable(): LuaTable {
    return new LuaTable(this.heap);
  }

  /** Gas for the next call from outside. */
  refuel(gas: number): void {
    this.gas = Math.min(gas, TANK);
    this.gasReserve = gas - this.gas;
    this.gasLimit = gas;
  }

  charge(units: number): void {
    this.gas -= units;
    if (this.gas < 0) this.refill();
  }

  /** Gas used since the last {@link refuel}. */
  get gasUsed(): number {
    return this.gasLimit - this.gasReserve - this.gas;
  }

  /** Where gas has fallen below 0: takes from the reserve. @throws GasError when that does not suffice */
  refill(): void {
    const more = Math.min(this.gasReserve, TANK);
    if (this.gas + more < 0) throw new GasError(this.gasLimit);
    this.gas += more;
    this.gasReserve -= more;
  }

  allocate(bytes: number): void {
    this.heap.charge(bytes);
  }

  now(): number {
    return this.options.now();
  }

  /** `env` given as nil differs from `env` not given. */
  load(source: string, chunkName: string, ...env: readonly LuaValue[]): LuaClosure {
    const environment = env.length > 0 ? env[0] : this.globals;
    this.charge(source.length * COMPILE_BYTE);
    this.heap.charge(source.length * 4);
    const proto = compile(source, chunkName);
    return new LuaClosure(
      proto,
      proto.upvalues.map((_, i) => new Upvalue([i === 0 ? environment : undefined], 0)),
    );
  }

  call(fn: LuaValue, args: readonly LuaValue[]): readonly LuaValue[] {
    const calls = new HostCalls(this, fn, args.length);
    try {
      return calls.callForAll(args);
    } finally {
      calls.end();
    }
  }

  callback(fn: LuaValue, count: number): Callback {
    return new HostCalls(this, fn, count);
  }

  /**
   * For compiled code: runs the frames above `depth` to their end. Returns false when the coroutine was suspended on the
   * way, in which case the compiled code leaves its frame as it is.
   */
  runNested(coroutine: Coroutine, depth: number): boolean {
    if (coroutine.status === 'suspended') return false;
    this.nesting += LOOP_NESTING;
    const isDone = execute(this, coroutine, depth);
    this.nesting -= LOOP_NESTING;
    return isDone;
  }

  /** Calls a metamethod from an instruction of the running Lua function: see the modes in frame.ts. */
  callHandler(
    handler: LuaValue,
    a: LuaValue,
    b: LuaValue,
    c: LuaValue,
    count: number,
    mode: number,
    ret: number,
    wanted: number,
  ): void {
    const { coroutine } = this;
    const func = coroutine.extent();
    reserve(this, coroutine, func + 4);
    const { stack } = coroutine;
    stack[func] = handler;
    stack[func + 1] = a;
    stack[func + 2] = b;
    if (count > 2) stack[func + 3] = c;
    callAt(this, coroutine, func, count, ret, wanted, mode);
  }

  metatableOf(value: LuaValue): LuaTable | undefined {
    if (value instanceof LuaTable) return value.metatable;
    return typeof value === 'string' ? this.stringMetatable : undefined;
  }

  metamethod(value: LuaValue, event: string): LuaValue {
    return this.metatableOf(value)?.getString(event);
  }

  index(object: LuaValue, key: LuaValue): LuaValue {
    return meta.indexValue(this, object, key);
  }

  setIndex(object: LuaValue, key: LuaValue, value: LuaValue): void {
    meta.setIndexValue(this, object, key, value);
  }

  length(value: LuaValue): LuaValue {
    if (typeof value === 'string') return value.length;
    const handler = this.metamethod(value, '__len');
    if (handler !== undefined) return this.call(handler, [value, value])[0];
    if (value instanceof LuaTable) return value.length();
    throw runtimeError(this, `attempt to get length of a ${typeName(value)} value`);
  }

  equals(a: LuaValue, b: LuaValue): boolean {
    return a === b || meta.decide(this, meta.compareEqual(this, a, b), a, b);
  }

  lessThan(a: LuaValue, b: LuaValue): boolean {
    return meta.decide(this, meta.compareLess(this, a, b), a, b);
  }

  tostring(value: LuaValue): string {
    const handler = this.metamethod(value, '__tostring');
    if (handler !== undefined) {
      const [text] = this.call(handler, [value]);
      const string = toText(text);
      if (string === undefined) throw this.error("'__tostring' must return a string");
      return string;
    }
    const text = toText(value);
    if (text !== undefined) return text;
    if (value === undefined) return 'nil';
    if (typeof value === 'boolean') return String(value);
    const name = this.metamethod(value, '__name');
    const kind = typeof name === 'string' ? name : typeName(value);
    return `${kind}: ${this.address(value)}`;
  }

  /** `0x` and a number that is the same on every run. */
  address(value: LuaValue): string {
    this.charge(ADDRESS);
    return `0x${this.heap
      .identify(value as object)
      .toString(16)
      .padStart(14, '0')}`;
  }

  error(message: string): LuaError {
    return new LuaError(this.where(1) + message);
  }

  /** Position of the function at `level`: 1 is the one that called the running native. */
  where(level: number): string {
    if (level === 1) return position(this.coroutine.current());
    let at = this.native === undefined ? 1 : 0;
    for (const activation of activations(this.coroutine, this.native)) {
      if (at++ === level) return position(activation.frame);
    }
    return '';
  }

  argError(index: number, message: string): LuaError {
    const { native } = this;
    if (native === undefined) return this.error(`bad argument #${index} (${message})`);
    const [activation] = activations(this.coroutine, native);
    let argument = index;
    if (activation?.name?.what === 'method') {
      argument--;
      if (argument === 0) return this.error(`calling '${activation.name.name}' on bad self`);
    }
    const name = activation?.name?.name ?? globalName(native, this.loaded) ?? '?';
    return this.error(`bad argument #${argument} to '${name}' (${message})`);
  }

  /** Traceback of the running coroutine from `level` on (0: the native that runs). */
  traceback(message?: string, level = 0): string {
    return traceback(this.coroutine, { message, level, running: this.native, named: this.loaded });
  }
}
