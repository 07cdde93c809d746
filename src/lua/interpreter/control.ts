/** Natives that the interpreter carries out itself, because they change which frame runs. */
import { NativeFunction } from '../native.ts';
import type { Coroutine } from './coroutine.ts';
import type { Interpreter } from './interpreter.ts';

/** A call on the stack: the function at `func`, `count` arguments behind it, and where its results go (frame.ts). */
export interface PendingCall {
  readonly func: number;
  readonly count: number;
  readonly ret: number;
  readonly wanted: number;
  readonly mode: number;
}

export type Enter = (vm: Interpreter, coroutine: Coroutine, call: PendingCall, self: ControlFunction) => void;

export class ControlFunction extends NativeFunction {
  override readonly isControl = true;

  constructor(
    name: string,
    /** Carries the call out: pushes frames or delivers results. */
    readonly enter: Enter,
  ) {
    super(name, () => {
      throw new Error(`${name} is called through the interpreter only`);
    });
  }
}

/** The function that `coroutine.wrap` returns. */
export class CoroutineWrapper extends ControlFunction {
  constructor(
    name: string,
    enter: Enter,
    readonly coroutine: Coroutine,
  ) {
    super(name, enter);
  }
}
