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

/**
 * @param scope default: the folder of the script.
 * @throws PocketbeamError as `takeControl` does; with `allow` not what the page can do without.
 */
export async function takeControlIfPossible(
  script: URL,
  scope: string | URL | undefined,
  degraded: 'allow' | 'refuse',
): Promise<Scope> {
  const folder = scope === undefined ? new URL('./', script) : new URL(scope, document.baseURI);
  const path = folder.pathname;
  try {
    await takeControl(script, folder);
    return { path };
  } catch (error) {
    if (degraded === 'refuse' || !(error instanceof PocketbeamError) || !BEARABLE.has(error.code)) throw error;
    return { path, problem: error };
  }
}
