/**
 * The active functions of a coroutine, innermost first, as `debug.getinfo`, `error` and tracebacks count them. Natives
 * have no frame of their own; here they get their level.
 */
import { shortSource } from '../compiler/chunk-name.ts';
import type { NativeFunction } from '../native.ts';
import type { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { type Frame, LUA, TO_HOST } from './frame.ts';
import { calledName, type VariableName } from './variable-names.ts';

export class Activation {
  constructor(
    readonly fn: LuaClosure | NativeFunction | undefined,
    /** Set for Lua functions. */
    readonly frame: Frame | undefined = undefined,
    private readonly caller: Frame | undefined = undefined,
    readonly isTail = false,
  ) {}

  /** How its caller calls it, when that is Lua code. Found when asked for: a deep stack has many that nobody asks. */
  get name(): VariableName | undefined {
    const { caller } = this;
    if (caller === undefined || caller.kind !== LUA) return undefined;
    return calledName((caller.fn as LuaClosure).proto, caller.pc - 1);
  }
}

/**
 * @param running the native that runs on top of all frames, if any
 * @param skip how many of the innermost to leave out; they cost next to nothing
 */
export function* activations(
  coroutine: Coroutine,
  running: NativeFunction | undefined,
  skip = 0,
): Generator<Activation> {
  let level = 0;
  if (runsOnTop(coroutine, running) && level++ >= skip) {
    yield new Activation(running, undefined, coroutine.current());
  }
  for (let depth = coroutine.depth - 1; depth >= 0; depth--) {
    const frame = coroutine.frames[depth] as Frame;
    const caller = depth > 0 ? coroutine.frames[depth - 1] : undefined;
    const fromNative = frame.mode === TO_HOST;
    if (level++ >= skip) {
      const namedBy = frame.isTail || fromNative ? undefined : caller;
      yield new Activation(frame.fn, frame.kind === LUA ? frame : undefined, namedBy, frame.isTail);
    }
    if (fromNative && frame.via !== undefined && level++ >= skip) yield new Activation(frame.via, undefined, caller);
  }
}

/** How many {@link activations} there are. */
export function countActivations(coroutine: Coroutine, running: NativeFunction | undefined): number {
  let count = runsOnTop(coroutine, running) ? 1 : 0;
  for (let depth = coroutine.depth - 1; depth >= 0; depth--) {
    const frame = coroutine.frames[depth] as Frame;
    count += frame.mode === TO_HOST && frame.via !== undefined ? 2 : 1;
  }
  return count;
}

function runsOnTop(coroutine: Coroutine, running: NativeFunction | undefined): boolean {
  return running !== undefined && coroutine.current()?.fn !== running;
}

/** Line that a Lua frame is at. */
export function currentLine(frame: Frame): number {
  return (frame.fn as LuaClosure).proto.lines[frame.pc - 1] ?? -1;
}

/** "chunk:line:" and a space for a Lua frame, else nothing (`luaL_where`). */
export function position(frame: Frame | undefined): string {
  if (frame === undefined || frame.kind !== LUA) return '';
  return `${shortSource((frame.fn as LuaClosure).proto.source)}:${currentLine(frame)}: `;
}
