/** Which requests the Service Worker answers. */
import { hyperPathOf } from '../http/ours.ts';

export interface Place {
  origin: string;
  /** Path of the scope. */
  base: string;
  /** Other origins that are answered for. */
  impersonate: readonly string[];
}

/**
 * The HyperPATH that is asked for; undefined for what is not touched, so that the browser goes on as if there were no
 * Service Worker. Of an impersonated origin that is all but what a page asks for by `fetch` in mode `cors`: pictures,
 * scripts and the like of it come from the network.
 */
export function asked(
  { url, cache, mode, headers }: Pick<Request, 'url' | 'cache' | 'mode' | 'headers'>,
  { origin, base, impersonate }: Place,
): string | undefined {
  // The developer tools ask so for resources of pages that are not theirs; it cannot be passed on.
  if (cache === 'only-if-cached' && mode !== 'same-origin') return undefined;
  const { origin: host } = new URL(url);
  if (host === origin) return hyperPathOf(url, 'page', base, headers);
  return mode === 'cors' && impersonate.includes(host) ? hyperPathOf(url, 'page', '/', headers) : undefined;
}
