/** A process with many slots is at once there again: its heap comes from the database, not from its messages. */
import type { Page } from '@playwright/test';
import { at, beam, expect, fetchIn, ready, test } from './support/test.ts';

/** Slots of the large process; the budget of design §7 is for 10,000, which take minutes to send. */
const SLOTS = Number(process.env.POCKETBEAM_SNAPSHOT_SLOTS ?? 500);
/** Appended at once. */
const BATCH = 200;

const SOURCE = `Count = 0 Log = {}
  Handlers.add('add', 'Add', function(msg)
    Count = Count + 1 Log[#Log + 1] = 'entry ' .. Count .. ' at ' .. msg.Timestamp
    Send({ device = 'patch@1.0', cache = { count = Count } })
  end)
  Handlers.add('wait', 'Wait', function() Receive({ Action = 'Go' }) Send({ device = 'patch@1.0', cache = { went = #Log } }) end)`;

const send = (page: Page, process: string, action: string, count: number): Promise<void> =>
  page.evaluate(
    async ([pid, name, total, batch]) => {
      for (let left = total; left > 0; left -= batch)
        await Promise.all(
          Array.from({ length: Math.min(left, batch) }, () =>
            window.pocketbeam!.message({ process: pid, tags: { Action: name } }),
          ),
        );
    },
    [process, action, count, BATCH] as const,
  );

const stats = (page: Page) => page.evaluate(() => window.pocketbeam!.snapshots());
const count = async (page: Page, pid: string): Promise<string> =>
  (await fetchIn(page, at(pid, 'now/cache/count'))).body;

test('a process with many slots is there again after a reload', async ({ playground: page }) => {
  test.setTimeout(600_000);
  const pid = await beam.spawn(page, SOURCE);
  await beam.message(page, pid, 'Wait');
  await send(page, pid, 'Add', SLOTS);
  const computed = (): Promise<number | undefined> =>
    page.evaluate(async (id) => (await window.pocketbeam!.list()).find(({ process }) => process === id)?.computed, pid);
  await expect.poll(computed, { timeout: 500_000 }).toBe(SLOTS + 1);
  await expect.poll(async () => (await stats(page))?.saved, { timeout: 60_000 }).toBe(1);

  await page.reload();
  await ready(page);
  const begun = Date.now();
  await beam.message(page, pid, 'Add');
  expect(await count(page, pid)).toBe(String(SLOTS + 1));
  console.log(`first now of a process with ${SLOTS} slots: ${Date.now() - begun} ms`);
  expect(await stats(page)).toMatchObject({ restored: 1, refused: 0, replayed: 0 });

  // What waited in slot 1 still waits.
  await beam.message(page, pid, 'Go');
  expect((await fetchIn(page, at(pid, 'now/cache/went'))).body).toBe(String(SLOTS + 1));
});

test.describe('an engine that crashes', () => {
  test.use({ expectedErrors: /crash on purpose/ });

  test('is started anew with the heap it had', async ({ playground: page }) => {
    test.setTimeout(120_000);
    const pid = await beam.spawn(page, SOURCE);
    await send(page, pid, 'Add', 60);
    expect(await count(page, pid)).toBe('60');
    await expect.poll(async () => (await stats(page))?.saved, { timeout: 30_000 }).toBe(1);

    const engine = page.workers().find((worker) => worker.url().includes('engine-worker'));
    await engine?.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('crash on purpose');
        }),
    );
    await beam.message(page, pid, 'Add');
    expect(await count(page, pid)).toBe('61');
    expect(await stats(page)).toMatchObject({ restored: 1, refused: 0, replayed: 0 });
  });
});
