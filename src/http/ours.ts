/** Which requests are HyperPATHs of ours, and which pass. */
import { isId } from '../core/ids.ts';

/** `page`: a path is ours when it begins with an id or with `~`; `node`: every path is. */
export type Mode = 'page' | 'node';

/**
 * The HyperPATH of a URL, with its query and without a fragment; undefined when it is not ours.
 * It starts behind `base`. What does not lie below that is root-relative; what does is not, so that an app that is itself
 * served below an id (`/<id>/index.html` of a gateway) keeps its files.
 * @param headers of the request: a data item that is posted to `push` is ours as well, which is how aoconnect spawns.
 */
export function hyperPathOf(url: string, mode: Mode, base: string, headers?: Headers): string | undefined {
  const { pathname, search } = new URL(url);
  const path = pathname.slice(pathname.startsWith(base) ? base.length : 1);
  const spawns = path === 'push' && headers?.get('codec-device') === 'ans104@1.0';
  return mode === 'node' || spawns || startsAsHyperPath(path) ? `/${path}${search}` : undefined;
}

function startsAsHyperPath(path: string): boolean {
  // Browsers leave `~` as it is, but some clients escape it.
  const first = path.replace(/^\/+/, '').replace(/%7e/gi, '~').split(/[/?&]/, 1)[0] ?? '';
  return /^~[a-z0-9-]+@/i.test(first) || isId(first.split('~', 1)[0] ?? '');
}
