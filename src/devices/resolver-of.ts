/** Devices by their names, and messages by their ids. */
import type { Device } from '../core/device.ts';
import type { Resolver } from '../core/resolve.ts';
import { find } from './find.ts';

/**
 * Names count exactly; another spelling of one is no device but a message (`~Process@1.0` has no `now`).
 * @param base the first of the devices: whose functions every message has.
 * @param otherwise the device of a name that is none of these, if there is one.
 */
export function resolverOf(
  [base, ...others]: readonly [Device, ...Device[]],
  otherwise: (name: string) => Device | undefined,
): Resolver {
  const byName = new Map([base, ...others].map((one) => [one.name, one]));
  return {
    device: (name) => byName.get(name) ?? (byName.has(name.toLowerCase()) ? base : otherwise(name)),
    base,
    find,
  };
}
