/** The interactive prompt, as the one of `lua`: expressions show their values, incomplete chunks go on at `>>`. */
import { createInterface } from 'node:readline';
import { LuaError } from '../../../lua/errors.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { toByteString } from './bytes.ts';
import type { Session } from './session.ts';

const CHUNK_NAME = '=stdin';
const FIRST = '> ';
const CONTINUATION = '>> ';

/** What is typed, line by line. */
export class Prompt {
  private pending: string | undefined;

  constructor(private readonly session: Session) {}

  /** What to show before the next line. */
  get text(): string {
    return this.pending === undefined ? FIRST : CONTINUATION;
  }

  /** Takes a line (byte string) and runs the chunk it completes. Errors are reported, not thrown. */
  feed(line: string): void {
    const isFirst = this.pending === undefined;
    const entered = isFirst ? line.replace(/^=/, 'return ') : `${this.pending}\n${line}`;
    this.pending = undefined;
    this.session.protect(() => {
      const chunk = (isFirst ? this.compileExpression(entered) : undefined) ?? this.compile(entered);
      if (chunk === undefined) this.pending = entered;
      else this.show(this.session.call(chunk));
    });
    this.session.host.stdout.flush();
  }

  private compileExpression(line: string): LuaValue | undefined {
    try {
      return this.session.load(`return ${line}`, CHUNK_NAME);
    } catch (error) {
      if (error instanceof LuaError) return undefined;
      throw error;
    }
  }

  /** The chunk, or undefined when it could go on in the next line. */
  private compile(text: string): LuaValue | undefined {
    try {
      return this.session.load(text, CHUNK_NAME);
    } catch (error) {
      if (error instanceof LuaError && typeof error.value === 'string' && error.value.endsWith('<eof>'))
        return undefined;
      throw error;
    }
  }

  private show(values: readonly unknown[]): void {
    if (values.length === 0) return;
    this.session.call(this.session.machine.globals.getString('print'), values as []);
  }
}

/**
 * Reads lines until the input ends.
 *
 * @throws Exit from `os.exit`
 */
export async function interact(
  session: Session,
  streams: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<void> {
  const prompt = new Prompt(session);
  const lines = createInterface({ ...streams, terminal: streams.input.isTTY });
  try {
    lines.setPrompt(prompt.text);
    lines.prompt();
    for await (const line of lines) {
      prompt.feed(toByteString(line));
      lines.setPrompt(prompt.text);
      lines.prompt();
    }
    streams.output.write('\n');
  } finally {
    lines.close();
  }
}
