/**
 * One error type for everything that people may meet: what failed, the likely cause, what to do next, a stable code.
 */
import { text, type Message } from './value.ts';

export interface ErrorDetails {
  /** Likely cause, one sentence. */
  cause?: string;
  /** What to do next, one sentence. */
  next?: string;
  /** HTTP status when a request fails with it. Default 500. */
  status?: number;
  /** The status in strict mode, where a real node answers with another. Default: `status`. */
  strictStatus?: number;
  /** HTTP headers the answer carries in addition (`retry-after`). */
  headers?: Record<string, string>;
  /** Machine-readable facts: the process, the slot, the value refused. */
  details?: Record<string, unknown>;
}

/** The plain-data form of a {@link PocketbeamError}, as it travels between contexts and stands in HTTP bodies. */
export interface ErrorData extends ErrorDetails {
  code: string;
  message: string;
}

/**
 * An error with a stable kebab-case `code`. `message` says what failed, with the value.
 * Codes are listed in src/docs/errors.md.
 */
export class PocketbeamError extends Error {
  readonly code: string;
  readonly status: number;
  readonly strictStatus: number | undefined;
  readonly why: string | undefined;
  readonly next: string | undefined;
  readonly headers: Record<string, string> | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, what: string, options: ErrorDetails = {}) {
    const { cause, next, status = 500, strictStatus, headers, details } = options;
    super([what, cause, next].filter(Boolean).join(' '));
    this.name = 'PocketbeamError';
    this.code = code;
    this.status = status;
    this.strictStatus = strictStatus;
    this.why = cause;
    this.next = next;
    this.headers = headers;
    this.details = details;
  }

  toJSON(): ErrorData {
    const { code, message, why: cause, next, status, strictStatus, headers, details } = this;
    return { code, message, cause, next, status, strictStatus, headers, details };
  }

  /** Rebuilds an error from {@link toJSON}. */
  static from(data: ErrorData): PocketbeamError {
    const error = new PocketbeamError(data.code, '', data);
    error.message = data.message;
    return error;
  }
}

/** An answer of a device's own that ends its path, whatever segments follow: `return "error", value` of Lua. */
export class FailedAnswer extends PocketbeamError {
  /** @param value what is answered, with its `status`. */
  constructor(
    readonly value: Message,
    details: ErrorDetails,
  ) {
    const body = value.get('body');
    super('failed-answer', typeof body === 'string' ? text(body) : 'A device answered with an error.', details);
  }
}

/** Any thrown thing as a {@link PocketbeamError}; what is not one already becomes `internal`. */
export function toPocketbeamError(thrown: unknown): PocketbeamError {
  if (thrown instanceof PocketbeamError) return thrown;
  const message = withoutFiles(thrown instanceof Error ? thrown.message : String(thrown));
  const error = new PocketbeamError('internal', message, {
    cause: 'This is a fault in Pocketbeam, not in your program.',
    next: 'Please report it with the steps that led here.',
  });
  if (thrown instanceof Error && thrown.stack) error.stack = thrown.stack;
  return error;
}

/** One line of what an engine or a file system says, without the files that it names: it may leave this machine. */
const withoutFiles = (said: string): string =>
  (said.split('\n', 1)[0] ?? '').replace(/(?:file:|[A-Za-z]:)?(?:[\\/]+[^\s\\/'":]+){2,}/g, '…');

/** The value as it may stand in a message: short, one line. */
export function show(value: unknown): string {
  // No more of a long text than may be shown.
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 81)) : String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}
