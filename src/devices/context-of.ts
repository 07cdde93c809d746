/** What devices are given, from the little that differs between the ways in. `context.ts` has it with every device. */
import type { Computer, Context } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import { MAX_NESTED_RESOLVES, MAX_RESOLVES } from '../core/limits.ts';
import type { Store } from '../core/ports/store.ts';
import { follow, type Resolver } from '../core/resolve.ts';

/** Every way in must say who keeps and who computes. */
export type Given = { store: Store; computer: Computer } & Partial<Omit<Context, 'resolve'>>;

/** A context in which paths are resolved by `resolver`; what is not given does nothing. */
export function contextOf(resolver: Resolver, given: Given): Context {
  return contextAt(resolver, given, 0, { left: MAX_RESOLVES });
}

/**
 * Programs can ask for paths that run programs, and each may ask many times: both are bounded.
 * @param depth how many resolves this one stands inside of.
 * @param budget what is left of the resolves of the outermost one.
 */
function contextAt(resolver: Resolver, given: Given, depth: number, budget: { left: number }): Context {
  const context: Context = {
    strict: false,
    scheduled: () => undefined,
    diagnose: () => undefined,
    atSlot: () => undefined,
    ...given,
    // Whoever asks from inside may read, but brings no message of its own to be scheduled, no program signs as the node or asks other servers.
    resolve: async (path, request, { base, devices, store = given.store } = {}) => {
      if (--budget.left < 0 || depth >= MAX_NESTED_RESOLVES) throw tooManyResolves(path);
      const outer = { ...given, store };
      delete outer.incoming;
      delete outer.commitments;
      delete outer.wallet;
      delete outer.relay;
      const inner = contextAt(resolver, outer, depth + 1, budget);
      return (
        await follow(devices ? only(resolver, devices) : resolver, parseHyperPath(path), request, inner, base)
      ).load();
    },
  };
  return context;
}

/** What is no device of these is none at all. */
const only = (resolver: Resolver, devices: ReadonlySet<string>): Resolver => ({
  ...resolver,
  device: (name) => (devices.has(name) ? resolver.device(name) : undefined),
});

const tooManyResolves = (path: string): PocketbeamError =>
  new PocketbeamError('too-many-resolves', `${show(path)} is one path too many that a program asks for.`, {
    status: 508,
    cause: `One request may lead to ${MAX_RESOLVES} paths asked for by programs, ${MAX_NESTED_RESOLVES} inside of each other.`,
    next: 'Check whether programs ask for each other, or one for itself.',
  });
