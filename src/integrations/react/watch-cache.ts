/** A key of a process' cache as a store that a hook can subscribe to. */
import { toPocketbeamError, type PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { Change } from '../../emulator/api.ts';

/** What can be read and watched: a `Pocketbeam`, or a real node. */
export interface CacheSource {
  /** The value at a HyperPATH as plain data; undefined where there is none. */
  read(path: string): Promise<Plain | undefined>;
  /** Calls `listener` for what changes, without a change for all, until the returned function is called. */
  on(event: 'change', listener: (change?: Pick<Change, 'process' | 'keys'>) => void): () => void;
}

/** A new object whenever something changes. */
export interface CacheState<T = Plain> {
  /** `error`: the last read has failed, and `value` is the last that was read. */
  readonly status: 'loading' | 'ready' | 'error';
  /** Undefined as long as nothing was read, and where there is nothing. */
  readonly value: T | undefined;
  readonly error: PocketbeamError | undefined;
}

export const LOADING: CacheState = { status: 'loading', value: undefined, error: undefined };

/** Reads when it is first subscribed to, and again after each change of that key. */
export function watchCache(
  source: CacheSource | Promise<CacheSource>,
  process: string,
  key: string,
): { state(): CacheState; subscribe(listener: () => void): () => void } {
  const top = key.split('/', 1)[0]?.toLowerCase();
  const listeners = new Set<() => void>();
  let state = LOADING;
  let reads = 0;
  let leave: (() => void) | undefined;

  function become(next: CacheState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function read(from: CacheSource): Promise<void> {
    const mine = ++reads;
    try {
      const value = await from.read(`/${process}~process@1.0/now/cache/${key}`);
      // One that was asked for later knows more.
      if (mine === reads) become({ status: 'ready', value, error: undefined });
    } catch (error) {
      if (mine === reads) become({ status: 'error', value: state.value, error: toPocketbeamError(error) });
    }
  }

  async function watch(left: AbortSignal): Promise<void> {
    try {
      const from = await source;
      if (left.aborted) return;
      const concerns = ({ process: changed, keys }: Pick<Change, 'process' | 'keys'>): boolean =>
        changed === process && keys.some((name) => name.toLowerCase() === top);
      const off = from.on('change', (change) => {
        if (!change || concerns(change)) void read(from);
      });
      left.addEventListener('abort', off, { once: true });
      await read(from);
    } catch (error) {
      if (!left.aborted) become({ status: 'error', value: undefined, error: toPocketbeamError(error) });
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (!leave) {
        const stop = new AbortController();
        leave = () => stop.abort();
        void watch(stop.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.();
        leave = undefined;
      };
    },
  };
}
