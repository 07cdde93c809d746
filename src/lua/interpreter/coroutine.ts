/** A Lua thread, as data: a stack of values and an array of frames (design §5). */
import { epochs, type Heap, type Undo } from '../heap.ts';
import type { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { Upvalue } from './closure.ts';
import { Frame, INHERITED } from './frame.ts';

export type CoroutineStatus = 'suspended' | 'running' | 'normal' | 'dead';

/** Registers of all frames of a coroutine (LUAI_MAXSTACK of Lua 5.3). */
export const MAX_STACK = 1_000_000;

/** A coroutine without its stack, for the memory account. */
export const COROUTINE_BYTES = 512;

const NEVER_BELOW = Number.MAX_SAFE_INTEGER;

export class Coroutine {
  status: CoroutineStatus = 'suspended';
  stack: LuaValue[] = [];
  /** Frames 0 … depth−1 are active; the objects behind are kept for reuse. */
  frames: Frame[] = [];
  depth = 0;
  /** End of the values of an open call, return or vararg (`B = 0`, `C = 0`). */
  top = 0;
  /** Upvalues that are still registers here, by ascending place. */
  open: Upvalue[] = [];
  /** Who resumed it, while it runs. */
  resumer: Coroutine | undefined = undefined;
  /** Boundaries of native code above which it cannot yield. */
  boundaries = 0;
  failedIn: NativeFunction | undefined = undefined;
  /** Nested native levels below its first frame: those of its resumer. */
  nativeBase = 0;
  stamp = epochs.last;

  constructor(readonly isMain = false) {
    // The main thread is empty between calls: there is nothing to save.
    if (isMain) this.stamp = NEVER_BELOW;
  }

  /** A frame to fill, on top of the others. */
  push(): Frame {
    const { frames, depth } = this;
    this.depth = depth + 1;
    if (depth < frames.length) return frames[depth] as Frame;
    const frame = new Frame();
    frames.push(frame);
    return frame;
  }

  /** The running frame. */
  current(): Frame | undefined {
    return this.depth === 0 ? undefined : this.frames[this.depth - 1];
  }

  /** Nested native levels of the running frame; afterwards the frames on the way know theirs. */
  nativeDepth(): number {
    const { frames, depth } = this;
    let at = depth - 1;
    while (at >= 0 && (frames[at] as Frame).nativeDepth === INHERITED) at--;
    const level = at < 0 ? 0 : (frames[at] as Frame).nativeDepth;
    while (++at < depth) (frames[at] as Frame).nativeDepth = level;
    return level;
  }

  /** The shared variable for the register at `place`. */
  capture(place: number): Upvalue {
    const { open } = this;
    let i = open.length - 1;
    for (; i >= 0; i--) {
      const upvalue = open[i] as Upvalue;
      if (upvalue.index === place) return upvalue;
      if (upvalue.index < place) break;
    }
    const upvalue = new Upvalue(this.stack, place);
    if (i + 1 === open.length) open.push(upvalue);
    else open.splice(i + 1, 0, upvalue);
    return upvalue;
  }

  /** Closes the variables from `place` on. */
  close(place: number, heap: Heap): void {
    const { open } = this;
    while (open.length > 0 && (open[open.length - 1] as Upvalue).index >= place) open.pop()?.close(heap);
  }

  /** Before it runs in a transaction that has not saved it. */
  save(heap: Heap): void {
    heap.save('coroutine', new SavedCoroutine(this));
    this.stamp = heap.epoch;
  }

  /** End of the stack that is in use (a coroutine that did not start holds its function). */
  extent(): number {
    const frame = this.current();
    return frame === undefined ? (this.isMain ? 0 : 1) : frame.top;
  }

  /**
   * Frees what a dead coroutine held. After an error its frames stay (`depth` of them, without their values) for
   * `debug.traceback`, as in PUC Lua; `failedIn` is the native that raised the error.
   */
  die(heap: Heap, depth = 0, failedIn: NativeFunction | undefined = undefined): void {
    this.close(0, heap);
    this.status = 'dead';
    this.depth = depth;
    this.stack = [];
    // Much faster than to set the length.
    this.frames = depth === 0 ? [] : this.frames.slice(0, depth);
    this.failedIn = failedIn;
    this.top = 0;
    this.resumer = undefined;
  }
}

class SavedCoroutine implements Undo {
  private readonly status: CoroutineStatus;
  private readonly stack: LuaValue[];
  private readonly values: LuaValue[];
  private readonly frames: Frame[];
  private readonly top: number;
  private readonly open: Upvalue[];
  private readonly stamp: number;

  constructor(private readonly coroutine: Coroutine) {
    this.status = coroutine.status;
    this.stack = coroutine.stack;
    this.values = coroutine.stack.slice(0, coroutine.extent());
    this.frames = coroutine.frames.slice(0, coroutine.depth).map((frame) => frame.copy());
    this.top = coroutine.top;
    this.open = coroutine.open.slice();
    this.stamp = coroutine.stamp;
  }

  undo(): void {
    const { coroutine, stack, values } = this;
    // The same array as before: open upvalues refer to it.
    for (let i = 0; i < values.length; i++) stack[i] = values[i];
    coroutine.stack = stack;
    coroutine.status = this.status;
    coroutine.frames = this.frames;
    coroutine.depth = this.frames.length;
    coroutine.top = this.top;
    coroutine.open = this.open;
    coroutine.stamp = this.stamp;
    coroutine.resumer = undefined;
  }
}
