/** One tab computes for all. When it goes, another does in less than a second, and nothing hangs or runs twice. */
import type { Page } from '@playwright/test';
import { BUSY, crash, CRASH_ERRORS, report } from './support/faults.ts';
import { openTwo, statusOf, watchLead } from './support/lead.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, ready, test } from './support/test.ts';

/** A counter whose `Slow` takes a second or more. */
const SLOW = `
Count = Count or 0
local function publish() Send({ device = 'patch@1.0', cache = { count = Count } }) end
Handlers.add('Slow', 'Slow', function()
  ${BUSY}
  Count = Count + 1
  publish()
end)
Handlers.add('Increment', 'Increment', function() Count = Count + 1 publish() end)
publish()`;

/** Through the Service Worker; a read that it has not answered, because it crashed with the tab, is sent again. */
const readIn = (page: Page, path: string): Promise<string> =>
  page.evaluate(async (asked) => {
    const response = await window.pocketbeam!.fetch(asked);
    return `${response.status} ${await response.text()}`;
  }, path);

/** Ends a tab that leads; resolves when that has begun. */
const ENDINGS: Record<string, (page: Page) => Promise<void>> = {
  closed: async (page) => void page.close(),
  crashed: crash,
  reloaded: async (page) => void page.reload(),
  // Only its event: a headless Chromium hides no tab, and freezes none that can be seen.
  'told that it is frozen': (page) => page.evaluate(() => void document.dispatchEvent(new Event('freeze'))),
};

for (const [name, end] of Object.entries(ENDINGS))
  test.describe(`a leading tab that is ${name}`, () => {
    if (name === 'crashed') test.use({ expectedErrors: CRASH_ERRORS });

    test('is followed at once, and what it worked on is done once', async ({ context, server }) => {
      const [first, second] = await openTwo(context, server.url);
      const pid = await beam.spawn(second, SLOW);
      await beam.message(second, pid, 'Slow');
      await beam.message(second, pid, 'Increment');
      const lead = watchLead(second);
      // Asked of the first tab, by the second itself and through the Service Worker.
      const result = beam.result(second, pid, 2);
      const now = readIn(second, at(pid, 'now/cache/count'));
      const dynamic = readIn(second, '/~lua@5.3a&module=function f() for i = 1, 1e7 do end return "read" end/f');
      await second.waitForTimeout(300);
      const began = Date.now();
      await end(first);
      expect(await lead.took(began)).toBeLessThan(1000);
      expect((await result).slot).toBe(2);
      expect(await now).toBe('200 2');
      expect(await dynamic).toBe('200 read');
      expect(await beam.message(second, pid, 'Increment')).toMatchObject({ slot: 3 });
      expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('3');
      report(`the leading tab ${name}`, { faults: 1, messages: 3 });
    });
  });

test.describe('what may not be done twice', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('is not, and says so', async ({ context, server }) => {
    const [first, second] = await openTwo(context, server.url);
    const pid = await beam.spawn(second, SLOW);
    await beam.message(second, pid, 'Slow');
    const pushed = fetchIn(second, at(pid, 'push&slot=1'), { method: 'POST' });
    await second.waitForTimeout(300);
    const began = Date.now();
    await first.close();
    const answer = await pushed;
    expect(Date.now() - began).toBeLessThan(1000);
    expect(answer.headers['pocketbeam-code']).toBe('leader-changed');
    expect(answer.status).toBe(503);
    expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('1');
    report('the leading tab closed during a push', { faults: 1, messages: 1 });
  });
});

test('a reloaded tab follows, and the lead comes back to it', async ({ context, server }) => {
  const [first, second] = await openTwo(context, server.url);
  const pid = await beam.spawn(first, SLOW);
  await first.reload();
  await ready(first);
  await expect.poll(async () => (await statusOf(second)).role).toBe('leader');
  expect((await statusOf(first)).role).toBe('follower');
  const lead = watchLead(first);
  const began = Date.now();
  await second.close();
  expect(await lead.took(began)).toBeLessThan(1000);
  await beam.message(first, pid, 'Increment');
  expect((await fetchIn(first, at(pid, 'now/cache/count'))).body).toBe('1');
  report('the lead given away and back', { faults: 2, messages: 1 });
});

test('a tab that wakes up follows, and takes calls again', async ({ context, server }) => {
  const [first, second] = await openTwo(context, server.url);
  const pid = await beam.spawn(first, SLOW);
  await first.evaluate(() => void document.dispatchEvent(new Event('freeze')));
  await expect.poll(async () => (await statusOf(second)).role).toBe('leader');
  await beam.message(second, pid, 'Increment');
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('1');
  const sent = beam.message(first, pid, 'Increment');
  await first.evaluate(() => void document.dispatchEvent(new Event('resume')));
  expect(await sent).toMatchObject({ slot: 2 });
  expect((await beam.result(first, pid, 2)).error).toBeUndefined();
  expect((await statusOf(first)).role).toBe('follower');
  expect((await statusOf(second)).role).toBe('leader');
  report('a tab that froze and woke up', { faults: 1, messages: 2 });
});
