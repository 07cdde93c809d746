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
import { bytesOf } from '../core/value.ts';
import { storedResolver } from '../devices/stored.ts';
import { handlerOf } from '../http/handler.ts';
import { isNavigation } from '../http/page.ts';
import { hyperPathOf } from '../http/ours.ts';
import { createRemoteComputer, passOn } from '../leader/ask.ts';
import { instanceNames } from '../leader/names.ts';
import {
  PROTOCOL,
  type ChannelMessage,
  type ServiceWorkerHello,
  type ServiceWorkerMessage,
} from '../leader/protocol.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';
import { createStore } from '../store/process-store.ts';
import { refuseForeignForm } from './foreign-form.ts';
import { withHeaderBytes } from './header-bytes.ts';

declare const self: ServiceWorkerGlobalScope;

const base = new URL(self.registration.scope).pathname;
const names = instanceNames(base);
const channel = new BroadcastChannel(names.channel);
const handle = handlerOf({
  resolver: storedResolver,
  elsewhere: async ({ request, body: sent }) => {
    const { url, method, headers: asked } = request;
    const passed = { url, method, headers: [...asked], body: sent, navigation: isNavigation(request) };
    const { status, headers, body } = await passOn(names, passed);
    return new Response(body === undefined ? null : bytesOf(body), { status, headers });
  },
  store: createStore(new IndexedDbKeyValue(names.database)),
  computer: createRemoteComputer(names),
  mode: 'page',
  strict: new URL(self.location.href).searchParams.has('strict'),
  base,
  // Whoever leads computes it; one who takes the lead later looks for what waits.
  onScheduled: (process, slot) => channel.postMessage({ type: 'scheduled', process, slot } satisfies ChannelMessage),
});

self.addEventListener('install', () => {
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const message = event.data as ServiceWorkerMessage | undefined;
  if (message?.type === 'pocketbeam:claim') event.waitUntil(self.clients.claim());
  if (message?.type === 'pocketbeam:hello')
    event.ports[0]?.postMessage({ protocol: PROTOCOL } satisfies ServiceWorkerHello);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // The developer tools ask so for resources of pages that are not theirs; it cannot be passed on.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (hyperPathOf(request.url, 'page', base) === undefined) return;
  const refusal = refuseForeignForm(request, self.location.origin);
  if (refusal) return event.respondWith(refusal);
  event.respondWith(handle(withHeaderBytes(request)).then((response) => response ?? fetch(request)));
});
