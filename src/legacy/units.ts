/** The units of legacynet. A file of its own, since few pages use them. */
import type { DeviceFunction } from '../core/device.ts';
import { computeUnit } from './cu.ts';
import { graphql, graphqlErrors } from './graphql.ts';
import { messengerUnit } from './mu.ts';
import { schedulerUnit } from './su.ts';
import { unit } from './unit.ts';

export type UnitName = 'mu' | 'cu' | 'su' | 'graphql';

/** @param strict whether processes that are started through them compute as a real node does. */
export const unitsOf = (strict: boolean): Record<UnitName, DeviceFunction> => ({
  mu: unit(messengerUnit(strict)),
  cu: unit(computeUnit),
  su: unit(schedulerUnit),
  graphql: unit(graphql, graphqlErrors),
});
