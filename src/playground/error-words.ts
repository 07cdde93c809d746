/** Anything thrown, and the error of a slot, as words with a code. */
import type { SlotResult } from 'pocketbeam';

export interface ErrorWords {
  /** Full sentences: what failed, why, what to do. */
  message: string;
  /** Stable name of the kind of error, for searching and for tests. */
  code: string;
  /** Where in the program: line and handler, as far as known. */
  where?: string;
  /** Line of the Lua source, from 1. */
  line?: number;
}

/** Errors of Pocketbeam bring their words; what else is thrown is told as it is. */
export function errorWords(thrown: unknown): ErrorWords {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  return {
    message: typeof message === 'string' && message ? message : String(thrown),
    code: typeof code === 'string' ? code : thrown instanceof Error ? thrown.name : 'error',
  };
}

/** What Lua puts before a message: the name of the chunk and the line. */
const POSITION = /^\[string "[^"\n]*"\]:(\d+): /;

/**
 * The position that begins a Lua message is told as `where`, so it goes from the words. Names with `_` are handlers of
 * aos itself, which say nothing to the author of a program.
 */
export function slotErrorWords(error: NonNullable<SlotResult['error']>): ErrorWords {
  const { code, line } = error;
  const position = POSITION.exec(error.message);
  const message = position && Number(position[1]) === line ? error.message.slice(position[0].length) : error.message;
  const handler = error.handler?.startsWith('_') ? undefined : error.handler;
  const where = [line === undefined ? '' : `line ${line}`, handler ? `handler ${handler}` : '']
    .filter(Boolean)
    .join(', ');
  return { message, code, ...(where ? { where } : {}), ...(line === undefined ? {} : { line }) };
}

/** In one line, for the console. */
export function oneLine({ message, code, where }: ErrorWords): string {
  return `${message} [${where ? `${where}, ` : ''}${code}]`;
}
