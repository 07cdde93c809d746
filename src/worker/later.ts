/**
 * Parts of the coordinator that few pages use: files of their own, so that a page starts without them. All are loaded
 * once a page has settled, since it may go offline before it needs one.
 */
import type { Relay } from '../core/device.ts';
import type { Archives } from '../core/ports/archives.ts';
import type { Store } from '../core/ports/store.ts';
import type { DataApi } from '../emulator/api.ts';
import { legacynetUnits } from '../legacy/legacynet.ts';
import { methodsBy } from '../rpc/rpc.ts';
import type { KeyValue } from '../store/key-value.ts';
import type { Maintenance } from '../store/maintenance.ts';
import { storeOn } from '../store/store-on.ts';

const parts = {
  archives: () => import('../archive/archives.ts'),
  cron: () => import('../emulator/cron-runner.ts'),
  legacynet: legacynetUnits,
  outward: () => import('./outward.ts'),
  ethereum: () => import('../codecs/ans104-ethereum.ts'),
  maintenance: () => import('../store/maintenance.ts'),
};

/** When a page has settled. */
const QUIET_MS = 3_000;

/** Loads what is not there yet, after a while. What cannot be loaded is asked for again by whoever needs it. */
export function loadLater(): void {
  setTimeout(() => {
    for (const part of Object.values(parts)) part().catch(() => undefined);
  }, QUIET_MS);
}

/** Whoever runs tasks of the clock. */
export const loadCron = parts.cron;

/** Archives of a store, loaded when they are first used. */
export function laterArchives(kv: KeyValue): Archives {
  const loaded = async (): Promise<Archives> => (await parts.archives()).createArchives(kv);
  return {
    export: async (process) => (await loaded()).export(process),
    import: async (archive, options) => (await loaded()).import(archive, options),
  };
}

function laterMaintenance(kv: KeyValue): Maintenance {
  const loaded = async (): Promise<Maintenance> => (await parts.maintenance()).maintenanceOn(kv);
  return {
    remove: async (process) => (await loaded()).remove(process),
    prune: async (process, before) => (await loaded()).prune(process, before),
    rebuild: async (process) => (await loaded()).rebuild(process),
  };
}

/** The transactions of a store. */
export function laterData(kv: KeyValue): DataApi {
  const loaded = async (): Promise<DataApi> => {
    const { createDataStore, dataOf } = await parts.outward();
    return dataOf(createDataStore(kv));
  };
  return methodsBy(async (method, args) => {
    const data = await loaded();
    return (data[method as keyof DataApi] as (...args: unknown[]) => Promise<unknown>)(...args);
  });
}

export interface OutwardOptions {
  /** URL of a gateway for transactions that are not in the store. Default: nobody is asked. */
  gateway?: string | undefined;
  /** Origins that `relay@1.0` passes requests on to. Default: it refuses. */
  relay?: readonly string[] | undefined;
}

/**
 * A store and a relay that lead out as far as options say. Loaded at once where they say anything, so that it is told what
 * is wrong with them.
 * @throws PocketbeamError `bad-option`
 */
export async function outward(
  kv: KeyValue,
  { gateway, relay }: OutwardOptions,
): Promise<{ store: Store; relay: Relay }> {
  const store = { ...storeOn(kv), ...laterMaintenance(kv) };
  if (gateway === undefined && !relay?.length)
    return { store, relay: async (request) => (await parts.outward()).createRelay()(request) };
  const { createDataStore, createRelay, withGateway } = await parts.outward();
  return { store: withGateway(store, createDataStore(kv), gateway), relay: createRelay(relay) };
}
