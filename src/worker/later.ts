/**
 * Parts of the coordinator that few pages use: files of their own, so that a page starts without them. All are loaded
 * once a page has settled, since it may go offline before it needs one.
 */
import type { Archives } from '../core/ports/archives.ts';
import { legacynetUnits } from '../legacy/legacynet.ts';
import type { KeyValue } from '../store/key-value.ts';

const parts = {
  archives: () => import('../archive/archives.ts'),
  legacynet: legacynetUnits,
  ethereum: () => import('../codecs/ans104-ethereum.ts'),
};

/** When a page has settled. */
const QUIET_MS = 3_000;

/** Loads what is not there yet, after a while. What cannot be loaded is asked for again by whoever needs it. */
export function loadLater(): void {
  setTimeout(() => {
    for (const part of Object.values(parts)) part().catch(() => undefined);
  }, QUIET_MS);
}

/** Archives of a store, loaded when they are first used. */
export function laterArchives(kv: KeyValue): Archives {
  const loaded = async (): Promise<Archives> => (await parts.archives()).createArchives(kv);
  return {
    export: async (process) => (await loaded()).export(process),
    import: async (archive, options) => (await loaded()).import(archive, options),
  };
}
