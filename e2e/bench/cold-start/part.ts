/** How long an app takes from its start until a process with a history goes on. */
import { COUNTER } from '../../support/programs.ts';
import type { Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { atMost, timeRow } from '../rows.ts';
import { median } from '../statistics.mjs';
import type { ColdStart } from './in-page.ts';

const WAYS = {
  stored: 'the newest state',
  restored: 'a new message, heap restored',
  replayed: 'a new message, replayed',
};

const timesOf = (found: readonly ColdStart[], way: keyof typeof WAYS) =>
  found.map((one) => timeRow(`${one.slots} slots: ${WAYS[way]}`, one[way]));

export const coldStartPart: Part = {
  name: 'cold-start',
  async measure({ executablePath, quick }) {
    const slots = quick ? [100, 500] : [100, 1_000, 10_000];
    const found = await drive(executablePath, 'coldStart', { source: COUNTER, slots, rounds: quick ? 2 : 5 });
    const [stored, restored, replayed] = [
      timesOf(found, 'stored'),
      timesOf(found, 'restored'),
      timesOf(found, 'replayed'),
    ];
    const longest = `a process with ${slots.at(-1)} slots`;
    return {
      title: 'Cold start',
      about:
        'From the call of `createPocketbeam()` in a page that has just loaded until `fetch` of `…/now/…` is answered: the ' +
        'newest state, which is stored; and the answer to a new message, for which the heap has to be there again, from a ' +
        'snapshot or by running all messages once more (`snapshots: false`). The counter of the examples.',
      rows: [...stored, ...restored, ...replayed],
      limits: [stored.at(-1), restored.at(-1)].flatMap((row, i) =>
        row
          ? [atMost(`cold start of ${longest}, to ${i === 0 ? 'its first `now`' : 'a new message'}`, row, 1_000)]
          : [],
      ),
      curves: [
        {
          ...{ name: 'cold-start', title: 'From the start of the app', x: 'slots', y: 'ms, p50' },
          lines: (Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => ({
            name: WAYS[way],
            points: found.map((one) => ({ x: one.slots, y: median(one[way].flat()) })),
          })),
        },
      ],
    };
  },
};
