/** Which requests are HyperPATHs of ours, and which pass. */
import { isId } from '../core/ids.ts';

/** `page`: a path is ours when it begins with an id or with `~`; `node`: every path is. */
export type Mode = 'page' | 'node';

/**
 * The HyperPATH of a URL, with its query and without a fragment; undefined when it is not ours.
 * It starts behind `base`; root-relative ones are ours as well.
 */
export function hyperPathOf(url: string, mode: Mode, base: string): string | undefined {
  const { pathname, search } = new URL(url);
  const behindBase = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
  if (mode === 'node') return `/${behindBase ?? pathname.slice(1)}${search}`;
  for (const path of [behindBase, pathname.slice(1)])
    if (path !== undefined && startsAsHyperPath(path)) return `/${path}${search}`;
  return undefined;
}

function startsAsHyperPath(path: string): boolean {
  // Browsers leave `~` as it is, but some clients escape it.
  const first = path.replace(/^\/+/, '').replace(/%7e/gi, '~').split(/[/?&]/, 1)[0] ?? '';
  return /^~[a-z0-9-]+@/i.test(first) || isId(first.split('~', 1)[0] ?? '');
}
