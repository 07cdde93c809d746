/**
 * The Service Worker: answers HyperPATH fetches below its scope from IndexedDB.
 *
 * It keeps no state. The browser stops it after some thirty idle seconds and starts it again for the next request, so
 * whatever it would remember is in the store. It takes over at once (`skipWaiting`, `clients.claim`): it serves data,
 * not the app's own files, so there is no old shell to stay compatible with. A hard reload leaves its page without a
 * controller by design of the platform; the page then asks to be claimed by a message.
 *
 * What needs Lua is asked of the leading tab's worker; with no tab open, what was computed is still answered and the
 * rest is a 503 that says what to read instead. What is posted needs nobody: it takes its slot here, in one transaction,
 * and waits for a worker where there is none. `respondWith` keeps this worker alive until then, also when the page that
 * asked has gone (`keepalive`, `sendBeacon`; but Chromium drops what a page sends as it goes while this worker is stopped).
 *
 * Everything that is no HyperPATH of ours is left alone, whatever its method: no `respondWith`, so the browser goes on
 * as if there were no Service Worker.
 */
import { createServiceWorkerHandler } from './handler.ts';

declare const self: ServiceWorkerGlobalScope;

const handler = createServiceWorkerHandler();

self.addEventListener('install', () => {
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', handler.message);

self.addEventListener('fetch', handler.fetch);
