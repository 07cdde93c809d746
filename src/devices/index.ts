/** The devices of this node, by name. src/devices/README.md says what each can do. */
import type { Device } from '../core/device.ts';
import { notImplemented, type Resolver } from '../core/resolve.ts';
import { absentDevices } from './absent.ts';
import { jsonDevice } from './json.ts';
import { messageDevice } from './message.ts';
import { cacheDevice, lookupDevice } from './cache.ts';
import { cronDevice } from './cron.ts';
import { dedupDevice } from './dedup.ts';
import { flatDevice } from './flat.ts';
import { find } from './find.ts';
import { httpsigDevice } from './httpsig.ts';
import { localNameDevice } from './local-name.ts';
import { luaDevice } from './lua.ts';
import { metaDevice } from './meta.ts';
import { multipassDevice } from './multipass.ts';
import { nameDevice } from './name.ts';
import { patchDevice } from './patch.ts';
import { processDevice } from './process.ts';
import { pushDevice } from './push.ts';
import { schedulerDevice } from './scheduler.ts';
import { structuredDevice } from './structured.ts';

const devices = new Map<string, Device>(
  [
    ...[messageDevice, processDevice, schedulerDevice, luaDevice, cacheDevice, lookupDevice],
    ...[jsonDevice, flatDevice, structuredDevice, httpsigDevice],
    ...[metaDevice, localNameDevice, nameDevice, dedupDevice, multipassDevice, patchDevice, pushDevice, cronDevice],
  ].map((one) => [one.name, one]),
);

/** Device names count exactly; another spelling of one is no device but a message (`~Process@1.0` has no `now`). */
export const resolver: Resolver = {
  device: (name) => {
    const found = devices.get(name) ?? (devices.has(name.toLowerCase()) ? messageDevice : undefined);
    if (!found && absentDevices.has(name)) throw notImplemented(name);
    return found;
  },
  base: messageDevice,
  find,
};
