import { useContext, useMemo, useSyncExternalStore } from 'react';
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import { SourceContext } from './provider.ts';
import { LOADING, watchCache, type CacheState } from './watch-cache.ts';

/**
 * The value of a key of a process' cache, kept up to date: the component renders again whenever a slot changes it.
 *
 * @param process id of the process.
 * @param key a key below `cache`, also a deeper one: `balances`, `balances/<address>`.
 * @throws PocketbeamError `no-provider` outside of a `PocketbeamProvider`.
 */
export function useCache<T = Plain>(process: string, key: string): CacheState<T> {
  const source = useContext(SourceContext);
  if (source === undefined)
    throw new PocketbeamError('no-provider', 'useCache was called outside of a PocketbeamProvider.', {
      next: 'Put <PocketbeamProvider source={createPocketbeam()}> around the app.',
    });
  const watched = useMemo(() => watchCache(source, process, key), [source, process, key]);
  // On a server there is nothing to read yet.
  const state = useSyncExternalStore(watched.subscribe, watched.state, () => LOADING);
  // What a key holds is up to the program; the caller says what it is.
  return state as CacheState<T>;
}
