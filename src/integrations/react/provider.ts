import { createContext, createElement, type ReactElement, type ReactNode } from 'react';
import type { CacheSource } from './watch-cache.ts';

/** What the hooks below a provider read from. */
export const SourceContext = createContext<CacheSource | Promise<CacheSource> | undefined>(undefined);

export interface PocketbeamProviderProps {
  /** What `createPocketbeam()` gives, also before it has resolved; in production a `nodeSource(url)`. */
  source: CacheSource | Promise<CacheSource>;
  children?: ReactNode;
}

/** Gives the hooks below it something to read from. */
export function PocketbeamProvider({ source, children }: PocketbeamProviderProps): ReactElement {
  return createElement(SourceContext.Provider, { value: source }, children);
}
