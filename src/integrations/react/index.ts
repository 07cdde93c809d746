/** What a React app imports: `import { PocketbeamProvider, useCache } from 'pocketbeam/react'`. React 18 and later. */
export { PocketbeamProvider, type PocketbeamProviderProps } from './provider.ts';
export { useCache } from './use-cache.ts';
export { nodeSource, type NodeSourceOptions } from './node-source.ts';
export type { CacheSource, CacheState } from './watch-cache.ts';
