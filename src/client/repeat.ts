/** Calls that may be made a second time when the worker was lost before it answered. */
import { randomAnchor } from '../core/anchor.ts';
import type { PassedRequest } from '../leader/protocol.ts';
import type { CoordinatorApi } from '../worker/coordinator-worker.ts';

/** They change nothing, or the second time finds what the first has done: by its anchor, or by there being nothing left. */
const REPEATABLE = new Set<keyof CoordinatorApi>([
  'spawn',
  'message',
  'eval',
  'result',
  'read',
  'list',
  'export',
  'prune',
  'rebuild',
  'reset',
  'snapshots',
]);

export function mayRepeat(method: string, [first]: readonly unknown[]): boolean {
  return method === 'request'
    ? ['GET', 'HEAD'].includes((first as PassedRequest).method)
    : REPEATABLE.has(method as keyof CoordinatorApi) || /^(data|clock)\.(?!advance)/.test(method);
}

/** With an anchor, by which a second try is known: 32 random bytes where the caller gives none. */
export function anchored<T extends { anchor?: string }>(options: T): T {
  return { ...options, anchor: options.anchor ?? randomAnchor() };
}
