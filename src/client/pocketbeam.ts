import { diagnosticText } from '../core/diagnostics.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Change, LocalApi } from '../emulator/api.ts';
import { instanceNames } from '../leader/names.ts';
import type { ChannelMessage } from '../leader/protocol.ts';
import { connect } from '../rpc/rpc.ts';
import type { CoordinatorApi } from '../worker/coordinator-worker.ts';
import { takeControl } from './service-worker.ts';

export interface PocketbeamOptions {
  /** URL of the Service Worker script. Default `pocketbeam-sw.js` beside the page. */
  serviceWorker?: string | URL;
  /** Scope below which HyperPATHs are answered. Default: the folder of the script. */
  scope?: string | URL;
  /**
   * Behaves as a real node does where that has a plain defect (src/devices/differences.md): answers of the Service Worker,
   * and processes spawned by this page. The Service Worker is one for all tabs: who comes last decides. Default false.
   */
  strict?: boolean;
  /**
   * The private key that this Pocketbeam signs with: a JWK of RSA with 4,096 bits, as Arweave wallets have it. It is not
   * kept, and of several tabs the leading one's signs. Default: one that is made when it is first needed, and kept.
   */
  wallet?: object;
}

/** A HyperBEAM in this browser. All its tabs share one state. */
export interface Pocketbeam extends LocalApi {
  /** Path of the scope: HyperPATHs are fetched from below it. */
  readonly scope: string;
  /** `fetch` of a HyperPATH below the scope, through the Service Worker like any other fetch of the page. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Calls `listener` for every slot that any tab computes, until the returned function is called. */
  on(event: 'change', listener: (change: Change) => void): () => void;
  /** Stops the workers of this page. What is stored stays, and the Service Worker goes on answering reads. */
  stop(): Promise<void>;
}

/**
 * Starts Pocketbeam in this page: registers the Service Worker, waits until the page is under its control, starts the
 * workers. From then on `fetch('/<process>~process@1.0/compute/cache/<key>')` is answered from this browser.
 * @throws PocketbeamError when the Service Worker or a worker cannot be had; the codes are those of
 * service-worker.ts and `worker-failed`; `bad-wallet`.
 */
export async function createPocketbeam(options: PocketbeamOptions = {}): Promise<Pocketbeam> {
  const { serviceWorker = 'pocketbeam-sw.js', scope: wanted, strict = false, wallet } = options;
  const worker = new Worker(new URL('../worker/coordinator-worker.ts', import.meta.url), {
    type: 'module',
    name: 'pocketbeam',
  });
  const warned = new Set<string>();
  /** In the console, once for a process: the same program tends to do the same in every slot. */
  const warnOnce = (process: string, slot: number, codes: readonly string[]): void => {
    for (const code of codes) {
      if (warned.has(process + code)) continue;
      warned.add(process + code);
      console.warn(`[Pocketbeam] Slot ${slot} of ${process}: ${diagnosticText(code)}`);
    }
  };
  // Both take their time, so they start together.
  const connecting = connect<CoordinatorApi>(worker, 'coordinator');
  connecting.catch(() => undefined);
  let scope: string;
  try {
    scope = await takeControl(strict ? strictScript(serviceWorker) : serviceWorker, wanted);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const { remote, close } = await connecting;
  await remote.start(scope, { strict, ...(wallet ? { wallet } : {}) }).catch((error: unknown) => {
    worker.terminate();
    throw error;
  });

  const channel = new BroadcastChannel(instanceNames(scope).channel);
  const listeners = new Set<(change: Change) => void>();
  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.type !== 'changed') return;
    const { process, slot, keys, diagnostics } = data;
    if (diagnostics) warnOnce(process, slot, diagnostics);
    for (const listener of listeners) listener({ process, slot, keys, ...(diagnostics ? { diagnostics } : {}) });
  };

  return {
    scope,
    spawn: (given) => remote.spawn(given),
    message: (given) => remote.message(given),
    result: (given) => remote.result(given),
    eval: (given) => remote.eval(given),
    read: (path) => remote.read(path),
    list: () => remote.list(),
    remove: (process) => remote.remove(process),
    reset: () => remote.reset(),
    fetch: (path, init) => fetch(urlOf(path, scope), init),
    on(event, listener) {
      if (event !== 'change')
        throw new PocketbeamError('unknown-event', `There is no event ${String(event)}.`, { next: "Use 'change'." });
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      channel.close();
      listeners.clear();
      await remote.stop();
      close(new PocketbeamError('stopped', 'This Pocketbeam was stopped.', { next: 'Call createPocketbeam() again.' }));
      worker.terminate();
    },
  };
}

function urlOf(path: string, scope: string): URL {
  if (typeof path !== 'string')
    throw new PocketbeamError('bad-path', `A path is text, not ${String(path)}.`, { status: 400 });
  return new URL(`${scope.replace(/\/$/, '')}/${path.replace(/^\/+/, '')}`, location.origin);
}

/** A Service Worker keeps no state, so what it must know stands in its address. */
function strictScript(script: string | URL): URL {
  const url = new URL(script, document.baseURI);
  url.searchParams.set('strict', '');
  return url;
}
