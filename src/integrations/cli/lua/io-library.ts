/** `io` and the methods of files (manual §6.8) over Node's synchronous file system. `popen` is left out, as C allows. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { checkAny, checkString, isNumber, optIndex, optString } from '../../../lua/lib/arguments.ts';
import {
  NativeFunction,
  NONE,
  type Library,
  type NativeBody,
  type NativeResult,
  type Runtime,
} from '../../../lua/native.ts';
import type { LuaTable } from '../../../lua/table.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { toByteString } from './bytes.ts';
import { checkHandle, checkStream, FileHandle } from './file-handle.ts';
import type { Host } from './host.ts';
import { readFormats } from './read-formats.ts';
import { openStream, type Buffering, type Stream } from './stream.ts';
import { attempt, systemError } from './system-error.ts';

/** Most formats that `lines` keeps (MAXARGLINE of Lua 5.3). */
const MAX_LINE_FORMATS = 250;

/** The library with its own default files, on the streams of `host`. */
export function ioLibrary(host: Host): Library {
  const files = new Files(host);
  return {
    name: 'io',
    functions: files.functions(),
    install: (rt, table) => files.install(rt, table),
  };
}

class Files {
  private metatable: LuaTable | undefined;
  private input: FileHandle | undefined;
  private output: FileHandle | undefined;

  constructor(private readonly host: Host) {}

  install(rt: Runtime, table: LuaTable): void {
    const methods = rt.newTable();
    for (const [name, body] of Object.entries(this.methods())) {
      methods.setString(name, method(body));
    }
    const metatable = rt.newTable();
    this.metatable = metatable;
    metatable.setString('__name', 'FILE*');
    metatable.setString('__index', methods);
    metatable.setString(
      '__newindex',
      method((rt) => {
        throw rt.error('attempt to index a FILE* value');
      }),
    );
    metatable.setString(
      '__gc',
      method(() => NONE),
    );
    metatable.setString('__tostring', method(handleText));
    this.input = this.handle(rt, this.host.stdin, true);
    this.output = this.handle(rt, this.host.stdout, true);
    table.setString('stdin', this.input);
    table.setString('stdout', this.output);
    table.setString('stderr', this.handle(rt, this.host.stderr, true));
  }

  private handle(rt: Runtime, stream: Stream, isStandard = false): FileHandle {
    const handle = new FileHandle(rt.heap, stream, isStandard);
    handle.setMetatable(this.metatable);
    if (!isStandard) this.host.open.add(stream);
    return handle;
  }

  /** Opens a file or raises its system error, as `io.lines`, `io.input` and `io.output` do. */
  private openOrRaise(rt: Runtime, name: string, mode: string): FileHandle {
    try {
      return this.handle(rt, openStream(name, mode));
    } catch (thrown) {
      const error = systemError(thrown);
      if (error === undefined) throw thrown;
      throw rt.error(`cannot open file '${name}' (${toByteString(error.text)})`);
    }
  }

  private default(rt: Runtime, which: 'input' | 'output'): Stream {
    const stream = this[which]?.stream;
    if (stream === undefined) throw rt.error(`standard ${which} file is closed`);
    return stream;
  }

  private closeHandle(handle: FileHandle): NativeResult {
    const { stream } = handle;
    if (handle.isStandard || stream === undefined) return [undefined, 'cannot close standard file'];
    handle.stream = undefined;
    this.host.open.delete(stream);
    return attempt(() => {
      stream.close();
      return true;
    });
  }

  private redirect(rt: Runtime, args: readonly LuaValue[], which: 'input' | 'output'): NativeResult {
    const [file] = args;
    if (typeof file === 'string' || isNumber(file)) {
      this[which] = this.openOrRaise(rt, checkString(rt, args, 1), which === 'input' ? 'r' : 'w');
    } else if (file !== undefined) {
      this[which] = checkHandle(rt, args, 1);
    }
    return this[which];
  }

  /** The iterator of `lines`: reads by the formats behind argument `first − 1`. */
  private lines(rt: Runtime, handle: FileHandle, args: readonly LuaValue[], first: number, isOwn: boolean): LuaValue {
    const formats = args.slice(first - 1);
    if (formats.length > MAX_LINE_FORMATS) throw rt.argError(MAX_LINE_FORMATS + 2, 'too many arguments');
    return method((rt) => {
      const { stream } = handle;
      if (stream === undefined) throw rt.error('file is already closed');
      const results = attempt(() => readFormats(rt, stream, formats, 1));
      if (results[0] !== undefined) return results;
      // A failure is nil with a message, the end of the file nil alone.
      if (typeof results[1] === 'string' && results.length === 3) throw rt.error(results[1]);
      if (isOwn) this.closeHandle(handle);
      return undefined;
    });
  }

