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

export interface Activation {
  readonly fn: LuaClosure | NativeFunction | undefined;
  /** Set for Lua functions. */
  readonly frame: Frame | undefined;
  /** How its caller calls it, when that is Lua code. */
  readonly name: VariableName | undefined;
  readonly isTail: boolean;
}

/** @param running the native that runs on top of all frames, if any */
export function* activations(coroutine: Coroutine, running: NativeFunction | undefined): Generator<Activation> {
  if (running !== undefined && coroutine.current()?.fn !== running) {
    yield { fn: running, frame: undefined, name: nameFrom(coroutine.current()), isTail: false };
  }
  for (let depth = coroutine.depth - 1; depth >= 0; depth--) {
    const frame = coroutine.frames[depth] as Frame;
    const caller = depth > 0 ? coroutine.frames[depth - 1] : undefined;
    const fromNative = frame.mode === TO_HOST;
    yield {
      fn: frame.fn,
      frame: frame.kind === LUA ? frame : undefined,
      name: frame.isTail || fromNative ? undefined : nameFrom(caller),
      isTail: frame.isTail,
    };
    if (fromNative && frame.via !== undefined) {
      yield { fn: frame.via, frame: undefined, name: nameFrom(caller), isTail: false };
    }
  }
}

function nameFrom(caller: Frame | undefined): VariableName | undefined {
  if (caller === undefined || caller.kind !== LUA) return undefined;
  return calledName((caller.fn as LuaClosure).proto, caller.pc - 1);
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
