const READS = new Set(['GET', 'HEAD']);

/**
 * `fetch`, a second time where a read has failed: a Service Worker ends with the tab that it shares a process with, when
 * that crashes, and the next request starts it again.
 */
export async function fetchAgain(url: URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    // An abort is no TypeError.
    if (!(error instanceof TypeError) || !READS.has((init?.method ?? 'GET').toUpperCase())) throw error;
    return fetch(url, init);
  }
}
