import type { LocalApi } from '../../src/emulator/api.ts';

/** Waits until all that is scheduled is computed, so that nothing happens in the background. */
export async function settle(api: LocalApi): Promise<void> {
  for (const { process, slot } of await api.list()) await api.result({ process, slot }).catch(() => undefined);
}
