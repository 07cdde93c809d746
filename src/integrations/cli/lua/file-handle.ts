/**
 * Files as Lua values. The engine has no userdata, so a handle is a table of a class of its own: its metatable hides
 * that as far as a table can, and {@link typeWithHandles} gives it the right type name.
 */
import { typeName } from '../../../lua/type-name.ts';
import type { NativeBody, Runtime } from '../../../lua/native.ts';
import type { Heap } from '../../../lua/heap.ts';
import { LuaTable } from '../../../lua/table.ts';
import type { LuaValue } from '../../../lua/value.ts';
import type { Stream } from './stream.ts';

export class FileHandle extends LuaTable {
  /** Undefined once it is closed. */
  stream: Stream | undefined;

  constructor(
    heap: Heap,
    stream: Stream,
    /** The three standard files stay open. */
    readonly isStandard: boolean,
  ) {
    super(heap);
    this.stream = stream;
  }
}

/** The handle among the arguments, open or closed. */
export function checkHandle(rt: Runtime, args: readonly LuaValue[], index: number): FileHandle {
  const value = args[index - 1];
  if (value instanceof FileHandle) return value;
  const got = index > args.length ? 'no value' : typeName(value);
  throw rt.argError(index, `FILE* expected, got ${got}`);
}

/** The stream of the handle among the arguments. */
export function checkStream(rt: Runtime, args: readonly LuaValue[], index: number): Stream {
  const { stream } = checkHandle(rt, args, index);
  if (stream === undefined) throw rt.error('attempt to use a closed file');
  return stream;
}

/** `type` where files exist. */
export const typeWithHandles: NativeBody = (rt, args) => {
  if (args.length === 0) throw rt.argError(1, 'value expected');
  return args[0] instanceof FileHandle ? 'userdata' : typeName(args[0]);
};
