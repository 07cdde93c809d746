/** The least that a Service Worker can do: answers what it was told, from memory. What Pocketbeam is compared with. */
const answers = new Map();

globalThis.addEventListener('install', () => globalThis.skipWaiting());
globalThis.addEventListener('activate', (event) => event.waitUntil(globalThis.clients.claim()));
globalThis.addEventListener('message', ({ data, ports }) => {
  answers.set(data.path, data);
  ports[0].postMessage('kept');
});
globalThis.addEventListener('fetch', (event) => {
  const answer = answers.get(new URL(event.request.url).pathname);
  if (answer) event.respondWith(new globalThis.Response(answer.body, { headers: answer.headers }));
});
