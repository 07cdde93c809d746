/**
 * A C stream over a file descriptor: buffered, synchronous, in bytes.
 *
 * Node has no lseek, so a stream of a regular file keeps its own position; a pipe, a terminal and the three standard
 * streams are read and written where they stand.
 */
import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { toPath } from './bytes.ts';
import { BAD_DESCRIPTOR, ILLEGAL_SEEK, INVALID_ARGUMENT, StreamError } from './system-error.ts';

const CHUNK = 65_536;

export type Buffering = 'no' | 'line' | 'full';

export interface StreamOptions {
  readonly readable: boolean;
  readonly writable: boolean;
  /** Whether every write goes to the end. */
  readonly append?: boolean;
  readonly buffering?: Buffering;
  /** Whether it has a position of its own: a regular file that this stream opened. */
  readonly seekable?: boolean;
}

export class Stream {
  /** What was read and not yet asked for: `input` from `at` on. */
  private input = '';
  private at = 0;
  private output: string[] = [];
  private outputLength = 0;
  /** Place in the file behind what is read or written; only where it is seekable. */
  private position = 0;
  private buffering: Buffering;

  constructor(
    private readonly fd: number,
    private readonly options: StreamOptions,
  ) {
    this.buffering = options.buffering ?? 'full';
  }

  setBuffering(buffering: Buffering): void {
    this.flush();
    this.buffering = buffering;
  }

  /** Makes sure that a byte is there to read, false at the end. */
  private fill(): boolean {
    if (this.at < this.input.length) return true;
    const more = this.readChunk(CHUNK);
    this.input = more;
    this.at = 0;
    return more !== '';
  }

  private readChunk(size: number): string {
    if (!this.options.readable) throw new StreamError(BAD_DESCRIPTOR);
    this.flush();
    const buffer = Buffer.allocUnsafe(size);
    const count = patiently(() => readSync(this.fd, buffer, 0, size, this.options.seekable ? this.position : null));
    this.position += count;
    return buffer.toString('latin1', 0, count);
  }

  /** The next byte without taking it; '' at the end. */
  peek(): string {
    return this.fill() ? this.input.charAt(this.at) : '';
  }

  /** Takes the byte that {@link peek} showed. */
  skip(): void {
    this.at++;
  }

  /** Up to `count` bytes; undefined at the end, '' for a count of 0 before it. */
  read(count: number): string | undefined {
    if (count === 0) return this.fill() ? '' : undefined;
    const parts: string[] = [];
    for (let missing = count; missing > 0 && this.fill();) {
      const part = this.input.slice(this.at, this.at + missing);
      this.at += part.length;
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('');
  }

  /** A line, with its newline when `keep`; undefined at the end. */
  readLine(keep: boolean): string | undefined {
    const parts: string[] = [];
    while (this.fill()) {
      const newline = this.input.indexOf('\n', this.at);
      const end = newline < 0 ? this.input.length : newline;
      parts.push(this.input.slice(this.at, end));
      this.at = newline < 0 ? end : newline + 1;
      if (newline < 0) continue;
      if (keep) parts.push('\n');
      return parts.join('');
    }
    return parts.length === 0 ? undefined : parts.join('');
  }

  /** Everything up to the end. */
  readAll(): string {
    const parts: string[] = [];
    while (this.fill()) {
      parts.push(this.at === 0 ? this.input : this.input.slice(this.at));
      this.at = this.input.length;
    }
    return parts.join('');
  }

  write(bytes: string): void {
    if (!this.options.writable) throw new StreamError(BAD_DESCRIPTOR);
    this.dropInput();
    this.output.push(bytes);
    this.outputLength += bytes.length;
    if (this.buffering === 'no' || this.outputLength >= CHUNK || (this.buffering === 'line' && bytes.includes('\n')))
      this.flush();
  }

  /** Hands on what was written. */
  flush(): void {
    if (this.outputLength === 0) return;
    const buffer = Buffer.from(this.output.join(''), 'latin1');
    this.output = [];
    this.outputLength = 0;
    const { append, seekable } = this.options;
    for (let done = 0; done < buffer.length;) {
      const place = seekable && !append ? this.position : null;
      const from = done;
      const count = patiently(() => writeSync(this.fd, buffer, from, buffer.length - from, place));
      done += count;
      this.position += count;
    }
    if (append && seekable) this.position = fstatSync(this.fd).size;
  }

  /** Forgets what was read ahead: the next thing happens behind the last byte that was asked for. */
  private dropInput(): void {
    this.position -= this.input.length - this.at;
    this.input = '';
    this.at = 0;
  }

  /** Moves to `offset` from the start, from here or from the end; gives the new place from the start. */
  seek(whence: 'set' | 'cur' | 'end', offset: number): number {
    if (!this.options.seekable) throw new StreamError(ILLEGAL_SEEK);
    this.flush();
    this.dropInput();
    const from = whence === 'set' ? 0 : whence === 'cur' ? this.position : fstatSync(this.fd).size;
    const place = from + offset;
    if (place < 0) throw new StreamError(INVALID_ARGUMENT);
    return (this.position = place);
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.fd);
    }
  }
}

/** A pipe that another process left non-blocking has nothing yet (EAGAIN): waits until it has. */
function patiently(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Opens a file as `fopen` does. `mode`: `r w a`, then maybe `+`, then maybe `b`. Throws Node's system errors. */
export function openStream(path: string, mode: string): Stream {
  const update = mode.includes('+');
  const kind = mode.charAt(0);
  const fd = openSync(toPath(path), `${kind}${update ? '+' : ''}`, 0o666);
  return new Stream(fd, {
    readable: update || kind === 'r',
    writable: update || kind !== 'r',
    append: kind === 'a',
    seekable: fstatSync(fd).isFile(),
  });
}
