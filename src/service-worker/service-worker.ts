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
import { toPocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { storedResolver } from '../devices/stored.ts';
import { refuse } from '../http/answer.ts';
import { handlerOf } from '../http/handler.ts';
import { isNavigation } from '../http/page.ts';
import { createRemoteComputer, passOn } from '../leader/ask.ts';
import { instanceNames } from '../leader/names.ts';
import {
  PROTOCOL,
  type ChannelMessage,
  type ServiceWorkerHello,
  type ServiceWorkerMessage,
} from '../leader/protocol.ts';
import { optionsOf } from '../leader/service-worker-url.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';

import { executable } from './executable.ts';
import { foreignForm } from './foreign-form.ts';
import { withHeaderBytes } from './header-bytes.ts';
import { isHere } from './is-here.ts';
import { openStore } from './open-store.ts';
import { asked } from './ours.ts';
import { askNode } from './real-node.ts';

declare const self: ServiceWorkerGlobalScope;

const { origin, href } = self.location;
const base = new URL(self.registration.scope).pathname;
const { strict, impersonate, onUnknownProcess } = optionsOf(href);
const names = instanceNames(base);
const channel = new BroadcastChannel(names.channel);
const store = openStore(new IndexedDbKeyValue(names.database));
const handle = handlerOf({
  resolver: storedResolver,
  elsewhere: async ({ request, body: sent }) => {
    const { url, method, headers: asked } = request;
    const passed = { url, method, headers: [...asked], body: sent, navigation: isNavigation(request) };
    const { status, headers, body } = await passOn(names, passed);
    return new Response(body === undefined ? null : bytesOf(body), { status, headers });
  },
  store,
  computer: createRemoteComputer(names),
  mode: 'page',
  strict,
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
  const path = asked(request, { origin, base, impersonate });
  if (path !== undefined)
    event.respondWith(answer(request, path).catch((error: unknown) => refuse(toPocketbeamError(error), request)));
});

/** @throws PocketbeamError where the request is refused. */
async function answer(request: Request, path: string): Promise<Response> {
  const isElsewhere = onUnknownProcess !== 'error' && !(await isHere(path, store));
  if (isElsewhere && onUnknownProcess === 'pass') return fetch(request);
  const refused = foreignForm(request, origin) ?? executable(request);
  if (refused) throw refused;
  if (isElsewhere && /^(?:GET|HEAD)$/.test(request.method))
    return askNode(onUnknownProcess, path, request, names.database);
  return (await handle(withHeaderBytes(request))) ?? fetch(request);
}
