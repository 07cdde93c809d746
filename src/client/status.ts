/** How well Pocketbeam works in this page, as plain data. */
import type { PocketbeamError } from '../core/errors.ts';
import { problemOf, type Problem } from '../core/problem.ts';
import type { WorkerStatus } from '../worker/worker-status.ts';

/** A new object whenever something changes. */
export interface Status {
  /** `none`: only `fetch` of the Pocketbeam is answered, in the worker; that of the page is not. */
  readonly serviceWorker: 'active' | 'none';
  /** `leader`: this tab computes, for all tabs. `none`: its worker does not run, and starts with the next call. */
  readonly role: 'leader' | 'follower' | 'none';
  /** `full`: nothing more can be stored, and reads go on. `memory`: everything is gone with this page. */
  readonly storage: 'indexeddb' | 'memory' | 'full';
  /** Bytes, as the browser estimates them; undefined where it does not. */
  readonly quota: { readonly used: number; readonly limit: number } | undefined;
  /** Whether the browser has promised to keep what is stored when the disk gets short. */
  readonly persisted: boolean;
  /** Empty when all is well. */
  readonly problems: readonly Problem[];
}

export interface StatusBoard {
  readonly status: Status;
  /** There is no Service Worker, and why. */
  withoutServiceWorker(why: PocketbeamError): void;
  worker(status: WorkerStatus): void;
  /** The worker does not run; with the error when it has failed. */
  noWorker(error?: PocketbeamError): void;
  on(listener: (status: Status) => void): () => void;
}

const ONLY_OURS = 'Without one fetch() of the page is not answered; fetch() of the Pocketbeam is.';

/** @param console told of each kind of problem once. */
export function createStatusBoard({ warn }: Pick<Console, 'warn'>): StatusBoard {
  const listeners = new Set<(status: Status) => void>();
  const warned = new Set<string>();
  let page: Problem[] = [];
  let worker: Omit<WorkerStatus, 'role'> & { role: Status['role'] } = {
    ...{ role: 'none', storage: 'indexeddb', quota: undefined, persisted: false, problems: [] },
  };
  let serviceWorker: Status['serviceWorker'] = 'active';
  let status: Status = { ...worker, serviceWorker };

  function changed(): void {
    status = { ...worker, serviceWorker, problems: [...page, ...worker.problems] };
    for (const { code, message, next } of status.problems) {
      if (warned.has(code)) continue;
      warned.add(code);
      warn(`[Pocketbeam] ${message} ${next} (${code})`);
    }
    for (const listener of listeners) listener(status);
  }

  return {
    get status() {
      return status;
    },
    withoutServiceWorker(why) {
      serviceWorker = 'none';
      const problem = problemOf(why);
      page = [{ ...problem, message: `${problem.message} ${ONLY_OURS}` }];
      changed();
    },
    worker(now) {
      worker = now;
      changed();
    },
    noWorker(error) {
      worker = { ...worker, role: 'none', problems: error ? [problemOf(error)] : [] };
      changed();
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
