/** The devices of this node, by name. src/devices/README.md says what each can do. */
import type { Device } from '../core/device.ts';
import type { Resolver } from '../core/resolve.ts';
import { jsonDevice } from './json.ts';
import { messageDevice } from './message.ts';
import { cacheDevice, lookupDevice } from './cache.ts';
import { flatDevice } from './flat.ts';
import { find } from './find.ts';
import { processDevice } from './process.ts';
import { schedulerDevice } from './scheduler.ts';

const devices = new Map<string, Device>(
  [messageDevice, processDevice, schedulerDevice, jsonDevice, flatDevice, cacheDevice, lookupDevice].map((one) => [
    one.name,
    one,
  ]),
);

/** Device names are matched without case; their versions are part of the name. */
export const resolver: Resolver = {
  device: (name) => devices.get(name.toLowerCase()),
  base: messageDevice,
  find,
};
