/** The Store port over any key-value store (design §3); what lies where in it: `store-on.ts`. */
import type { Store } from '../core/ports/store.ts';
import type { KeyValue } from './key-value.ts';
import { maintenanceOn } from './maintenance.ts';
import { storeOn } from './store-on.ts';

/** @param machine what the clock of the store goes by, ms since 1970. Default: the clock of the machine. */
export const createStore = (kv: KeyValue, machine?: () => number): Store => ({
  ...storeOn(kv, machine),
  ...maintenanceOn(kv),
});
