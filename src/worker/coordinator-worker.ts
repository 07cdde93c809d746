/** Entry of the coordinator worker. The page names the scope; everything else follows from it. */
import { PocketbeamError } from '../core/errors.ts';
import type { SnapshotStats } from '../core/ports/snapshots.ts';
import type { ClockApi, DataApi, LocalApi } from '../emulator/api.ts';
import { instanceNames, randomName } from '../leader/names.ts';
import type { PassedAnswer, PassedRequest } from '../leader/protocol.ts';
import { expose } from '../rpc/rpc.ts';
import { createSnapshotStore } from '../store/snapshots.ts';
import { createCoordinator, type Coordinator, type CoordinatorOptions } from './coordinator.ts';
import { createEngineClient } from './engine-client.ts';
import { Health } from './health.ts';
import { laterArchives, laterData, loadLater, outward, type OutwardOptions } from './later.ts';
import { openStorage } from './storage.ts';
import { watched } from './watched-store.ts';
import type { Started } from './worker-status.ts';

/** The calls of `data` and `clock`, as only functions cross over: `data.put` … */
type PrefixedData = { [K in keyof DataApi as `data.${K}`]: DataApi[K] };
type PrefixedClock = { [K in keyof ClockApi as `clock.${K}`]: ClockApi[K] };

/** What the page calls. It is told a `WorkerStatus` whenever that changes. */
export interface CoordinatorApi extends Omit<LocalApi, 'data' | 'clock'>, PrefixedData, PrefixedClock {
  /** Must come first. @param scope path of the Service Worker's scope. */
  start(scope: string, options: CoordinatorOptions & OutwardOptions): Promise<Started>;
  /** Answers a request in place of the Service Worker; undefined when it is no HyperPATH of ours. */
  request(request: PassedRequest): Promise<PassedAnswer | undefined>;
  /** What came of heap snapshots in this worker; undefined when there are none. */
  snapshots(): Promise<SnapshotStats | undefined>;
  /** Ends the call that the engine runs. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}

let coordinator: Coordinator | undefined;
let health: Health | undefined;
/** Name of the cache in which the Service Worker keeps answers of real nodes: that of the database. */
let cache: string | undefined;

function started(): Coordinator {
  if (!coordinator) throw new PocketbeamError('not-started', 'This Pocketbeam was not started, or was stopped.');
  return coordinator;
}

const api = (): LocalApi => started().api;

async function start(scope: string, options: CoordinatorOptions & OutwardOptions): Promise<Started> {
  // Where a page is neither https nor localhost, browsers have none.
  if (!('subtle' in crypto && crypto.subtle)) (await import('./insecure-crypto.ts')).mendCrypto();
  const shared = instanceNames(scope);
  cache = shared.database;
  const noted = (health = new Health(navigator.storage, tell));
  const { kv, kind, problem } = await openStorage(shared.database, (error) => noted.fails(error));
  // What is in this worker's memory is nobody else's: neither the lead nor the channel are shared.
  const alone = kind === 'memory';
  const names = alone ? { ...instanceNames(`${scope}#${randomName()}`), scope } : shared;
  if (alone) noted.inMemory();
  if (problem) noted.fails(problem);
  const watchedKv = watched(kv, noted);
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  coordinator = createCoordinator(
    {
      names,
      ...(await outward(watchedKv, options)),
      archives: laterArchives(watchedKv),
      data: laterData(watchedKv),
      snapshots: options.snapshots === false ? undefined : createSnapshotStore(watchedKv),
      engine: createEngineClient(
        () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'pocketbeam-engine' }),
      ),
      locks: alone ? undefined : navigator.locks,
      onLead: (leads) => noted.lead(leads),
      // Not before the page has begun: with `degraded: 'refuse'` it would not, and nothing is degraded.
      onMissed: (error) => void begun.then(() => noted.tells(error)),
    },
    options,
  );
  // Its lock has been asked for then: before, the Service Worker would find nobody to ask.
  await (navigator.locks as LockManager | undefined)?.query();
  loadLater();
  const status = await noted.status();
  setTimeout(begin);
  return { channel: names.channel, status };
}

/** What was damaged is gone with this. Where there is more of it, the next read tells. */
async function mending(work: Promise<void>): Promise<void> {
  await work;
  health?.works('corrupt-record');
}

async function reset(): Promise<void> {
  await api().reset();
  // An insecure context has none.
  if (cache !== undefined && 'caches' in self) await caches.delete(cache);
}

const exposed: CoordinatorApi = {
  start,
  request: async (request) => started().request(request),
  snapshots: async () => started().snapshots(),
  interrupt: async () => started().interrupt(),
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
  reset,
  export: async (process) => api().export(process),
  import: async (archive, options) => api().import(archive, options),
  'clock.now': async () => api().clock.now(),
  'clock.advance': async (by) => api().clock.advance(by),
  'clock.pause': async () => api().clock.pause(),
  'clock.resume': async () => api().clock.resume(),
  'clock.set': async (time) => api().clock.set(time),
  'clock.tasks': async () => api().clock.tasks(),
  'data.put': async (content, options) => api().data.put(content, options),
  'data.get': async (id) => api().data.get(id),
  'data.list': async () => api().data.list(),
  'data.remove': async (id) => api().data.remove(id),
};

const tell = expose<CoordinatorApi>(exposed);
