/** What devices are given, from the little that differs between the ways in. */
import type { Computer, Context } from '../core/device.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { Store } from '../core/ports/store.ts';
import { resolve } from '../core/resolve.ts';
import { resolver } from './index.ts';

/** What every way in must say. */
type Needed = { store: Store; computer: Computer };

/** A context; what is not given does nothing. */
export function createContext(given: Needed & Partial<Omit<Context, 'resolve'>>): Context {
  const context: Context = {
    strict: false,
    scheduled: () => undefined,
    diagnose: () => undefined,
    atSlot: () => undefined,
    ...given,
    // Whoever asks from inside may read, but brings no message of its own to be scheduled.
    resolve: async (path, request) => {
      const inner: Context = { ...context };
      delete (inner as { incoming?: unknown }).incoming;
      return (await resolve(resolver, parseHyperPath(path), request, inner)).load();
    },
  };
  return context;
}
