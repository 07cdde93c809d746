/** What a page tells its Service Worker for good: in the address of the script, as a Service Worker keeps no state. */
import { PocketbeamError, show } from '../core/errors.ts';

export interface ServiceWorkerOptions {
  /** Answers as a real node does where that has a plain defect. Default false. */
  strict?: boolean;
  /** Origins whose HyperPATHs are answered here when a page asks for them by `fetch`. Default none. */
  impersonate?: readonly string[];
  /**
   * What answers for a process that is not here: `error` a 404, `pass` the network, as if there were no Service Worker, or
   * the node of this URL, whose answers are kept for when it cannot be reached. Default `error`.
   */
  onUnknownProcess?: string;
}

/**
 * The address of `script` with the options in its query, in one spelling: another address is another Service Worker.
 * @param base what a relative address is relative to.
 * @throws PocketbeamError `bad-option`
 */
export function serviceWorkerUrl(script: string | URL, base: string, options: ServiceWorkerOptions): URL {
  const { strict = false, impersonate = [], onUnknownProcess = 'error' } = options;
  const url = new URL(script, base);
  if (strict) url.searchParams.set('strict', '');
  for (const origin of new Set(impersonate.map((host) => httpUrl('impersonate', host).origin).sort()))
    url.searchParams.append('impersonate', origin);
  if (onUnknownProcess === 'pass') url.searchParams.set('unknown', 'pass');
  else if (onUnknownProcess !== 'error') {
    const { origin, pathname } = httpUrl('onUnknownProcess', onUnknownProcess);
    url.searchParams.set('unknown', (origin + pathname).replace(/\/+$/, ''));
  }
  return url;
}

/** The options in the address of a script. A node is without a slash at its end. */
export function optionsOf(scriptUrl: string): Required<ServiceWorkerOptions> {
  const { searchParams } = new URL(scriptUrl);
  return {
    strict: searchParams.has('strict'),
    impersonate: searchParams.getAll('impersonate'),
    onUnknownProcess: searchParams.get('unknown') ?? 'error',
  };
}

function httpUrl(option: string, given: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(given);
  } catch {
    // Refused below.
  }
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search) return url;
  throw new PocketbeamError('bad-option', `${option} does not take ${show(given)}.`, {
    next: 'Give the address of a node, such as https://node.example.',
    status: 400,
  });
}
