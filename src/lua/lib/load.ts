/** `load` (manual §6.1) for text; bytecode is refused whatever the mode says. */
import { LuaError } from '../errors.ts';
import type { NativeResult, Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { isFunction, optString, typeError } from './arguments.ts';
import { toText } from '../interpreter/concat.ts';

const BYTECODE = '\x1b';

export function load(rt: Runtime, args: LuaValue[]): NativeResult {
  const mode = optString(rt, args, 3, 't');
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
    // Bytecode could break the invariants of the interpreter: only text is ever accepted.
    const allowed = kind === 'text' ? mode : mode.replaceAll('b', '');
    if (!allowed.includes(kind[0] as string)) {
      return [
        undefined,
        `attempt to load a ${kind} chunk (mode is '${kind === 'binary' && mode.includes('b') ? 't' : mode}')`,
      ];
    }
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
