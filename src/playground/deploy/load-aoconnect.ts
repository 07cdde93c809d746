/** aoconnect's build for browsers, unmodified, as many times as large as this page: loaded when something is published. */
import { PocketbeamError } from 'pocketbeam';
import type { Aoconnect } from 'pocketbeam/deploy';
import { AOCONNECT_INTEGRITY, AOCONNECT_VERSION, aoconnectUrls } from './aoconnect-release.ts';

/** For a server that takes the request and never answers. */
const MAX_MS = 120_000;

export interface LoadOptions {
  /** Told each server that is asked, `host:port`. */
  onAsk?: (host: string) => void;
  /** Where it is looked for. Default: beside the page, then jsDelivr. */
  urls?: readonly URL[];
  /** What its bytes have to be. Default: those of the release. */
  integrity?: string;
}

let loaded: Aoconnect | undefined;

/**
 * The client, loaded once for the life of the page.
 * @throws PocketbeamError `no-aoconnect` when no server has these very bytes, or the page may not run them; the next call
 * tries again.
 */
export async function loadAoconnect({
  onAsk,
  urls = aoconnectUrls(document.baseURI),
  integrity = AOCONNECT_INTEGRITY,
}: LoadOptions = {}): Promise<Aoconnect> {
  if (loaded) return loaded;
  for (const url of urls) {
    onAsk?.(url.host);
    // The page of an app that is answered for every path has other bytes, too.
    const code = await fetchCode(url, integrity).catch(() => undefined);
    if (code) return (loaded = await run(code));
  }
  const hosts = urls.map(({ host }) => host).join(' nor ');
  throw new PocketbeamError('no-aoconnect', `aoconnect ${AOCONNECT_VERSION} could not be loaded.`, {
    cause: `Neither ${hosts} answers with it as it is on npm. Nothing was sent.`,
    next: 'Deploy again when there is a network, or from npm start in a clone of Pocketbeam, which has it.',
    status: 502,
  });
}

async function fetchCode(url: URL, integrity: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { integrity, referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(MAX_MS) });
  return response.arrayBuffer();
}

/** Evaluates what was checked, and not what a server gives when asked once more. @throws PocketbeamError `no-aoconnect` */
async function run(code: ArrayBuffer): Promise<Aoconnect> {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  try {
    return (await import(/* @vite-ignore */ url)) as Aoconnect;
  } catch (error) {
    throw new PocketbeamError('no-aoconnect', `aoconnect ${AOCONNECT_VERSION} could not be run in this page.`, {
      cause: `The browser says: ${error instanceof Error ? error.message : String(error)}. Nothing was sent.`,
      next: 'If the page has a Content-Security-Policy, its script-src has to name blob:.',
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
