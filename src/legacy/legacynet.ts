/** `legacynet@1.0`: the units of the network before HyperBEAM, over the processes of this node (README.md). */
import { device, type Device, type DeviceFunction } from '../core/device.ts';
import type { UnitName } from './units.ts';

/** No device of HyperBEAM: its name is ours. */
export const LEGACYNET = 'legacynet@1.0';

export const legacynetUnits = () => import('./units.ts');

/** @param strict whether processes that are started through it compute as a real node does. */
export function createLegacynet(strict: boolean): Device {
  const unit =
    (name: UnitName): DeviceFunction =>
    async (subject, request, context) =>
      (await legacynetUnits()).unitsOf(strict)[name](subject, request, context);
  const functions = { mu: unit('mu'), cu: unit('cu'), su: unit('su'), graphql: unit('graphql') };
  return { ...device(LEGACYNET, functions), inherits: new Set() };
}
