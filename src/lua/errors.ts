/**
 * Errors of the engine.
 *
 * They do not capture a JavaScript stack: `error` and `pcall` are control flow in Lua programs, and the frames that
 * matter are Lua's.
 */
import type { LuaValue } from './value.ts';

/** The Error constructor without its cost: it captures no stack. */
function Stackless(): void {
  // Nothing to set: `message` and `stack` are made when asked for.
}
Stackless.prototype = Error.prototype;
const StacklessError = Stackless as unknown as new () => Error;

/** An error inside Lua: what `pcall` catches. `value` may be any Lua value, nil included. */
export class LuaError extends StacklessError {
  override readonly name = 'LuaError';
  readonly code = 'lua-error';
  /** `stack traceback:…` as a byte string, once the error has left all protected calls. */
  traceback: string | undefined = undefined;
  /** Whether the message handler of the nearest `xpcall` has seen it. */
  handled = false;

  constructor(readonly value: LuaValue) {
    super();
  }

  /** The text of a string or number, else a description such as "(error object is a table value)", as `lua` prints. */
  override get message(): string {
    const { value } = this;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    return `(error object is a ${value === undefined ? 'nil' : typeof value === 'boolean' ? 'boolean' : 'table'} value)`;
  }

  override get stack(): string {
    return `${this.name}: ${this.message}${this.traceback === undefined ? '' : `\n${this.traceback}`}`;
  }
}

/** "not enough memory". Message handlers do not see it (`LUA_ERRMEM`, manual §4.6): they would need memory themselves. */
export function outOfMemory(): LuaError {
  const error = new LuaError('not enough memory');
  error.handled = true;
  return error;
}

/** The gas of a call is used up. No `pcall`, `xpcall` or coroutine catches it; the machine stays usable. */
export class GasError extends Error {
  override readonly name = 'GasError';
  readonly code = 'gas-exhausted';
  constructor(readonly limit: number) {
    super(`gas exhausted: more than ${limit} units used`);
  }
}
