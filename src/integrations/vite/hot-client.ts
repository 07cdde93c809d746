/**
 * The library as an app gets it in development under Vite: the same, and it knows which process was spawned from which
 * source, so that a changed Lua file can be evaluated in the processes that run it.
 */
import {
  createPocketbeam as create,
  type AnyCache,
  type Pocketbeam,
  type PocketbeamOptions,
} from '../../client/index.ts';
import { createSources, type Sources } from './sources.ts';

export * from '../../client/index.ts';

const pages = new Set<Sources>();

/** As that of the package. */
export async function createPocketbeam<Cache extends object = AnyCache>(
  options?: PocketbeamOptions,
): Promise<Pocketbeam<Cache>> {
  const made = await create<Cache>(options);
  const sources = createSources(made);
  pages.add(sources);
  made.spawn = sources.spawn;
  const { stop } = made;
  made.stop = () => {
    pages.delete(sources);
    return stop();
  };
  return made;
}

/**
 * Has every process of this page that runs `before` evaluate `after`; what is spawned from `before` later is spawned from
 * `after`.
 * @returns whether there was such a process.
 */
export async function replaceSource(before: string, after: string): Promise<boolean> {
  const replaced = await Promise.all([...pages].map((sources) => sources.replace(before, after)));
  return replaced.some(Boolean);
}
