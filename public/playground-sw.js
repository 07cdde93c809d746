/**
 * The Service Worker of the playground: Pocketbeam's, and behind it the page's own files where there is no network.
 * `src/playground/offline/keep-shell.ts` keeps them. An app that wants to work offline does the same in its own.
 */
importScripts('./pocketbeam-sw.js');

const { pathname: scope } = new URL(registration.scope);
const shell = `pocketbeam-playground ${scope}`;

const kept = (path) => caches.open(shell).then((cache) => cache.match(path, { ignoreSearch: true }));
const orFailed = (response) => response ?? Response.error();

// What Pocketbeam answers does not come by here: the first respondWith ends it.
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(scope)) return;
  const file = pathname.slice(scope.length);
  // Their names change with what is in them.
  if (file.startsWith('assets/')) event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  if (/^(?:|index\.html|manifest\.webmanifest|THIRD-PARTY-NOTICES\.txt|icon[^/]*)$/.test(file))
    event.respondWith(fetch(request).catch(() => kept(file === 'index.html' ? scope : pathname).then(orFailed)));
});
