/** The worker of a page fails: what was asked is asked again where that is safe, and everything goes on. */
import type { Page, Worker } from '@playwright/test';
import { BUSY, report } from './support/faults.ts';
import { statusOf } from './support/lead.ts';
import { at, beam, expect, fetchIn, test } from './support/test.ts';

/** `Slow` takes a second or more; both count. */
const SLOW = `
local function count() Count = (Count or 0) + 1 Send({ device = 'patch@1.0', cache = { count = Count } }) end
Handlers.add('Slow', 'Slow', function() ${BUSY} count() end)
Handlers.add('Fast', 'Fast', count)`;

const coordinatorOf = (page: Page): Worker => page.workers().find((worker) => worker.url().includes('coordinator'))!;

const FAILURES: Record<string, (worker: Worker) => Promise<void>> = {
  'raises an error': (worker) =>
    worker.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('A fault for the test.');
        }),
    ),
  'ends without a word': (worker) => worker.evaluate(() => self.close()).catch(() => undefined),
};

for (const [name, fail] of Object.entries(FAILURES))
  test.describe(`a worker that ${name}`, () => {
    test.use({ expectedErrors: /A fault for the test/ });

    test('is replaced, and messages take one slot each', async ({ playground: page }) => {
      const pid = await beam.spawn(page, SLOW);
      await beam.message(page, pid, 'Slow');
      const before = coordinatorOf(page);
      const [, result] = await Promise.all([fail(before), beam.result(page, pid, 1)]);
      expect(result.slot).toBe(1);
      // It may have answered before it failed; what comes then finds the other.
      expect((await beam.result(page, pid, 1)).slot).toBe(1);
      expect(coordinatorOf(page)).not.toBe(before);
      expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
      const sent = page.evaluate(
        (process) =>
          Promise.all([1, 2, 3].map(() => window.pocketbeam!.message({ process, tags: { Action: 'Fast' } }))),
        pid,
      );
      expect((await sent).map(({ slot }) => slot).sort()).toEqual([2, 3, 4]);
      expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('4');
      expect(await statusOf(page)).toMatchObject({ role: 'leader', problems: [] });
      report(`a worker that ${name}`, { faults: 1, messages: 4 });
    });
  });
