const READS = new Set(['GET', 'HEAD']);

/** Each tab that crashes while it is waited for may have been the Service Worker's. */
const TRIES = 4;

/**
 * `fetch`, again where a read has failed: a Service Worker ends with the tab that it shares a process with, when that
 * crashes, and the next request starts it again.
 */
export async function fetchAgain(url: URL, init?: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++)
    try {
      return await fetch(url, init);
    } catch (error) {
      // An abort is no TypeError.
      if (tries === TRIES || !(error instanceof TypeError) || !READS.has((init?.method ?? 'GET').toUpperCase()))
        throw error;
    }
}
