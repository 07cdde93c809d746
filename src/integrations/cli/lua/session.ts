/** One machine of the command with its streams: runs chunks and tells what went wrong as `lua` does. */
import { createMachine, GasError, LuaError, type Machine, type MachineOptions } from '../../../lua/machine.ts';
import { NativeFunction, type Runtime } from '../../../lua/native.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { Exit, type Host } from './host.ts';
import { standardLibrariesOf } from './libraries.ts';
import { loadFile } from './source-file.ts';

/** Memory of a machine with all standard libraries: programs of their own are not as small as processes. */
const STANDARD_MEMORY = 1024 * 1024 * 1024;

export interface SessionOptions {
  /** All standard libraries instead of the sandbox of processes. */
  readonly std: boolean;
  /** Gas of each chunk, `Infinity` for no limit. */
  readonly gas: number;
  /** As the machine has it. */
  readonly tier: NonNullable<MachineOptions['tier']>;
}

export class Session {
  readonly machine: Machine;

  constructor(
    readonly host: Host,
    private readonly options: SessionOptions,
  ) {
    const print = (line: string): void => host.stdout.write(`${line}\n`);
    const start = Date.now();
    this.machine = options.std
      ? createMachine({
          print,
          now: Date.now,
          memory: STANDARD_MEMORY,
          libraries: standardLibrariesOf(host),
          tier: options.tier,
        })
      : // A process has one time per message; here that is when the command began.
        createMachine({ print, now: () => start, tier: options.tier });
  }

  /** Calls a function with the gas of a chunk. */
  call(fn: LuaValue, args: readonly LuaValue[] = []): readonly LuaValue[] {
    return this.machine.call(fn, args, { gas: this.options.gas });
  }

  /** Compiles a chunk (byte string), within the gas of a chunk. @throws LuaError without a traceback, GasError */
  load(source: string, chunkName: string): LuaValue {
    return this.compile((rt) => rt.load(source, chunkName));
  }

  /** {@link load} for a file, or for the standard input without a name. */
  loadFile(name: string | undefined): LuaValue {
    return this.compile((rt) => loadFile(rt, this.host, name));
  }

  private compile(load: (rt: Runtime) => LuaValue): LuaValue {
    try {
      return this.call(new NativeFunction('load', load))[0];
    } catch (error) {
      // No function of the program was running.
      if (error instanceof LuaError) error.traceback = undefined;
      throw error;
    }
  }

  /**
   * Runs `body`; an error of the program goes to the standard error stream, with a traceback.
   *
   * @returns whether it went well
   * @throws Exit, and faults of the engine
   */
  protect(body: () => void): boolean {
    try {
      body();
      return true;
    } catch (error) {
      if (!(error instanceof LuaError || error instanceof GasError)) throw error;
      this.report(error);
      return false;
    }
  }

  private report(error: LuaError | GasError): void {
    const { stdout, stderr } = this.host;
    stdout.flush();
    if (error instanceof GasError) stderr.write(`pocketbeam: ${error.message}\n`);
    else {
      const traceback = error.traceback === undefined ? '' : `${error.traceback}\n`;
      stderr.write(`pocketbeam: ${this.messageOf(error)}\n${traceback}`);
    }
  }

  /** The text of an error value, by its `__tostring` where it has one. */
  private messageOf(error: LuaError): string {
    const { value } = error;
    if (this.machine.runtime.metamethod(value, '__tostring') === undefined) return error.message;
    try {
      const describe = new NativeFunction('tostring', (rt, args) => rt.tostring(args[0]));
      return String(this.call(describe, [value])[0]);
    } catch (failure) {
      if (failure instanceof LuaError || failure instanceof GasError) return failure.message;
      throw failure;
    }
  }
}

/**
 * The exit code of `body`: its own, that of `os.exit`, or 1 when whoever read the output went away (`… | head`).
 * Everything written is out when it returns.
 */
export async function exitCode(host: Host, body: () => number | Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Exit) return error.status;
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 1;
    throw error;
  } finally {
    host.flush();
  }
}
