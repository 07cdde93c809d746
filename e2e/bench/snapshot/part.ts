/** What saving and restoring heaps costs, in Node: `npm run bench:snapshot`. */
import type { Part } from '../measured.ts';
import { atMost, timeRow } from '../rows.ts';
import { measureBundle } from '../run-bundle.mjs';
import type { HeapTimes } from './measure.ts';

const ENTRIES = 10_000;

export const snapshotPart: Part = {
  name: 'snapshot',
  async measure({ quick }) {
    const args = [String(ENTRIES), quick ? '5' : '30'];
    const found = (await measureBundle('e2e/bench/snapshot/measure.ts', {
      bundle: 'snapshot.mjs',
      args,
    })) as HeapTimes[];
    // Each sample is a round: the band is that of all of them.
    const row = (what: string, times: readonly number[]) =>
      timeRow(
        what,
        times.map((ms) => [ms]),
      );
    const restored = found.map(({ heap, restoring }) => row(`restored: ${heap}`, restoring));
    return {
      title: 'Snapshots of heaps',
      about: 'Heaps of aos processes, in a process of Node: to bytes, and from bytes into an engine that is new.',
      rows: [...found.map(({ heap, saving }) => row(`saved: ${heap}`, saving)), ...restored],
      limits: restored.slice(1).map((row) => atMost(`restore of ${row.what.replace('restored: ', '')}`, row, 100)),
    };
  },
};
