/** The scope of this page's Pocketbeam, with a Service Worker or without. */
import { PocketbeamError } from '../core/errors.ts';
import { takeControl } from './service-worker.ts';

export interface Scope {
  /** Path below which HyperPATHs are answered, ending in `/`. */
  path: string;
  /** Why there is no Service Worker. */
  problem?: PocketbeamError;
}

/** A page can do without a Service Worker that its browser does not give it; one set up wrongly is to be mended. */
const BEARABLE = new Set(['insecure-context', 'no-service-worker', 'not-controlled']);

/** @throws PocketbeamError as `takeControl` does; with `allow` not what the page can do without. */
export async function takeControlIfPossible(
  script: string | URL,
  scope: string | URL | undefined,
  degraded: 'allow' | 'refuse',
): Promise<Scope> {
  try {
    return { path: await takeControl(script, scope) };
  } catch (error) {
    if (degraded === 'refuse' || !(error instanceof PocketbeamError) || !BEARABLE.has(error.code)) throw error;
    const folder = new URL(scope ?? '.', scope === undefined ? new URL(script, document.baseURI) : document.baseURI);
    return { path: folder.pathname, problem: error };
  }
}
