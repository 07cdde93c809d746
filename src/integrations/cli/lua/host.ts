/** What a Lua program reaches outside its machine: the standard streams and the files it opened. */
import { isatty } from 'node:tty';
import { Stream } from './stream.ts';

/** Thrown by `os.exit`: no `pcall` catches it, and it ends the program with this code. */
export class Exit extends Error {
  override readonly name = 'Exit';
  constructor(readonly status: number) {
    super(`exit with ${status}`);
  }
}

export class Host {
  /** Streams whose output must not be lost when the program ends. */
  readonly open = new Set<Stream>();

  constructor(
    readonly stdin = new Stream(0, { readable: true, writable: false }),
    readonly stdout = new Stream(1, { readable: false, writable: true, buffering: isatty(1) ? 'line' : 'full' }),
    readonly stderr = new Stream(2, { readable: false, writable: true, buffering: 'no' }),
  ) {}

  /** Writes out everything that waits in buffers. A reader that went away is not told again. */
  flush(): void {
    for (const stream of [...this.open, this.stdout, this.stderr]) {
      try {
        stream.flush();
      } catch {
        // Nobody is left to hear about it: the program is ending.
      }
    }
  }
}
