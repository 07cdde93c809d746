/** The clock in a browser: one for pages, their workers and the Service Worker, whoever leads. */
import type { Page } from '@playwright/test';
import { openTwo, statusOf } from './support/lead.ts';
import { at, beam, expect, fetchIn, openPlayground, test } from './support/test.ts';

const HOUR = 3_600_000;
/** Publishes the times of the messages that it gets: ticks as they are, others after a dash. */
const TIMES = `
Times = Times or {}
Send({ Target = ao.id, device = 'patch@1.0', cache = { times = '' } })
Handlers.add('time', function(msg) return msg.Type ~= 'Process' end, function(msg)
  table.insert(Times, (msg.Cron == true and '' or '-') .. msg.Timestamp // 1)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { times = table.concat(Times, ' ') } })
end)`;

const now = (page: Page): Promise<number> => page.evaluate(() => window.pocketbeam!.clock.now());
const advance = (page: Page, by: string): Promise<number> =>
  page.evaluate((length) => window.pocketbeam!.clock.advance(length), by);
const pause = (page: Page): Promise<void> => page.evaluate(() => window.pocketbeam!.clock.pause());

const spawn = (page: Page, interval: string): Promise<string> =>
  beam.spawn(page, TIMES, { tags: { 'Cron-Interval': interval } });
async function times(page: Page, pid: string): Promise<number[]> {
  const { body } = await fetchIn(page, at(pid, 'now/cache/times'));
  return body.split(' ').filter(Boolean).map(Number);
}

test('goes forward and stands still, and messages by fetch have its time', async ({ playground: page }) => {
  await pause(page);
  const start = await now(page);
  const pid = await spawn(page, '1-hour');
  expect(await advance(page, '150m')).toBe(2);
  expect(await now(page)).toBe(start + 2.5 * HOUR);
  await fetchIn(page, at(pid, 'schedule'), { method: 'POST', headers: { action: 'Fetched' } });
  await beam.message(page, pid, 'Sent');
  const later = -(start + 2.5 * HOUR);
  await expect.poll(() => times(page, pid)).toEqual([start + HOUR, start + 2 * HOUR, later, later]);
  expect(await page.evaluate(() => window.pocketbeam!.clock.tasks())).toMatchObject([
    { id: pid, due: start + 3 * HOUR },
  ]);
});

test('goes on with the next leader, at its own pace and on its way', async ({ context, server }) => {
  const [first, second] = await openTwo(context, server.url);
  const pid = await spawn(second, '200-milliseconds');
  await expect.poll(async () => (await times(second, pid)).length).toBeGreaterThan(2);
  await first.close();
  const before = (await times(second, pid)).length;
  await expect.poll(async () => (await times(second, pid)).length).toBeGreaterThan(before + 2);
  await pause(second);
  const third = await openPlayground(context, server.url);
  const sent = advance(third, '20s');
  await expect.poll(async () => (await times(third, pid)).length).toBeGreaterThan(before + 10);
  await second.close();
  expect(await sent).toBe(100);
  // Each time once, in their order. A machine that is very busy may have missed some.
  const steps = (await times(third, pid)).map((time, i, all) => (time - (all[i - 1] ?? time - 200)) / 200);
  expect(steps.filter((step) => step < 1 || !Number.isInteger(step))).toEqual([]);
  expect(steps.slice(-99)).toEqual(Array.from({ length: 99 }, () => 1));
});

test('tells after a reload what was missed while no page was open', async ({ playground: page, context, server }) => {
  const pid = await spawn(page, '1-hour');
  const plain = await context.newPage();
  await plain.goto(`${server.url}plain.html`);
  await page.evaluate(() => window.pocketbeam!.stop());
  await page.close();
  await sleepFor(plain, 5.5 * HOUR);
  const next = await openPlayground(context, server.url);
  const problem = { code: 'missed-ticks', message: expect.stringContaining(`4 times of the Cron tags of ${pid}`) };
  await expect.poll(async () => (await statusOf(next)).problems).toMatchObject([problem]);
  await expect.poll(async () => (await times(next, pid)).length).toBe(1);
});

/** As if as much time had passed: the clock is ahead of the machine's. No page may have the database open. */
async function sleepFor(plain: Page, ms: number): Promise<void> {
  await plain.evaluate(async (offset) => {
    const opened = indexedDB.open('pocketbeam:/');
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const transaction = opened.result.transaction('pocketbeam', 'readwrite');
    transaction.objectStore('pocketbeam').put({ offset }, ['clock']);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    opened.result.close();
  }, ms);
}