  methods(): Record<string, NativeBody> {
    return {
      close: (rt, args) => {
        checkStream(rt, args, 1);
        return this.closeHandle(checkHandle(rt, args, 1));
      },
      flush: (rt, args) => flush(checkStream(rt, args, 1)),
      lines: (rt, args) => {
        checkStream(rt, args, 1);
        return this.lines(rt, checkHandle(rt, args, 1), args, 2, false);
      },
      read: (rt, args) => {
        const stream = checkStream(rt, args, 1);
        return attempt(() => readFormats(rt, stream, args, 2));
      },
      seek: (rt, args) => {
        const stream = checkStream(rt, args, 1);
        const whence = optString(rt, args, 2, 'cur');
        if (whence !== 'set' && whence !== 'cur' && whence !== 'end') {
          throw rt.argError(2, `invalid option '${whence}'`);
        }
        const offset = optIndex(rt, args, 3, 0);
        return attempt(() => stream.seek(whence, offset));
      },
      setvbuf: (rt, args) => {
        const stream = checkStream(rt, args, 1);
        const buffering = checkString(rt, args, 2);
        if (!isBuffering(buffering)) throw rt.argError(2, `invalid option '${buffering}'`);
        optIndex(rt, args, 3, 0);
        return attempt(() => {
          stream.setBuffering(buffering);
          return true;
        });
      },
      write: (rt, args) => write(rt, checkStream(rt, args, 1), args, 2, args[0]),
    };
  }

  functions(): Record<string, NativeBody> {
    return {
      close: (rt, args) => {
        if (args.length > 0) {
          checkStream(rt, args, 1);
          return this.closeHandle(checkHandle(rt, args, 1));
        }
        this.default(rt, 'output');
        return this.closeHandle(this.output as FileHandle);
      },
      flush: (rt) => flush(this.default(rt, 'output')),
      input: (rt, args) => this.redirect(rt, args, 'input'),
      lines: (rt, args) => {
        if (args[0] === undefined) {
          this.default(rt, 'input');
          return this.lines(rt, this.input as FileHandle, args, 2, false);
        }
        return this.lines(rt, this.openOrRaise(rt, checkString(rt, args, 1), 'r'), args, 2, true);
      },
      open: (rt, args) => {
        const name = checkString(rt, args, 1);
        const mode = optString(rt, args, 2, 'r');
        if (!/^[rwa]\+?b*$/.test(mode)) throw rt.argError(2, 'invalid mode');
        return attempt(() => this.handle(rt, openStream(name, mode)), name);
      },
      output: (rt, args) => this.redirect(rt, args, 'output'),
      popen: (rt) => {
        throw rt.error("'popen' not supported");
      },
      read: (rt, args) => {
        const stream = this.default(rt, 'input');
        return attempt(() => readFormats(rt, stream, args, 1));
      },
      tmpfile: (rt) =>
        attempt(() => {
          const folder = mkdtempSync(path.join(tmpdir(), 'lua-'));
          try {
            return this.handle(rt, openStream(toByteString(path.join(folder, 'file')), 'w+'));
          } finally {
            // The open descriptor keeps the file; where the system does not allow that, it stays until its folder goes.
            rmSync(folder, { recursive: true, force: true });
          }
        }),
      type: (rt, args) => {
        const value = checkAny(rt, args, 1);
        if (!(value instanceof FileHandle)) return undefined;
        return value.stream === undefined ? 'closed file' : 'file';
      },
      write: (rt, args) => write(rt, this.default(rt, 'output'), args, 1, this.output),
    };
  }
}

/** Nameless: messages call a method as the program does, since no global leads to it. */
function method(body: NativeBody): NativeFunction {
  return new NativeFunction('', body);
}

function isBuffering(text: string): text is Buffering {
  return text === 'no' || text === 'line' || text === 'full';
}

function flush(stream: Stream): NativeResult {
  return attempt(() => {
    stream.flush();
    return true;
  });
}

function write(rt: Runtime, stream: Stream, args: readonly LuaValue[], first: number, file: LuaValue): NativeResult {
  const texts: string[] = [];
  for (let index = first; index <= args.length; index++) texts.push(checkString(rt, args, index));
  return attempt(() => {
    for (const text of texts) stream.write(text);
    return file;
  });
}

const handleText: NativeBody = (rt, args) => {
  const handle = checkHandle(rt, args, 1);
  if (handle.stream === undefined) return 'file (closed)';
  return `file (0x${rt.heap.identify(handle).toString(16).padStart(14, '0')})`;
};
