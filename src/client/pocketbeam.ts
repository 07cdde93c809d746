import { PocketbeamError } from '../core/errors.ts';
import type { SnapshotStats } from '../core/ports/snapshots.ts';
import type { Change, LocalApi } from '../emulator/api.ts';
import type { CronOptions } from '../emulator/cron-options.ts';
import type { CoordinatorApi } from '../worker/coordinator-worker.ts';
import type { WorkerStatus } from '../worker/worker-status.ts';
import { methodsBy, type Methods } from '../rpc/rpc.ts';
import { serviceWorkerUrl } from '../leader/service-worker-url.ts';
import { catchUp } from './catch-up.ts';
import { createChanges } from './changes.ts';
import { watchController } from './controller.ts';
import { createLink } from './coordinator-link.ts';
import { fetchAgain } from './fetch-again.ts';
import { fetchInProcess } from './in-process-fetch.ts';
import { onPutAway } from './put-away.ts';
import { anchored, mayRepeat } from './repeat.ts';
import { takeControlIfPossible } from './scope.ts';
import { createStatusBoard, type Status } from './status.ts';
import type { AnyCache, ReadAt } from './typed-cache.ts';

export interface PocketbeamOptions {
  /** URL of the Service Worker script. Default `pocketbeam-sw.js` beside the page. */
  serviceWorker?: string | URL;
  /**
   * Makes the worker of this page from the module `pocketbeam/worker`, where a bundler does not find it by itself. Default:
   * as an ES module from beside the library.
   */
  worker?: () => Worker;
  /** Scope below which HyperPATHs are answered. Default: the folder of the script. */
  scope?: string | URL;
  /**
   * Behaves as a real node does where that has a plain defect (src/devices/differences.md): answers of the Service Worker,
   * and processes spawned by this page. The Service Worker is one for all tabs: who comes last decides, here as with
   * `impersonate` and `onUnknownProcess`. Default false.
   */
  strict?: boolean;
  /**
   * Nodes, such as `https://node.example`, for which the Service Worker answers: what a page below the scope asks of them
   * by `fetch` and that is a HyperPATH. Default: none.
   */
  impersonate?: readonly string[];
  /**
   * What the Service Worker answers for a process that is not in this browser: `error` a 404, `pass` whatever the network
   * answers, or, for reads, the node of this URL, whose last good answers are kept for when it cannot be reached
   * (src/service-worker/README.md). Default `error`.
   */
  onUnknownProcess?: 'error' | 'pass' | (string & {});
  /**
   * The private key that this Pocketbeam signs with: a JWK of RSA with 4,096 bits, as Arweave wallets have it. It is not
   * kept, and of several tabs the leading one's signs. Default: one that is made when it is first needed, and kept.
   */
  wallet?: object;
  /**
   * Whether to start where something is missing: no Service Worker, no database. `allow` starts with what there is and
   * says so in `status` and, once, in the console; `refuse` rejects with the first problem. Default `allow`.
   */
  degraded?: 'allow' | 'refuse';
  /**
   * Keeps the memory of programs in the database now and then, when nothing else is to be done, so that a page that
   * begins need not run all their messages again. Default true.
   */
  snapshots?: boolean;
  /**
   * URL of an Arweave gateway, such as `https://arweave.net`, for transactions that processes and reads name and
   * {@link LocalApi.data} does not have; what it gives is kept there. Like `relay`, of several tabs the leading one's counts.
   * Default: nobody is asked.
   */
  gateway?: string;
  /**
   * Origins, such as `https://node.example`, that `/~relay@1.0/call?path=<url>` passes requests on to. Default: none, it
   * refuses with `relay-refused`.
   */
  relay?: readonly string[];
  /** What becomes of tasks of the clock whose times were missed; of several tabs the leading one's counts. */
  cron?: CronOptions;
}

/**
 * A HyperBEAM in this browser. All its tabs share one state.
 * @typeParam Cache what the cache of its processes holds, by key; `read` is typed by it. Default: anything.
 */
export interface Pocketbeam<Cache extends object = AnyCache> extends LocalApi {
  /** The value at a HyperPATH, as plain data; undefined where there is none. */
  read<const Path extends string>(path: Path): Promise<ReadAt<Cache, Path> | undefined>;
  /** Path of the scope: HyperPATHs are fetched from below it. */
  readonly scope: string;
  /** What works in this page and what does not. */
  readonly status: Status;
  /**
   * `fetch` of a HyperPATH below the scope, through the Service Worker like any other fetch of the page. Where the page
   * has none, or the Service Worker cannot see what this page stores, its own worker answers the same.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /**
   * Calls `listener` for every slot that any tab computes, until the returned function is called. What was computed while
   * the page was in the back/forward cache is told when it comes back: each process once, with all its keys.
   */
  on(event: 'change', listener: (change: Change) => void): () => void;
  /** Calls `listener` with each new {@link status}. */
  on(event: 'status', listener: (status: Status) => void): () => void;
  /** How often heap snapshots were of use to the worker of this page; undefined with `snapshots: false`. */
  snapshots(): Promise<SnapshotStats | undefined>;
  /**
   * Ends the message, dry-run or dynamic read that Lua works on, in whatever tab. A slot keeps the error
   * `engine-terminated`, and its process stands as before it. Nothing happens while none runs. What runs by itself ends
   * with its gas.
   */
  interrupt(): Promise<void>;
  /** Stops the workers of this page. What is stored stays, and the Service Worker goes on answering reads. */
  stop(): Promise<void>;
}

