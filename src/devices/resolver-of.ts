/** Devices by their names, and messages by their ids. */
import type { Device } from '../core/device.ts';
import type { Resolver } from '../core/resolve.ts';
import { find } from './find.ts';
import { messageDevice } from './message.ts';

/**
 * Names count exactly; another spelling of one is no device but a message (`~Process@1.0` has no `now`).
 * @param otherwise the device of a name that is none of these, if there is one.
 */
export function resolverOf(
  devices: readonly Device[],
  otherwise: (name: string) => Device | undefined,
  base = messageDevice,
): Resolver {
  const byName = new Map(devices.map((one) => [one.name, one]));
  return {
    device: (name) => byName.get(name) ?? (byName.has(name.toLowerCase()) ? base : otherwise(name)),
    base,
    find,
  };
}
