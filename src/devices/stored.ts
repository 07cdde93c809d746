/**
 * The devices of a context that has the store and nothing else, the Service Worker: they read states and take messages.
 * A path through any other is passed on to the worker of an open page, which has all of `index.ts`.
 */
import { device } from '../core/device.ts';
import { Elsewhere } from '../core/elsewhere.ts';
import { cacheFunctions, cacheMissing, lookupDevice } from './cache.ts';
import { jsonFunctions } from './json.ts';
import { messageFunctions } from './message.ts';
import { processFunctions } from './process.ts';
import { resolverOf } from './resolver-of.ts';
import { schedulerDevice } from './scheduler.ts';

const elsewhere = (name: string) => (): never => {
  throw new Elsewhere(name);
};

const devices = [
  device('message@1.0', {
    ...messageFunctions,
    get: elsewhere('message@1.0/get'),
    set: elsewhere('message@1.0/set'),
    remove: elsewhere('message@1.0/remove'),
    commit: elsewhere('Signing'),
    committed: elsewhere('Looking at signatures'),
    verify: elsewhere('Checking signatures'),
  }),
  ...[schedulerDevice, lookupDevice],
  device('json@1.0', {
    ...jsonFunctions,
    deserialize: elsewhere('json@1.0/deserialize'),
    from: elsewhere('json@1.0/from'),
  }),
  device('cache@1.0', { ...cacheFunctions, write: elsewhere('cache@1.0/write') }, cacheMissing),
  device('process@1.0', { ...processFunctions, as: elsewhere('A dry-run'), push: elsewhere('push@1.0') }),
] as const;

export const storedResolver = resolverOf(devices, (name) => elsewhere(name)());
