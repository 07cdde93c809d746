/** `legacynet@1.0`: the units of the network before HyperBEAM, over the processes of this node (README.md). */
import { device, type Device } from '../core/device.ts';
import { computeUnit } from './cu.ts';
import { graphql, graphqlErrors } from './graphql.ts';
import { messengerUnit } from './mu.ts';
import { schedulerUnit } from './su.ts';
import { unit } from './unit.ts';

/** No device of HyperBEAM: its name is ours. */
export const LEGACYNET = 'legacynet@1.0';

/** @param strict whether processes that are started through it compute as a real node does. */
export const createLegacynet = (strict: boolean): Device => ({
  ...device(LEGACYNET, {
    mu: unit(messengerUnit(strict)),
    cu: unit(computeUnit),
    su: unit(schedulerUnit),
    graphql: unit(graphql, graphqlErrors),
  }),
  inherits: new Set(),
});
