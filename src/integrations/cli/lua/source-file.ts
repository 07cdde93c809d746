/** Lua text from files (`luaL_loadfilex` of Lua 5.3): `loadfile`, `dofile` and what the command itself runs. */
import { readFileSync } from 'node:fs';
import { LuaError } from '../../../lua/errors.ts';
import { checkString, optString } from '../../../lua/lib/arguments.ts';
import { LuaClosure } from '../../../lua/interpreter/closure.ts';
import type { NativeBody, Runtime } from '../../../lua/native.ts';
import type { LuaFunction, LuaValue } from '../../../lua/value.ts';
import { toByteString, toPath } from './bytes.ts';
import type { Host } from './host.ts';
import { systemError } from './system-error.ts';

/** Chunk name of what comes from the standard input. */
const STDIN = '=stdin';

/** An error without a position, as the auxiliary library of Lua reports files. */
const luaError = (message: string): Error => new LuaError(message);

/** Text to compile and its chunk name. */
export interface SourceFile {
  readonly source: string;
  readonly chunkName: string;
}

/** The program of an executable text: without a byte order mark, and with an empty line where `#!` stood. */
export function withoutFirstComment(text: string): string {
  const source = text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text;
  return source.startsWith('#') ? source.replace(/^[^\n]*/, '') : source;
}

/**
 * Reads a file, or the standard input without a name.
 *
 * @throws LuaError "cannot open x: …"
 */
export function readSource(host: Host, name: string | undefined): SourceFile {
  if (name === undefined) return { source: withoutFirstComment(host.stdin.readAll()), chunkName: STDIN };
  try {
    return { source: withoutFirstComment(readFileSync(toPath(name), 'latin1')), chunkName: `@${name}` };
  } catch (thrown) {
    const error = systemError(thrown);
    if (error === undefined) throw thrown;
    const what = error.text === 'Is a directory' ? 'read' : 'open';
    throw luaError(`cannot ${what} ${name}: ${toByteString(error.text)}`);
  }
}

/** Compiles a file. Binary chunks are refused: the engine runs text only. @throws LuaError */
export function loadFile(rt: Runtime, host: Host, name: string | undefined, mode = 'bt'): LuaFunction {
  const { source, chunkName } = readSource(host, name);
  const kind = source.startsWith('\x1b') ? 'binary' : 'text';
  if (kind === 'binary') throw luaError(`attempt to load a binary chunk (mode is '${mode.replace('b', '')}')`);
  if (!mode.includes('t')) throw luaError(`attempt to load a text chunk (mode is '${mode}')`);
  return rt.load(source, chunkName);
}

/** `loadfile` and `dofile` (manual §6.1). `dofile` is a C-call boundary: what it runs cannot yield through it. */
export function fileFunctions(host: Host): Record<string, NativeBody> {
  const name = (rt: Runtime, args: readonly LuaValue[]): string | undefined =>
    args[0] === undefined ? undefined : checkString(rt, args, 1);
  return {
    dofile: (rt, args) => rt.call(loadFile(rt, host, name(rt, args)), []),
    loadfile: (rt, args) => {
      const mode = optString(rt, args, 2, 'bt');
      try {
        const loaded = loadFile(rt, host, name(rt, args), mode);
        if (args.length >= 3 && loaded instanceof LuaClosure) {
          const [environment] = loaded.upvalues;
          if (environment !== undefined) environment.stack[environment.index] = args[2];
        }
        return loaded;
      } catch (error) {
        if (error instanceof LuaError) return [undefined, error.value];
        throw error;
      }
    },
  };
}
