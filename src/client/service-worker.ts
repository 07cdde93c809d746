/** Registering the Service Worker, and waiting until this very page is under its control. */
import { PocketbeamError } from '../core/errors.ts';
import type { ServiceWorkerMessage } from '../leader/protocol.ts';
import { checkController, foreign, isPocketbeam } from './controller.ts';

const CONTROL_TIMEOUT_MS = 10_000;
/** How often to ask for control while there is none. */
const CLAIM_EVERY_MS = 250;

/**
 * Resolves when fetches of this page reach our Service Worker. `navigator.serviceWorker.ready` is
 * too early for that, and a hard reload leaves a page without a controller, so control is asked for and waited for.
 *
 * A scope has one Service Worker for all its tabs. One of ours under another address, of another version or with other
 * options, is replaced; anybody else's is left where it is.
 * @param url of the script.
 * @param wanted the scope.
 * @throws PocketbeamError `insecure-context`, `no-service-worker`, `service-worker-failed`, `outside-scope`,
 * `not-controlled`, `foreign-service-worker`, `protocol-mismatch`.
 */
export async function takeControl(url: URL, wanted: URL): Promise<void> {
  if (!('serviceWorker' in navigator)) throw unsupported();
  if (wanted.origin === location.origin && !location.pathname.startsWith(wanted.pathname))
    throw new PocketbeamError(
      'outside-scope',
      `This page (${location.pathname}) is outside of the scope (${wanted.pathname}) of ${url.pathname}.`,
      {
        next: 'Serve it from the root of the app.',
      },
    );
  await leaveForeign(url, wanted);
  const registration = await navigator.serviceWorker
    .register(url, { type: 'classic', updateViaCache: 'none', scope: wanted.href })
    .catch((error: unknown) => {
      throw new PocketbeamError(
        'service-worker-failed',
        `The Service Worker ${url.href} could not be registered: ${String(error)}`,
        {
          next: 'With Vite, add pocketbeam() of pocketbeam/vite to the plugins; else: npx pocketbeam init public.',
        },
      );
    });
  // What blocks Service Workers may do so by a register() that gives nothing.
  if (!(registration as ServiceWorkerRegistration | undefined)) throw unsupported();
  // The longest scope above a page has it. (Ours is not found before it is installed.)
  const nearest = await navigator.serviceWorker.getRegistration();
  if (nearest && nearest.scope.length > wanted.href.length) throw foreign(scriptOf(nearest), nearest.scope);
  await controlled(registration, url.href);
  await checkController(registration);
}

/** @throws PocketbeamError `foreign-service-worker` when somebody else's has the scope already. */
async function leaveForeign(url: URL, wanted: URL): Promise<void> {
  // A scope of another origin is refused when it is registered.
  const there = await navigator.serviceWorker.getRegistration(wanted).catch(() => undefined);
  if (there?.scope !== wanted.href) return;
  const script = scriptOf(there);
  if (script === undefined || new URL(script).pathname === url.pathname) return;
  if (!(there.active && (await isPocketbeam(there.active)))) throw foreign(script, there.scope);
}

const scriptOf = ({ active, waiting, installing }: ServiceWorkerRegistration): string | undefined =>
  (active ?? waiting ?? installing)?.scriptURL;

/** Resolves when `url` controls this page, or what another tab has put in its place meanwhile. */
async function controlled(registration: ServiceWorkerRegistration, url: string): Promise<void> {
  const deadline = Date.now() + CONTROL_TIMEOUT_MS;
  for (;;) {
    const { controller } = navigator.serviceWorker;
    const { active, waiting, installing } = registration;
    if (controller?.scriptURL === url) return;
    if (controller && controller.scriptURL === active?.scriptURL && !waiting && !installing) {
      console.warn(`[Pocketbeam] Another tab runs the Service Worker with other options: ${controller.scriptURL}`);
      return;
    }
    if (Date.now() > deadline)
      throw new PocketbeamError('not-controlled', 'The Service Worker did not take control of this page.', {
        cause: 'Another Service Worker may hold the scope, or the browser was told to bypass Service Workers.',
        next: 'Turn off "Bypass for network" in the developer tools, then reload.',
      });
    active?.postMessage({ type: 'pocketbeam:claim' } satisfies ServiceWorkerMessage);
    await controllerChange(CLAIM_EVERY_MS);
  }
}

/** Resolves at the next change of controller, or after a moment. */
function controllerChange(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      navigator.serviceWorker.removeEventListener('controllerchange', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    navigator.serviceWorker.addEventListener('controllerchange', done);
  });
}

function unsupported(): PocketbeamError {
  return isSecureContext
    ? new PocketbeamError('no-service-worker', 'This browser has no Service Workers here.', {
        cause: 'Private windows of some browsers, and some embedded views, turn them off.',
        next: 'Open the page in an ordinary window.',
      })
    : new PocketbeamError('insecure-context', `Service Workers need a secure page, and ${location.origin} is none.`, {
        next: 'Use https or http://localhost, or add this address to chrome://flags/#unsafely-treat-insecure-origin-as-secure.',
      });
}
