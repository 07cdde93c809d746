/** One request with its answer. */
import { PocketbeamError, type Pocketbeam } from 'pocketbeam';
import { errorWords } from '../text/error-words.ts';
import { isHyperPath } from '../text/paths.ts';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly response: Response;
  readonly bytes: Uint8Array;
  /** Until the whole body was here. */
  readonly ms: number;
}

/**
 * Fetches a path below the scope, and reads the body.
 * @throws PocketbeamError `no-answer`: the browser itself says no more than "Failed to fetch".
 */
export async function request(beam: Pocketbeam, path: string, init: RequestInit): Promise<Exchange> {
  const began = performance.now();
  const response = await beam.fetch(path, init).catch((error: unknown) => {
    throw noAnswer(path, error);
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { method: init.method ?? 'GET', path, response, bytes, ms: performance.now() - began };
}

function noAnswer(path: string, error: unknown): PocketbeamError {
  const why = isHyperPath(path)
    ? { cause: 'The Service Worker did not answer.', next: 'Reload the page.' }
    : { cause: 'It is no HyperPATH, so the server of the page was asked, which cannot be reached.' };
  return new PocketbeamError('no-answer', `${path} got no answer (${errorWords(error).message}).`, why);
}
