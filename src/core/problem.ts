/** Something that does not work as it should while the rest does: what a status shows. */
import type { PocketbeamError } from './errors.ts';

export interface Problem {
  /** Of src/docs/errors.md. */
  readonly code: string;
  /** What is wrong and why, full sentences. */
  readonly message: string;
  /** What to do about it, one sentence; empty where there is nothing to do. */
  readonly next: string;
}

/** An error as a problem: its message without what to do next, which stands beside it. */
export function problemOf({ code, message, next = '' }: PocketbeamError): Problem {
  return { code, message: next && message.endsWith(next) ? message.slice(0, -next.length).trim() : message, next };
}
