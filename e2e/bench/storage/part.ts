/** What slots take on disk and processes in memory. */
import { readFileSync } from 'node:fs';
import { COUNTER } from '../../support/programs.ts';
import type { Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { exactly, plainRow } from '../rows.ts';
import type { Taken } from './in-page.ts';

const PROGRAMS = [
  { name: 'counter', source: COUNTER, action: 'Increment' },
  {
    name: 'token, 1,000 balances',
    source: readFileSync(new URL('../aos/programs/token.lua', import.meta.url), 'utf8'),
    action: 'Transfer',
  },
];

const MEGA = 1_000_000;

export const storagePart: Part = {
  name: 'storage',
  async measure({ executablePath, quick }) {
    const slots = quick ? [100, 300] : [100, 1_000, 10_000];
    const processes = quick ? [1, 5] : [1, 10, 100];
    const found: { program: string; onDisk: Taken[]; inMemory: Taken[] }[] = [];
    // Each in a profile of its own: what was removed stays on disk for a while.
    for (const { name, ...program } of PROGRAMS) {
      const onDisk = await drive(executablePath, 'disk', { ...program, counts: slots });
      const inMemory = await drive(executablePath, 'memory', { ...program, counts: processes });
      found.push({ program: name, onDisk, inMemory });
    }
    return {
      title: 'Storage and memory',
      about:
        'What the browser says that IndexedDB takes after so many messages, per slot (its log is compacted now and then: ' +
        'few slots look dearer than they stay), and what the page with its workers takes after a collection of garbage ' +
        'with so many processes, each having run a message.',
      rows: found.flatMap(({ program, onDisk, inMemory }) => [
        ...onDisk.map(({ count, bytes }) =>
          plainRow(`${program}: a slot of ${count}, on disk`, 'bytes', exactly(bytes / count)),
        ),
        ...inMemory.map(({ count, bytes }) =>
          plainRow(`${program}: ${count} process${count > 1 ? 'es' : ''}, in memory`, 'MB', exactly(bytes / MEGA)),
        ),
        plainRow(`${program}: each further process, in memory`, 'MB', exactly(perProcess(inMemory) / MEGA)),
      ]),
      curves: [
        {
          ...{ name: 'storage', title: 'IndexedDB', x: 'slots', y: 'bytes' },
          lines: found.map(({ program, onDisk }) => ({
            name: program,
            points: onDisk.map(({ count, bytes }) => ({ x: count, y: bytes })),
          })),
        },
        {
          ...{ name: 'memory', title: 'Memory of the app', x: 'processes', y: 'MB' },
          lines: found.map(({ program, inMemory }) => ({
            name: program,
            points: inMemory.map(({ count, bytes }) => ({ x: count, y: bytes / MEGA })),
          })),
        },
      ],
    };
  },
};

/** Between the fewest and the most. */
function perProcess(inMemory: readonly Taken[]): number {
  const [few, many] = [inMemory[0], inMemory.at(-1)];
  return few && many ? (many.bytes - few.bytes) / (many.count - few.count) : NaN;
}
