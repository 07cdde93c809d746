/** Whether the Service Worker that controls this page is ours, and speaks our version. */
import { PocketbeamError } from '../core/errors.ts';
import { PROTOCOL, type ServiceWorkerHello, type ServiceWorkerMessage } from '../leader/protocol.ts';

/** A stopped Service Worker has to start first. */
const HELLO_TIMEOUT_MS = 4_000;
const UPDATE_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * An older one than this page is asked to update, once.
 * @throws PocketbeamError `foreign-service-worker`, `protocol-mismatch`.
 */
export async function checkController(registration: ServiceWorkerRegistration): Promise<void> {
  if ((await protocolOfController()) === PROTOCOL) return;
  await updated(registration);
  const protocol = await protocolOfController();
  if (protocol === undefined) throw foreign(navigator.serviceWorker.controller?.scriptURL, registration.scope);
  if (protocol !== PROTOCOL)
    throw new PocketbeamError(
      'protocol-mismatch',
      `The Service Worker speaks protocol ${protocol}, this page ${PROTOCOL}.`,
      {
        cause: `The page and ${navigator.serviceWorker.controller?.scriptURL} come from different versions of Pocketbeam.`,
        next: protocol > PROTOCOL ? 'Reload the page.' : 'Deploy both from the same version, then reload.',
        details: { page: PROTOCOL, serviceWorker: protocol },
      },
    );
}

/**
 * Calls `report` whenever this page comes under the control of one that is not ours, or of another version: another tab
 * has brought it.
 * @returns ends it.
 */
export function watchController(report: (error: PocketbeamError) => void): () => void {
  const check = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration) await checkController(registration);
  };
  const changed = (): void => {
    check().catch((error: unknown) => {
      if (error instanceof PocketbeamError) report(error);
    });
  };
  navigator.serviceWorker.addEventListener('controllerchange', changed);
  return () => navigator.serviceWorker.removeEventListener('controllerchange', changed);
}

/** Whether `worker` is of any version of Pocketbeam. */
export const isPocketbeam = async (worker: ServiceWorker): Promise<boolean> => (await protocolOf(worker)) !== undefined;

/** @param script its address, where it is known. */
export function foreign(script: string | undefined, scope: string): PocketbeamError {
  return new PocketbeamError(
    'foreign-service-worker',
    `Below ${scope} there is another Service Worker${script === undefined ? '' : `, ${script}`}.`,
    {
      cause: 'A page has the one Service Worker whose scope is nearest. This one was left as it is.',
      next: 'Give Pocketbeam a scope of its own, or remove the other (developer tools, Application, Service Workers).',
      details: { script, scope },
    },
  );
}

const protocolOfController = (): Promise<number | undefined> => protocolOf(navigator.serviceWorker.controller);

/** Undefined when it does not answer, as one that is not Pocketbeam. */
async function protocolOf(worker: ServiceWorker | null): Promise<number | undefined> {
  const { port1, port2 } = new MessageChannel();
  const hello = new Promise<Partial<ServiceWorkerHello> | undefined>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Partial<ServiceWorkerHello> | undefined>) => resolve(data);
    setTimeout(resolve, HELLO_TIMEOUT_MS);
  });
  worker?.postMessage({ type: 'pocketbeam:hello' } satisfies ServiceWorkerMessage, [port2]);
  const protocol = (await hello)?.protocol;
  port1.close();
  return typeof protocol === 'number' ? protocol : undefined;
}

/** Resolves when there is nothing newer, or it is in control. */
async function updated(registration: ServiceWorkerRegistration): Promise<void> {
  await registration.update().catch(() => undefined);
  const deadline = Date.now() + UPDATE_TIMEOUT_MS;
  const controls = (): boolean => navigator.serviceWorker.controller?.state === 'activated';
  while ((registration.installing || registration.waiting || !controls()) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
