/** How long it takes to make a process. */
import { COUNTER } from '../../support/programs.ts';
import type { Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { atMost, timeRow } from '../rows.ts';

export const spawnPart: Part = {
  name: 'spawn',
  async measure({ executablePath, quick }) {
    const counts = quick ? { rounds: 2, times: 5 } : { rounds: 15, times: 20 };
    const { started, cold, warm } = await drive(executablePath, 'spawns', { source: COUNTER, ...counts });
    const running = timeRow('spawn, warm', warm);
    return {
      title: 'Spawning',
      about:
        'The counter of the examples. Each round loads the app anew, with its Service Worker there already: ' +
        '`createPocketbeam()`, a first spawn, and further ones.',
      rows: [timeRow('createPocketbeam()', started), timeRow('the first spawn after it, cold', cold), running],
      limits: [atMost('spawn of a process from source, warm', running, 60)],
    };
  },
};
