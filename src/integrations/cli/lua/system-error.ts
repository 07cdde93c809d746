/** Errors of the operating system as C's library words them, for the results of `io` and `os` functions. */
import { constants } from 'node:os';
import type { LuaValue } from '../../../lua/value.ts';
import { toByteString } from './bytes.ts';

/** Where Node says it differently. */
const WORDING: Readonly<Record<string, string>> = {
  EEXIST: 'File exists',
  EISDIR: 'Is a directory',
  ESPIPE: 'Illegal seek',
  EXDEV: 'Invalid cross-device link',
};

export interface SystemError {
  readonly text: string;
  /** `errno`. */
  readonly number: number;
}

/** The system error that Node threw, undefined for any other error. */
export function systemError(thrown: unknown): SystemError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined;
  const { code } = thrown;
  const number = (constants.errno as Readonly<Record<string, number>>)[code];
  if (number === undefined) return undefined;
  // "ENOENT: no such file or directory, open 'x'"
  const text = WORDING[code] ?? /^\w+: ([^,]+)/.exec(thrown.message)?.[1] ?? thrown.message;
  return { text: text.charAt(0).toUpperCase() + text.slice(1), number };
}

export const BAD_DESCRIPTOR: SystemError = { text: 'Bad file descriptor', number: constants.errno.EBADF };
export const ILLEGAL_SEEK: SystemError = { text: 'Illegal seek', number: constants.errno.ESPIPE };
export const INVALID_ARGUMENT: SystemError = { text: 'Invalid argument', number: constants.errno.EINVAL };

/** nil, message and number, as functions of `io` and `os` report a failure (`luaL_fileresult`). */
export function failure(error: SystemError, name?: string): LuaValue[] {
  return [undefined, `${name === undefined ? '' : `${name}: `}${toByteString(error.text)}`, error.number];
}

/** Runs `body`; a system error becomes a {@link failure}, anything else goes on. */
export function attempt<T>(body: () => T, name?: string): T | LuaValue[] {
  try {
    return body();
  } catch (thrown) {
    const error = thrown instanceof StreamError ? thrown.error : systemError(thrown);
    if (error === undefined) throw thrown;
    return failure(error, name);
  }
}

/** A failure that never reached the system: reading a file that is open for writing. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  constructor(readonly error: SystemError) {
    super(error.text);
  }
}
