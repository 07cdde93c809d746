/** How long it takes until what a message has changed can be read. */
import { COUNTER } from '../../support/programs.ts';
import type { Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { atMost, timeRow } from '../rows.ts';

export const sendPart: Part = {
  name: 'send',
  async measure({ executablePath, quick }) {
    const turns = quick ? { rounds: 3, times: 20 } : { rounds: 10, times: 100 };
    const { read, taken } = await drive(executablePath, 'send', { source: COUNTER, turns });
    const whole = timeRow('sent, computed, committed, read by fetch', read);
    return {
      title: 'Sending',
      about:
        'The counter of the examples, one message after the other: `message()` and then `fetch` of `now/cache/count`; and ' +
        '`message()` alone, which has taken a slot when it resolves.',
      rows: [whole, timeRow('sent, a slot taken', taken)],
      limits: [atMost('a message, until its change is read', whole, 10)],
    };
  },
};
