/**
 * The port of the Lua engine: everything outside `lua/` reaches it through a {@link Machine} (design §5).
 *
 *     const machine = createMachine({ print: (line) => console.log(line) });
 *     const chunk = machine.load('return 1 + ...', '=example');
 *     machine.call(chunk, [41]); // [42]
 *
 * Strings are byte strings in both directions (see value.ts). A machine is synchronous and not re-entrant from the
 * outside: natives use the {@link Runtime} they are given.
 */
import { HOT_AFTER } from './compiled/tier.ts';
import { GasError, LuaError } from './errors.ts';
import { DEFAULT_GAS } from './gas.ts';
import type { Heap, Transaction } from './heap.ts';
import type { LuaClosure } from './interpreter/closure.ts';
import { Interpreter } from './interpreter/interpreter.ts';
import { installLibraries, standardLibraries } from './lib/standard.ts';
import type { Library, Runtime } from './native.ts';
import type { LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

export { GasError, LuaError };
export type { Transaction };
export { loadWriter } from './compiled/writer.ts';

/** Default ceiling for tables and strings that are reachable, in bytes (an estimate, see heap.ts). */
export const DEFAULT_MEMORY = 256 * 1024 * 1024;

export interface MachineOptions {
  /** Gas of each {@link Machine.call} unless it says otherwise; `Infinity` for none. Default {@link DEFAULT_GAS}. */
  gas?: number;
  /** Ceiling in bytes for what is reachable; beyond it Lua gets "not enough memory". Default {@link DEFAULT_MEMORY}. */
  memory?: number;
  /** Receives each line of `print`, without its newline, as a byte string. Default: dropped. */
  print?: (text: string) => void;
  /** Milliseconds since 1970 for `os.time`, `os.date`, `os.clock`. Default: always 0, which is deterministic. */
  now?: () => number;
  /**
   * `compiled`: functions that do much work become JavaScript functions, where that is allowed (a Content Security Policy
   * without `unsafe-eval` forbids it). Only speed differs. Default `compiled`.
   */
  tier?: 'interpreter' | 'compiled';
  /**
   * Work in instructions after which a function of usual length is compiled, a longer one later; 0 compiles everything.
   * Default {@link HOT_AFTER}.
   */
  hotAfter?: number;
  /** Libraries instead of the standard ones ({@link standardLibraries}). */
  libraries?: readonly Library[];
}

export interface CallOptions {
  /** Gas of this call; default: that of the machine. */
  gas?: number;
}

export interface Machine {
  readonly globals: LuaTable;
  /** What natives get; also for building values from outside (`runtime.newTable()`). */
  readonly runtime: Runtime;
  readonly heap: Heap;
  /** Gas used by the call that runs, or else by the last one. */
  readonly gasUsed: number;
  /**
   * Compiles Lua text (byte string) to a function. `chunkName` as in Lua: `@file`, `=name`, or the text itself.
   * @param env first upvalue of the chunk; default the globals
   * Compiling uses gas, of a tank of its own.
   * @throws LuaError with Lua's syntax message, GasError
   */
  load(source: string, chunkName: string, env?: LuaValue): LuaClosure;
  /**
   * Calls any callable value and returns all its results.
   * @throws LuaError (with `value` and `traceback`), GasError
   */
  call(fn: LuaValue, args?: readonly LuaValue[], options?: CallOptions): readonly LuaValue[];
  /** Runs `body` in a heap transaction: kept when it returns, undone when it throws. */
  transaction<T>(body: () => T): T;
  /** Opens a heap transaction by hand. End it between calls, never inside one. */
  begin(): Transaction;
}

/**
 * Makes a machine with a fresh heap and the standard libraries. Its compiled tier begins to work when the writer of it is
 * loaded, which `loadWriter` waits for.
 */
export function createMachine(options: MachineOptions = {}): Machine {
  const interpreter = new Interpreter({
    memory: options.memory ?? DEFAULT_MEMORY,
    now: options.now ?? (() => 0),
    print: options.print ?? (() => undefined),
    hotAfter: options.tier === 'interpreter' ? Infinity : (options.hotAfter ?? HOT_AFTER),
  });
  installLibraries(interpreter, options.libraries ?? standardLibraries);
  return new InterpreterMachine(interpreter, options.gas ?? DEFAULT_GAS);
}

class InterpreterMachine implements Machine {
  constructor(
    private readonly interpreter: Interpreter,
    private readonly gas: number,
  ) {}

  get globals(): LuaTable {
    return this.interpreter.globals;
  }

  get runtime(): Runtime {
    return this.interpreter;
  }

  get heap(): Heap {
    return this.interpreter.heap;
  }

  get gasUsed(): number {
    return this.interpreter.gasUsed;
  }

  load(source: string, chunkName: string, env?: LuaValue): LuaClosure {
    this.interpreter.refuel(this.gas);
    return env === undefined ? this.interpreter.load(source, chunkName) : this.interpreter.load(source, chunkName, env);
  }

  call(fn: LuaValue, args: readonly LuaValue[] = [], options: CallOptions = {}): readonly LuaValue[] {
    this.interpreter.refuel(options.gas ?? this.gas);
    return this.interpreter.call(fn, args);
  }

  transaction<T>(body: () => T): T {
    const transaction = this.begin();
    let result: T;
    try {
      result = body();
    } catch (error) {
      transaction.rollback();
      throw error;
    }
    transaction.commit();
    return result;
  }

  begin(): Transaction {
    return this.interpreter.heap.begin();
  }
}
