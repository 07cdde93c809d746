/** Anything thrown, and the error of a slot, as words with a code. */
import type { SlotResult } from 'pocketbeam';

export interface ErrorWords {
  /** What failed, full sentences. */
  message: string;
  /** Why, probably. */
  cause?: string;
  /** What to do about it. */
  next?: string;
  /** Stable name of the kind of error, for searching and for tests. */
  code: string;
  /** Where in the program: line and handler, as far as known. */
  where?: string;
  /** Line of the Lua source, from 1. */
  line?: number;
  /** The file that the line is in, if it is not the source itself: `lib/utils.lua`. */
  file?: string;
}

/** Errors of Pocketbeam bring their words, with cause and next step apart; what else is thrown is told as it is. */
export function errorWords(thrown: unknown): ErrorWords {
  const { code, message, why, next } = (thrown ?? {}) as Partial<Record<'code' | 'message' | 'why' | 'next', unknown>>;
  const cause = typeof why === 'string' && why ? why : undefined;
  const step = typeof next === 'string' && next ? next : undefined;
  let words = typeof message === 'string' && message ? message : String(thrown);
  for (const end of [step, cause]) if (end && words.endsWith(` ${end}`)) words = words.slice(0, -end.length - 1);
  return {
    message: words,
    code: typeof code === 'string' ? code : thrown instanceof Error ? thrown.name : 'error',
    ...(cause ? { cause } : {}),
    ...(step ? { next: step } : {}),
  };
}

/** What Lua puts before a message: the name of the chunk, or the file, and the line. */
const POSITION = /^(?:\[string "[^"\n]*"\]|([\w./-]+\.lua)):(\d+): /;

/** What helps, where the error of a slot tells only that something ended. */
const NEXT: Readonly<Record<string, string>> = {
  'gas-exhausted': 'Look for a loop that does not end. The process stands as before this message, and takes the next.',
};

/**
 * The position that begins a Lua message is told as `where`, so it goes from the words. Names with `_` are handlers of
 * aos itself, which say nothing to the author of a program.
 */
export function slotErrorWords(error: NonNullable<SlotResult['error']>): ErrorWords {
  const { code } = error;
  const [position = '', file, at] = POSITION.exec(error.message) ?? [];
  const line = error.line ?? (file === undefined ? undefined : Number(at));
  const told = position && Number(at) === line;
  const handler = error.handler?.startsWith('_') ? undefined : error.handler;
  const where = [
    line === undefined ? '' : `${told && file ? `${file} ` : ''}line ${line}`,
    handler ? `handler ${handler}` : '',
  ];
  return {
    message: told ? error.message.slice(position.length) : error.message,
    code,
    ...(NEXT[code] ? { next: NEXT[code] } : {}),
    ...(where.some(Boolean) ? { where: where.filter(Boolean).join(', ') } : {}),
    ...(line === undefined ? {} : { line }),
    ...(told && file ? { file } : {}),
  };
}

/** In one line, for the console. */
export function oneLine({ message, cause, next, code, where }: ErrorWords): string {
  return `${[message, cause, next].filter(Boolean).join(' ')} [${where ? `${where}, ` : ''}${code}]`;
}
