/**
 * The devices of a context that has the store and nothing else, the Service Worker: they read states and take messages.
 * A path through any other is passed on to the worker of an open page, which has all of `index.ts`.
 */
import { device } from '../core/device.ts';
import { Elsewhere } from '../core/elsewhere.ts';
import { cacheDevice, lookupDevice } from './cache.ts';
import { jsonDevice } from './json.ts';
import { messageDevice } from './message.ts';
import { processFunctions } from './process.ts';
import { resolverOf } from './resolver-of.ts';
import { schedulerDevice } from './scheduler.ts';

const elsewhere = (name: string) => (): never => {
  throw new Elsewhere(name);
};

const devices = [
  ...[messageDevice, schedulerDevice, jsonDevice, cacheDevice, lookupDevice],
  device('process@1.0', { ...processFunctions, push: elsewhere('push@1.0') }, ['snapshot']),
];

export const storedResolver = resolverOf(devices, (name) => elsewhere(name)());
