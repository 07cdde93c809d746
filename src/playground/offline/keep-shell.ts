/**
 * Keeps the page's own files, so that it opens without network. They are listed by the build (`shell.json`); the Service
 * Worker (`public/playground-sw.js`) gives them. What has a hash in its name never changes; the page itself and the rest
 * are fetched anew, and come from here only when nobody answers.
 */

/** By then the page has what it needs at first, and somebody who has left again costs nothing. */
const WAIT_MS = 2_000;

/** As in `public/playground-sw.js`; one for every path that a playground is served under. */
const cacheName = (scope: string): string => `pocketbeam-playground ${scope}`;

/** @param scope path of the Service Worker's scope */
export function keepShellSoon(scope: string): void {
  // Vite's server for development has no list, and nothing to keep.
  if (!import.meta.env.PROD || !('caches' in globalThis)) return;
  // Without room, or without network by now: the next load tries again.
  setTimeout(() => void keepShell(scope).catch(() => undefined), WAIT_MS);
}

async function keepShell(scope: string): Promise<void> {
  if (!navigator.serviceWorker?.controller) return;
  const response = await fetch('shell.json', { cache: 'no-store' });
  const files = (await response.json()) as string[];
  const wanted = new Set(['./', ...files].map((file) => new URL(file, document.baseURI).href));
  const cache = await caches.open(cacheName(scope));
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const isHashed = (url: string): boolean => url.includes('/assets/');
  // All or nothing: the page is never kept without its scripts.
  await cache.addAll([...wanted].filter((url) => !isHashed(url) || !kept.has(url)));
  await Promise.all([...kept].filter((url) => !wanted.has(url)).map((url) => cache.delete(url)));
}
