/** In the page: processes made of a source, in an app that has just started and in one that runs. */
import { openApp } from '../page/frames.ts';
import { timed } from '../page/turns.ts';
import type { Series } from '../statistics.mjs';

export interface SpawnOptions {
  source: string;
  rounds: number;
  /** In each round, in a running app. */
  times: number;
}

export async function spawns({ source, rounds, times }: SpawnOptions): Promise<Record<Spawning, Series>> {
  const found: Record<Spawning, number[][]> = { started: [], cold: [], warm: [] };
  let app = await openApp();
  await app.beam.spawn({ source });
  for (let round = 0; round < rounds; round++) {
    app = await app.reload();
    const { beam, started } = app;
    found.started.push([started]);
    found.cold.push([await timed(() => beam.spawn({ source }))]);
    const warm: number[] = [];
    for (let i = 0; i < times; i++) warm.push(await timed(() => beam.spawn({ source })));
    found.warm.push(warm);
    for (const { process } of await beam.list()) await beam.remove(process);
  }
  return found;
}

/** `started`: `createPocketbeam()` alone. `cold`: the first spawn after it. `warm`: the later ones. */
export type Spawning = 'started' | 'cold' | 'warm';
