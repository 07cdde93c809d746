/** What a page under test has in place of its own Pocketbeam's parts, so that it speaks to the emulator of its test. */
import { PROTOCOL } from '../../leader/protocol.ts';
import type { pack, unpack } from './wire.ts';

/** Name of the function of pages that takes a packed message for the worker and gives the packed answer. */
export const BINDING = '__pocketbeamTest';

/** The script that each page runs first. @param functions those of wire.ts, as text. */
export const standInScript = (functions: { pack: string; unpack: string }): string =>
  `(${standIn.toString()})(${JSON.stringify({ binding: BINDING, protocol: PROTOCOL })}, ${functions.pack}, ${functions.unpack});`;

/**
 * Runs in the page, so it can name nothing of this module.
 *
 * The library's worker becomes a port to the test. Its Service Worker, which the fixture blocks as any other, counts as
 * registered and in control: what a page fetches is answered as if it were.
 */
function standIn(
  { binding, protocol }: { binding: string; protocol: number },
  write: typeof pack,
  read: typeof unpack,
): void {
  const ask = (window as unknown as Record<string, (message: string) => Promise<string>>)[binding];
  if (!ask) return;
  window.Worker = new Proxy(window.Worker, {
    construct(target, given: ConstructorParameters<typeof Worker>) {
      if (given[1]?.name !== 'pocketbeam') return new target(...given);
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = async ({ data }) => port2.postMessage(read(await ask(write(data))));
      return Object.assign(port1, { terminate: () => port1.close() });
    },
  });

  // An insecure page has none, whatever is said of it.
  if (!('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
  const refuse = container.register.bind(container);
  container.register = async (script, options) => {
    const url = new URL(script, document.baseURI);
    if (!url.pathname.endsWith('/pocketbeam-sw.js')) return refuse(script, options);
    const controller = {
      scriptURL: url.href,
      state: 'activated',
      postMessage: (_message: unknown, [port]: MessagePort[] = []) => port?.postMessage({ protocol }),
    };
    Object.defineProperty(container, 'controller', { value: controller, configurable: true });
    const update = async (): Promise<void> => undefined;
    const { scope } = options ?? {};
    return {
      scope,
      update,
      active: controller,
      installing: null,
      waiting: null,
    } as unknown as ServiceWorkerRegistration;
  };
}
