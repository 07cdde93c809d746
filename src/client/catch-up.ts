/** What a page has not heard of while it was put away. */
import type { Change, LocalApi } from '../emulator/api.ts';

/** Tells of each computed process once, with all keys below `cache`: any of them may have changed. */
export async function catchUp(api: Pick<LocalApi, 'list' | 'read'>, tell: (change: Change) => void): Promise<void> {
  for (const { process, computed: slot } of await api.list()) {
    if (slot < 0) continue;
    const cache = await api.read(`/${process}~process@1.0/compute/cache`).catch(() => undefined);
    tell({ process, slot, keys: cache && typeof cache === 'object' ? Object.keys(cache) : [] });
  }
}