/**
 * Starts Pocketbeam in this page: registers the Service Worker, waits until the page is under its control, starts the
 * workers. From then on `fetch('/<process>~process@1.0/compute/cache/<key>')` is answered from this browser.
 * @throws PocketbeamError when the Service Worker or a worker cannot be had; the codes are those of
 * service-worker.ts and `worker-failed`; `bad-wallet`; `bad-option`. Those that `degraded` is about only when it is `refuse`.
 */
export async function createPocketbeam<Cache extends object = AnyCache>(
  options: PocketbeamOptions = {},
): Promise<Pocketbeam<Cache>> {
  const {
    serviceWorker = 'pocketbeam-sw.js',
    scope: wanted,
    strict,
    wallet,
    degraded = 'allow',
    snapshots,
    gateway,
    relay,
    cron,
    worker = () =>
      new Worker(new URL('../worker/coordinator-worker.ts', import.meta.url), { type: 'module', name: 'pocketbeam' }),
  } = options;
  const script = serviceWorkerUrl(serviceWorker, document.baseURI, options);
  const board = createStatusBoard(console);
  const changes = createChanges(console);
  // The Service Worker and the worker take their time, so both start at once.
  const controlled = takeControlIfPossible(script, wanted, degraded);
  const link = createLink<CoordinatorApi>({
    start: worker,
    async begin(remote) {
      const { path } = await controlled;
      const { channel, status } = await remote.start(path, { strict, snapshots, wallet, gateway, relay, cron });
      changes.listen(channel);
      board.worker(status);
    },
    mayRepeat,
    onTold: (status) => board.worker(status as WorkerStatus),
    onFailed: (error) => board.noWorker(error),
  });
  const { remote } = link;
  const part = <T extends Methods<T>>(name: string): T =>
    methodsBy((method, args) => link.call(`${name}.${method}`, args));
  const leave = onPutAway(
    () => {
      // What is in memory would be lost, and nobody waits for it.
      if (board.status.storage === 'memory') return;
      changes.close();
      link.rest();
      board.noWorker();
    },
    () => {
      link.wake();
      catchUp(remote, changes.tell).catch(() => undefined);
    },
  );
  let unwatch = (): void => undefined;
  function end(): void {
    leave();
    unwatch();
    changes.close();
    link.end(new PocketbeamError('stopped', 'This Pocketbeam was stopped.', { next: 'Create another one.' }));
  }

  let scope: string;
  try {
    const [{ path, problem }] = await Promise.all([controlled, link.open()]);
    scope = path;
    if (problem) board.withoutServiceWorker(problem);
    else unwatch = watchController(board.withoutServiceWorker);
    const [first] = board.status.problems;
    if (first && degraded === 'refuse') throw new PocketbeamError(first.code, first.message, { next: first.next });
  } catch (error) {
    end();
    throw error;
  }

  return {
    scope,
    get status() {
      return board.status;
    },
    spawn: (given) => remote.spawn(anchored(given)),
    message: (given) => remote.message(anchored(given)),
    eval: (given) => remote.eval(anchored(given)),
    ...(Object.fromEntries(FORWARDED.map((name) => [name, remote[name]])) as Pick<Pocketbeam<Cache>, Forwarded>),
    data: part('data'),
    clock: part('clock'),
    async fetch(path, init) {
      const url = urlOf(path, scope);
      const { serviceWorker, storage } = board.status;
      if (serviceWorker === 'none' || storage === 'memory')
        return fetchInProcess((request) => remote.request(request), url, init);
      return fetchAgain(url, init);
    },
    on(event: 'change' | 'status', listener: ((change: Change) => void) & ((status: Status) => void)) {
      if (event === 'change') return changes.on(listener);
      if (event === 'status') return board.on(listener);
      throw new PocketbeamError('unknown-event', `There is no event ${String(event)}.`, {
        next: 'Use change or status.',
      });
    },
    async stop() {
      await remote.stop().catch(() => undefined);
      end();
      board.noWorker();
    },
  };
}

/** The calls that the worker is asked as they are. */
const FORWARDED = [
  'result',
  'read',
  'list',
  'remove',
  'prune',
  'rebuild',
  'reset',
  'snapshots',
  'interrupt',
  'export',
  'import',
] as const;
type Forwarded = (typeof FORWARDED)[number];

function urlOf(path: string, scope: string): URL {
  if (typeof path !== 'string')
    throw new PocketbeamError('bad-path', `A path is text, not ${String(path)}.`, { status: 400 });
  return new URL(`${scope.replace(/\/$/, '')}/${path.replace(/^\/+/, '')}`, location.origin);
}
