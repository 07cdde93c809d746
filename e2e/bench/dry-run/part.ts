/** What trying a message costs beside sending it. */
import { COUNTER } from '../../support/programs.ts';
import type { Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { atMost, ratioRow, timeRow } from '../rows.ts';

const ENTRIES = 100_000;

export const dryRunPart: Part = {
  name: 'dry-run',
  async measure({ executablePath, quick }) {
    const source = `Heap = {} for i = 1, ${ENTRIES} do Heap['entry ' .. i] = i end\n${COUNTER}`;
    const turns = quick ? { rounds: 2, times: 20 } : { rounds: 9, times: 50 };
    const { message, dryRun } = await drive(executablePath, 'dryRuns', { source, turns });
    const ratio = ratioRow('a dry-run', dryRun, 'the same message', message);
    return {
      title: 'Dry-run',
      about:
        `The counter of the examples beside a table of ${ENTRIES} entries: \`fetch\` of a dry-run, and the same message ` +
        'sent, its change read by `fetch`. Each message checks that no dry-run has left anything behind.',
      rows: [timeRow('the message, until it is read', message), timeRow('the dry-run', dryRun), ratio],
      limits: [atMost(`a dry-run with a heap of ${ENTRIES} entries against the message`, ratio, 3)],
    };
  },
};
