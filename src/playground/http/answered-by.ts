/** Who has answered a request, in words. */
import { isHyperPath } from '../text/paths.ts';

export interface AnsweredFacts {
  readonly path: string;
  readonly headers: Headers;
  /** Where the answer came from; empty for one that never was on the network, as those of the page's own worker. */
  readonly url: string;
  /** Whether a Service Worker ran for it; undefined where the browser does not tell. */
  readonly throughWorker: boolean | undefined;
}

/**
 * No header names who answers, as a real node has none either. What tells it: the path, whether the browser started a
 * Service Worker for it, and `pocketbeam-kept`, which the answers of a real node bear that were kept.
 */
export function answeredBy({ path, headers, url, throughWorker }: AnsweredFacts): string {
  const kept = headers.get('pocketbeam-kept');
  if (kept !== null) return `a real node, as kept at ${kept}`;
  if (!isHyperPath(path)) return 'the server of the page: this is no HyperPATH';
  if (url === '') return 'the worker of this page: it has no Service Worker';
  return throughWorker === false ? 'the server of the page' : 'the Service Worker';
}
