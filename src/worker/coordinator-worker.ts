/** Entry of the coordinator worker. The page names the scope; everything else follows from it. */
import { PocketbeamError } from '../core/errors.ts';
import type { SnapshotStats } from '../core/ports/snapshots.ts';
import type { LocalApi } from '../emulator/api.ts';
import { instanceNames, randomName } from '../leader/names.ts';
import type { PassedAnswer, PassedRequest } from '../leader/protocol.ts';
import { expose } from '../rpc/rpc.ts';
import { createStore } from '../store/process-store.ts';
import { createSnapshotStore } from '../store/snapshots.ts';
import { createCoordinator, type Coordinator, type CoordinatorOptions } from './coordinator.ts';
import { createEngineClient } from './engine-client.ts';
import { Health } from './health.ts';
import { laterArchives, loadLater } from './later.ts';
import { openStorage } from './storage.ts';
import { watched } from './watched-store.ts';
import type { Started } from './worker-status.ts';

/** What the page calls. It is told a `WorkerStatus` whenever that changes. */
export interface CoordinatorApi extends LocalApi {
  /** Must come first. @param scope path of the Service Worker's scope. */
  start(scope: string, options: CoordinatorOptions): Promise<Started>;
  /** Answers a request in place of the Service Worker; undefined when it is no HyperPATH of ours. */
  request(request: PassedRequest): Promise<PassedAnswer | undefined>;
  /** What came of heap snapshots in this worker; undefined when there are none. */
  snapshots(): Promise<SnapshotStats | undefined>;
  stop(): Promise<void>;
}

let coordinator: Coordinator | undefined;
let health: Health | undefined;

function started(): Coordinator {
  if (!coordinator) throw new PocketbeamError('not-started', 'This Pocketbeam was not started, or was stopped.');
  return coordinator;
}

const api = (): LocalApi => started().api;

async function start(scope: string, options: CoordinatorOptions): Promise<Started> {
  // Where a page is neither https nor localhost, browsers have none.
  if (!('subtle' in crypto && crypto.subtle)) (await import('./insecure-crypto.ts')).mendCrypto();
  const shared = instanceNames(scope);
  const noted = (health = new Health(navigator.storage, tell));
  const { kv, kind, problem } = await openStorage(shared.database, (error) => noted.fails(error));
  // What is in this worker's memory is nobody else's: neither the lead nor the channel are shared.
  const alone = kind === 'memory';
  const names = alone ? { ...instanceNames(`${scope}#${randomName()}`), scope } : shared;
  if (alone) noted.inMemory();
  if (problem) noted.fails(problem);
  const watchedKv = watched(kv, noted);
  coordinator = createCoordinator(
    {
      names,
      store: createStore(watchedKv),
      archives: laterArchives(watchedKv),
      snapshots: options.snapshots === false ? undefined : createSnapshotStore(watchedKv),
      engine: createEngineClient(
        () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'pocketbeam-engine' }),
      ),
      locks: alone ? undefined : navigator.locks,
      onLead: (leads) => noted.lead(leads),
    },
    options,
  );
  // Its lock has been asked for then: before, the Service Worker would find nobody to ask.
  await (navigator.locks as LockManager | undefined)?.query();
  loadLater();
  return { channel: names.channel, status: await noted.status() };
}

/** What was damaged is gone with this. Where there is more of it, the next read tells. */
async function mending(work: Promise<void>): Promise<void> {
  await work;
  health?.works('corrupt-record');
}

const exposed: CoordinatorApi = {
  start,
  request: async (request) => started().request(request),
  snapshots: async () => started().snapshots(),
  async stop() {
    const stopped = coordinator;
    coordinator = undefined;
    await stopped?.stop();
  },
  // Spelled out: only these can be called from a page.
  spawn: async (options) => api().spawn(options),
  message: async (options) => api().message(options),
  result: async (options) => api().result(options),
  eval: async (options) => api().eval(options),
  read: async (path) => api().read(path),
  list: async () => api().list(),
  remove: async (process) => mending(api().remove(process)),
  prune: async (process, options) => api().prune(process, options),
  rebuild: async (process) => mending(api().rebuild(process)),
  reset: async () => api().reset(),
  export: async (process) => api().export(process),
  import: async (archive, options) => api().import(archive, options),
};

const tell = expose<CoordinatorApi>(exposed);
