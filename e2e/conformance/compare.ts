/** A recorded answer against ours (shared/conformance/README.md, Comparing). */
import { binary } from '../../src/core/value.ts';
import type { Step } from './recorded.ts';

export type RecordedAnswer = NonNullable<Step['response']>;

/** Our answer; `body` is a byte string. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Of the transport, not of the message. */
const TRANSPORT = new Set(['content-length', 'date', 'server', 'transfer-encoding', 'signature', 'signature-input']);

/**
 * Values that only the recording node can give, by the header that holds them, and what ours must look like. Everything
 * else is compared byte for byte.
 */
export const MASKS: Readonly<Record<string, { kind: string; shape: RegExp }>> = {
  timestamp: { kind: 'clock', shape: /^\d{13}$/ },
  'block-timestamp': { kind: 'clock', shape: /^\d+$/ },
  'block-height': { kind: 'clock', shape: /^\d+$/ },
  'hash-chain': { kind: 'hash-chain', shape: /^[\w-]{43}$/ },
};

/** The recorded body as a byte string. */
export function bodyOf({ body, bodyBase64 }: RecordedAnswer): string {
  return bodyBase64 === undefined ? binary(body ?? '') : Buffer.from(bodyBase64, 'base64').toString('latin1');
}

/**
 * What of a recorded answer ours is not, one line each.
 * @param masked called with the kind of each value that was compared by its shape only.
 */
export function differences(
  got: Answer,
  wanted: RecordedAnswer,
  masked: (kind: string) => void = () => undefined,
): string[] {
  const found: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown): void => {
    if (ours !== theirs) found.push(`${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
  };
  compare('status', got.status, wanted.status);
  compare('body', got.body, bodyOf(wanted));
  for (const [name, value] of Object.entries(wanted.headers ?? {})) {
    if (TRANSPORT.has(name)) continue;
    const ours = got.headers.get(name);
    const mask = MASKS[name];
    if (mask && mask.shape.test(value) && mask.shape.test(ours ?? '')) masked(mask.kind);
    else compare(name, ours, binary(value));
  }
  return found;
}
