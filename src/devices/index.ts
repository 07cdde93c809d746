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

/** Device names count exactly; another spelling of one is no device but a message (`~Process@1.0` has no `now`). */
export const resolver: Resolver = {
  device: (name) => devices.get(name) ?? (devices.has(name.toLowerCase()) ? messageDevice : undefined),
  base: messageDevice,
  find,
};
