/**
 * Bounds on what comes in, and what is thrown beyond them. A real node documents none; these keep IndexedDB keys and
 * stacks small, and any one request below a second. Each with its code: src/docs/limits.md.
 */
import { PocketbeamError } from './errors.ts';

export const MAX_PATH_LENGTH = 16_384;
/** Segments of a path with all that stand in brackets. */
export const MAX_SEGMENTS = 192;
export const MAX_KEY_LENGTH = 1024;
export const MAX_DEPTH = 64;
/** How many paths the programs behind one request or slot may ask for, in all and inside of each other. */
export const MAX_RESOLVES = 512;
export const MAX_NESTED_RESOLVES = 16;

/** Bytes of a request's body, unless the handler is told another number. */
export const MAX_BODY = 8 * 1024 * 1024;
/** Headers of a request, and the characters of all their names and values. */
export const MAX_HEADERS = 1024;
export const MAX_HEADERS_SIZE = 256 * 1024;
/** Parts of a multipart body. */
export const MAX_PARTS = 4096;
/** Keys and list items of one message, in all its levels. */
export const MAX_VALUES = 10_000;
/** Signatures of one message: each costs a verification. */
export const MAX_SIGNATURES = 16;
/** Digits of an integer: reading and writing more takes long. */
export const MAX_DIGITS = 500;
/** Messages in a row, each sent because of the one before. */
export const MAX_HOPS = 256;
/** Messages that come of one. */
export const MAX_PUSHED = 10_000;
/** Devices of a stack. */
export const MAX_STACK = 64;

/** Tasks of the clock: each is kept and looked through at every turn. */
export const MAX_TASKS = 1000;
/** ms between the times of a task: faster would only keep the machine busy. */
export const SHORTEST_INTERVAL = 100;
/** Times of tasks in one `clock.advance`, and times of one task that are caught up. */
export const MAX_TICKS = 10_000;

/** Bytes of an archive of processes, before it is packed and after. */
export const MAX_ARCHIVE = 256 * 1024 * 1024;

/** Counts the values of one message while it is read. */
export class ValueCount {
  #values = 0;

  /** @throws PocketbeamError `too-many-values` */
  add(values = 1): void {
    if ((this.#values += values) > MAX_VALUES)
      throw beyond('too-many-values', 413, 'The message', MAX_VALUES, 'values');
  }
}

/** @param what has more than `limit` of `unit`. */
export function beyond(code: string, status: number, what: string, limit: number, unit: string): PocketbeamError {
  return new PocketbeamError(code, `${what} has more than ${limit} ${unit}.`, {
    next: 'src/docs/limits.md lists all limits.',
    status,
  });
}
