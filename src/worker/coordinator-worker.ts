/** Entry of the coordinator worker. The page names the scope; everything else follows from it. */
import { PocketbeamError } from '../core/errors.ts';
import type { LocalApi } from '../emulator/api.ts';
import { instanceNames } from '../leader/names.ts';
import { expose } from '../rpc/rpc.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';
import { createStore } from '../store/process-store.ts';
import { createCoordinator, type Coordinator, type CoordinatorOptions } from './coordinator.ts';
import { createEngineClient } from './engine-client.ts';

/** What the page calls. */
export interface CoordinatorApi extends LocalApi {
  /** Must come first. @param scope path of the Service Worker's scope. */
  start(scope: string, options: CoordinatorOptions): Promise<void>;
  stop(): Promise<void>;
}

let coordinator: Coordinator | undefined;

const api = (): LocalApi => {
  if (!coordinator) throw new PocketbeamError('not-started', 'This Pocketbeam was not started, or was stopped.');
  return coordinator.api;
};

const exposed: CoordinatorApi = {
  async start(scope, options) {
    const names = instanceNames(scope);
    const engine = createEngineClient(
      () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'pocketbeam-engine' }),
    );
    coordinator ??= createCoordinator(names, createStore(new IndexedDbKeyValue(names.database)), engine, options);
    // Its lock has been asked for then: before, the Service Worker would find nobody to ask.
    await navigator.locks.query();
  },
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
  remove: async (process) => api().remove(process),
  reset: async () => api().reset(),
};

expose<CoordinatorApi>(exposed);
