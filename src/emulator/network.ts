/** Requests that leave this Pocketbeam. Nothing does unless an option names where to. */
import { PocketbeamError, show } from '../core/errors.ts';
import { MAX_BODY } from '../core/limits.ts';
import { readBody } from '../http/read-body.ts';

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  /** Byte string. */
  body: string;
}

const PATIENCE_MS = 30_000;

/**
 * Sends one request, without cookies and referrer.
 * @param init `redirect` says what is done about those.
 * @throws whatever `fetch` throws; PocketbeamError `body-too-large`, `unreadable-body`.
 */
export async function askOut(url: URL, init: Omit<RequestInit, 'signal'>): Promise<Reply> {
  const answer = await fetch(url, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...init,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { status, headers } = answer;
  return { status, headers, body: await readBody(answer, MAX_BODY) };
}

/**
 * The address that an option names.
 * @throws PocketbeamError `bad-option` for anything but an http(s) URL without a user and a query.
 */
export function outwardUrl(option: string, given: unknown): URL {
  let url: URL | undefined;
  try {
    url = new URL(String(given));
  } catch {
    // Refused below.
  }
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search) return url;
  throw new PocketbeamError('bad-option', `${option} does not take ${show(given)}.`, {
    next: 'Give an address that begins with https:// or http://.',
    status: 400,
  });
}
