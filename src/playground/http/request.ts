/** One request with its answer. */
import { PocketbeamError, type Pocketbeam } from 'pocketbeam';
import { parseHyperPath } from 'pocketbeam/core';
import { errorWords } from '../text/error-words.ts';
import { isHyperPath } from '../text/paths.ts';
import { checkMethod, headersProblem, readHeaders } from './headers.ts';
import { hasBody, type RequestText } from './request-code.ts';

export interface Exchange {
  readonly request: RequestText;
  readonly response: Response;
  readonly bytes: Uint8Array;
  /** Milliseconds until status and headers were here. */
  readonly firstMs: number;
  /** Milliseconds until the whole body was here. */
  readonly ms: number;
  /** Whether the browser started a Service Worker for it; undefined where it does not tell. */
  readonly throughWorker: boolean | undefined;
}

/**
 * Makes a request below the scope, and reads the body.
 * @throws PocketbeamError `bad-method`, `bad-header`, those of {@link parseHyperPath}; `no-answer`: the browser itself says
 * no more than "Failed to fetch".
 */
export async function exchange(beam: Pocketbeam, request: RequestText): Promise<Exchange> {
  const { method, path } = request;
  checkMethod(method);
  const problem = headersProblem(request.headers);
  if (problem) throw problem;
  const init = {
    method,
    headers: readHeaders(request.headers).map(({ name, value }): [string, string] => [name, value]),
    ...(hasBody(request) ? { body: request.body } : {}),
  };
  // The browser keeps 250 of them and then no more.
  performance.clearResourceTimings();
  const began = performance.now();
  const response = await beam.fetch(path, init).catch((error: unknown) => {
    throw noAnswer(path, error);
  });
  const firstMs = performance.now() - began;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const ms = performance.now() - began;
  return { request, response, bytes, firstMs, ms, throughWorker: throughWorker(response.url) };
}

/** What is wrong with a path that is being typed; of paths that are no HyperPATHs nothing. */
export function pathProblem(path: string): unknown {
  try {
    if (isHyperPath(path)) parseHyperPath(path);
    return undefined;
  } catch (error) {
    return error;
  }
}

function throughWorker(url: string): boolean | undefined {
  const entry = performance.getEntriesByName(url, 'resource').at(-1);
  return entry instanceof PerformanceResourceTiming ? entry.workerStart > 0 : undefined;
}

function noAnswer(path: string, error: unknown): PocketbeamError {
  const why = isHyperPath(path)
    ? { cause: 'The Service Worker did not answer.', next: 'Reload the page.' }
    : { cause: 'It is no HyperPATH, so the server of the page was asked, which cannot be reached.' };
  return new PocketbeamError('no-answer', `${path} got no answer (${errorWords(error).message}).`, why);
}
