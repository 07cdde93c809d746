/** The Service Worker of an app that has one already, with Pocketbeam in it. */
import {
  createServiceWorkerHandler,
  type FetchEventLike,
  type MessageEventLike,
} from '../../src/service-worker/index.ts';

const pocketbeam = createServiceWorkerHandler();

addEventListener('fetch', (event) => {
  const fetched = event as unknown as FetchEventLike;
  if (pocketbeam.fetch(fetched)) return;
  if (new URL(fetched.request.url).pathname === '/greeting')
    fetched.respondWith(Promise.resolve(new Response('from the app')));
});
addEventListener('message', (event) => pocketbeam.message(event as unknown as MessageEventLike));
