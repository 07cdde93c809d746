/** `load` (manual §6.1). In a process for text only: bytecode is refused whatever the mode says. */
import { LuaError } from '../errors.ts';
import type { NativeBody, NativeResult, Runtime } from '../native.ts';
import type { LuaFunction, LuaValue } from '../value.ts';
import { isFunction, optString, typeError } from './arguments.ts';
import { toText } from '../interpreter/concat.ts';

const BYTECODE = '\x1b';

/** Makes a function of a precompiled chunk; `env` holds the environment where one was given. */
export type Undump = (rt: Runtime, chunk: string, env: readonly LuaValue[]) => LuaFunction;

/** A `load` without `undump` takes text only: bytecode could break the invariants of the interpreter. */
export function createLoad(undump?: Undump): NativeBody {
  return (rt, args) => loadChunk(rt, args, undump);
}

export const load = createLoad();

function loadChunk(rt: Runtime, args: LuaValue[], undump: Undump | undefined): NativeResult {
  const mode = optString(rt, args, 3, undump ? 'bt' : 't');
  const text = toText(args[0]);
  try {
    let source: string;
    let chunkName: string;
    if (text !== undefined) {
      source = text;
      chunkName = optString(rt, args, 2, text);
    } else {
      chunkName = optString(rt, args, 2, '=(load)');
      if (!isFunction(args[0])) throw typeError(rt, args, 1, 'function');
      source = readAll(rt, args[0]);
    }
    const kind = source.startsWith(BYTECODE) ? 'binary' : 'text';
    const allowed = kind === 'text' || undump ? mode : mode.replaceAll('b', '');
    if (!allowed.includes(kind[0] as string)) {
      return [
        undefined,
        `attempt to load a ${kind} chunk (mode is '${kind === 'binary' && !undump && mode.includes('b') ? 't' : mode}')`,
      ];
    }
    if (kind === 'binary' && undump) return undump(rt, source, args.slice(3, 4));
    return args.length > 3 ? rt.load(source, chunkName, args[3]) : rt.load(source, chunkName);
  } catch (error) {
    if (error instanceof LuaError && !isArgumentError(error)) return [undefined, error.value];
    throw error;
  }
}

function isArgumentError(error: LuaError): boolean {
  return typeof error.value === 'string' && error.value.includes('bad argument #');
}

function readAll(rt: Runtime, reader: LuaValue): string {
  const pieces: string[] = [];
  for (;;) {
    const [piece] = rt.call(reader, []);
    if (piece === undefined || piece === '') return pieces.join('');
    const text = toText(piece);
    if (text === undefined) throw rt.error('reader function must return a string');
    rt.allocate(text.length);
    pieces.push(text);
  }
}
