/** In the page: what histories take on disk, and what processes take in memory. */
import { openApp, type App } from '../page/frames.ts';

export interface StorageOptions {
  source: string;
  action: string;
  /** Of histories or of processes, rising: where it is looked at what they take. */
  counts: readonly number[];
}

export interface Taken {
  count: number;
  bytes: number;
}

/** Bytes in IndexedDB above those of before the spawn, by the length of the history of a process. */
export async function disk({ source, action, counts }: StorageOptions): Promise<Taken[]> {
  const app = await openApp({ snapshots: false });
  const before = await bytesOnDisk();
  const process = await app.beam.spawn({ source });
  const found: Taken[] = [];
  let sent = 0;
  for (const count of counts) {
    let slot = 0;
    while (sent < count) slot = await send(app, process, action, sent++);
    await app.beam.result({ process, slot });
    found.push({ count, bytes: (await bytesOnDisk()) - before });
  }
  return found;
}

/** Bytes of memory of the app with its workers, by the number of processes that have run a message. */
export async function memory({ source, action, counts }: StorageOptions): Promise<Taken[]> {
  const app = await openApp({ snapshots: false });
  const found: Taken[] = [];
  let processes = 0;
  for (const count of counts) {
    for (; processes < count; processes++) {
      const process = await app.beam.spawn({ source });
      await app.beam.result({ process, slot: await send(app, process, action, 1) });
    }
    found.push({ count, bytes: await bytesInMemory() });
  }
  return found;
}

async function send({ beam }: App, process: string, action: string, i: number): Promise<number> {
  const tags = { Action: action, Recipient: `holder-${((i * 7) % 1000) + 1}`, Quantity: '3' };
  const { slot } = await beam.message({ process, from: `holder-${(i % 1000) + 1}`, tags });
  return slot;
}

/** What the browser says that the databases of the origin take. */
async function bytesOnDisk(): Promise<number> {
  const estimate: StorageEstimate & { usageDetails?: { indexedDB?: number } } = await navigator.storage.estimate();
  const bytes = estimate.usageDetails?.indexedDB;
  if (bytes === undefined) throw new Error('The browser does not say what its databases take.');
  return bytes;
}

/** Of this page, its frames and their workers, after a collection of garbage. */
async function bytesInMemory(): Promise<number> {
  const measuring = performance as Performance & { measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }> };
  if (!measuring.measureUserAgentSpecificMemory) throw new Error('The page is not isolated.');
  return (await measuring.measureUserAgentSpecificMemory()).bytes;
}
