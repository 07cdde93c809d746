/** Registering the Service Worker, and waiting until this very page is under its control. */
import { PocketbeamError } from '../core/errors.ts';
import { PROTOCOL, type ServiceWorkerHello, type ServiceWorkerMessage } from '../leader/protocol.ts';

const CONTROL_TIMEOUT_MS = 10_000;
const HELLO_TIMEOUT_MS = 5_000;
/** How often to ask for control while there is none. */
const CLAIM_EVERY_MS = 250;

/**
 * Resolves with the scope's path when fetches of this page reach our Service Worker. `navigator.serviceWorker.ready` is
 * too early for that, and a hard reload leaves a page without a controller, so control is asked for and waited for.
 * @throws PocketbeamError `insecure-context`, `no-service-worker`, `service-worker-failed`, `outside-scope`,
 * `not-controlled`, `foreign-service-worker`, `protocol-mismatch`.
 */
export async function takeControl(script: string | URL, scope?: string | URL): Promise<string> {
  if (!('serviceWorker' in navigator)) throw unsupported();
  const registration = await navigator.serviceWorker
    .register(script, {
      type: 'classic',
      updateViaCache: 'none',
      ...(scope === undefined ? {} : { scope: String(scope) }),
    })
    .catch((error: unknown) => {
      throw new PocketbeamError(
        'service-worker-failed',
        `The Service Worker ${String(script)} could not be registered: ${String(error)}.`,
        {
          next: 'Check that the file is served from this origin as JavaScript, and not from below a deeper path than the page.',
        },
      );
    });
  const path = new URL(registration.scope).pathname;
  if (!location.pathname.startsWith(path))
    throw new PocketbeamError(
      'outside-scope',
      `This page (${location.pathname}) is outside of the Service Worker's scope (${path}).`,
      {
        next: 'Serve pocketbeam-sw.js from the root of the app, or open the page below the scope.',
      },
    );
  await controlled(registration);
  await checkController();
  return path;
}

async function controlled(registration: ServiceWorkerRegistration): Promise<void> {
  const deadline = Date.now() + CONTROL_TIMEOUT_MS;
  while (!navigator.serviceWorker.controller) {
    if (Date.now() > deadline)
      throw new PocketbeamError('not-controlled', 'The Service Worker did not take control of this page.', {
        cause: 'Another Service Worker may hold the scope, or the browser was told to bypass Service Workers.',
        next: 'Turn off "Bypass for network" in the developer tools, then reload.',
      });
    registration.active?.postMessage({ type: 'pocketbeam:claim' } satisfies ServiceWorkerMessage);
    await controllerChange();
  }
}

/** Resolves at the next change of controller, or after a moment. */
function controllerChange(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      navigator.serviceWorker.removeEventListener('controllerchange', done);
      resolve();
    };
    const timer = setTimeout(done, CLAIM_EVERY_MS);
    navigator.serviceWorker.addEventListener('controllerchange', done);
  });
}

/** The controller is ours, and speaks our version. */
async function checkController(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const hello = new Promise<ServiceWorkerHello | undefined>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<ServiceWorkerHello>) => resolve(data);
    setTimeout(() => resolve(undefined), HELLO_TIMEOUT_MS);
  });
  navigator.serviceWorker.controller?.postMessage({ type: 'pocketbeam:hello' } satisfies ServiceWorkerMessage, [port2]);
  const answer = await hello;
  port1.close();
  if (!answer)
    throw new PocketbeamError(
      'foreign-service-worker',
      'The Service Worker that controls this page is not Pocketbeam.',
      {
        next: 'Remove it (developer tools, Application, Service Workers), or give Pocketbeam a scope of its own.',
      },
    );
  if (answer.protocol !== PROTOCOL)
    throw new PocketbeamError(
      'protocol-mismatch',
      `The Service Worker speaks protocol ${answer.protocol}, this page ${PROTOCOL}.`,
      {
        cause: 'The page and pocketbeam-sw.js come from different versions of Pocketbeam.',
        next: 'Deploy both from the same version, then reload.',
      },
    );
}

function unsupported(): PocketbeamError {
  return isSecureContext
    ? new PocketbeamError('no-service-worker', 'This browser has no Service Workers here.', {
        cause: 'Private windows of some browsers, and some embedded views, turn them off.',
        next: 'Open the page in an ordinary window.',
      })
    : new PocketbeamError('insecure-context', `Service Workers need a secure page, and ${location.origin} is none.`, {
        next: 'Use https, or http://localhost.',
      });
}
