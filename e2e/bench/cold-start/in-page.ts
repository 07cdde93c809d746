/** In the page: an app that starts and has to go on with a process that has a history. */
import { openApp, type App } from '../page/frames.ts';
import type { Series } from '../statistics.mjs';

export interface ColdStartOptions {
  /** Of a process that counts its messages at `cache/count`, with the action `Increment`. */
  source: string;
  /** Lengths of histories. */
  slots: readonly number[];
  rounds: number;
}

/** ms from the call of `createPocketbeam()` on, for one length of the history; one sample a round. */
export interface ColdStart {
  slots: number;
  /** Until the newest state is read: it is stored. */
  stored: Series;
  /** Until the answer to a new message is read, with a snapshot of the heap. */
  restored: Series;
  /** The same without: all slots run once more. */
  replayed: Series;
}

/** Messages that are under way at once while a history is made. */
const AT_ONCE = 100;

/** For a heap to be kept: a second without work, and the saving. */
const PATIENCE_MS = 20_000;

export async function coldStart({ source, slots, rounds }: ColdStartOptions): Promise<ColdStart[]> {
  const found: ColdStart[] = [];
  let app = await openApp();
  for (const length of slots) {
    app = await app.reload({ snapshots: true });
    const process = await app.beam.spawn({ source });
    await makeHistory(app, process, length);
    await keepsHeap(app);
    const [stored, restored, replayed]: [number[][], number[][], number[][]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      app = await app.reload({ snapshots: true });
      stored.push([app.started + (await untilRead(app, process))]);
      restored.push([app.started + (await untilAnswered(app, process))]);
      if (((await app.beam.snapshots())?.restored ?? 0) === 0) throw new Error('The heap was not restored.');
      app = await app.reload({ snapshots: false });
      replayed.push([app.started + (await untilAnswered(app, process))]);
    }
    found.push({ slots: length, stored, restored, replayed });
    await app.beam.remove(process);
  }
  return found;
}

async function makeHistory({ beam }: App, process: string, slots: number): Promise<void> {
  for (let left = slots; left > 0; left -= AT_ONCE) {
    const batch = Math.min(AT_ONCE, left);
    const all = await Promise.all(
      Array.from({ length: batch }, () => beam.message({ process, tags: { Action: 'Increment' } })),
    );
    await beam.result({ process, slot: Math.max(...all.map(({ slot }) => slot)) });
  }
}

/** Waits until the heap was kept; that happens when nothing else does. */
async function keepsHeap({ beam }: App): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if (((await beam.snapshots())?.saved ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No heap was kept: ${JSON.stringify(await beam.snapshots())}`);
}

async function untilRead({ read }: App, process: string): Promise<number> {
  const began = performance.now();
  await read(`${process}~process@1.0/now/cache/count`);
  return performance.now() - began;
}

async function untilAnswered({ beam, read }: App, process: string): Promise<number> {
  const began = performance.now();
  const { slot } = await beam.message({ process, tags: { Action: 'Increment' } });
  const count = await read(`${process}~process@1.0/now/cache/count`);
  if (count !== String(slot)) throw new Error(`${count} was read at slot ${slot}`);
  return performance.now() - began;
}
