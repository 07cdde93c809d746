/** The back/forward cache: a page in it holds nothing, and goes on where it was when it comes back. */
import type { Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { BUSY, report } from './support/faults.ts';
import { openTwo, statusOf, watchLead } from './support/lead.ts';
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, ready, test } from './support/test.ts';

// Playwright turns the cache off.
test.use({
  launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
});

declare global {
  interface Window {
    /** Of each `pageshow` of this document. */
    shown?: boolean[];
    told?: string[];
  }
}

/** Playwright waits for loads, and a page from the cache does not load. */
async function goBack(page: Page): Promise<void> {
  await page.evaluate(() => history.back()).catch(() => undefined);
  await expect.poll(() => page.evaluate(() => location.pathname).catch(() => '')).toBe('/');
}

/** A page that still loads something is not kept: what comes later (parts of the workers, the shell) begins after 3 s. */
async function loadedAll(page: Page): Promise<void> {
  let last = -1;
  const isSettled = async (): Promise<boolean> => {
    const before = last;
    last = await page.evaluate(() => performance.getEntriesByType('resource').length);
    return last === before;
  };
  await expect.poll(isSettled, { intervals: [5000] }).toBe(true);
}

test('a leading page goes into it, another leads, and it comes back and follows', async ({ context, server }) => {
  const [first, second] = await openTwo(context, server.url);
  const pid = await beam.spawn(first, COUNTER);
  await first.evaluate(() => {
    window.shown = [];
    window.told = [];
    addEventListener('pageshow', ({ persisted }) => window.shown?.push(persisted));
    addEventListener('pagehide', () => localStorage.setItem('left', String(Date.now())));
    window.pocketbeam!.on('change', ({ slot, keys }) => window.told?.push(`${slot} ${keys.join()}`));
  });

  await loadedAll(first);
  const lead = watchLead(second);
  await first.goto(`${server.url}plain.html`);
  const began = await second.evaluate(() => Number(localStorage.getItem('left')));
  expect(began).toBeGreaterThan(0);
  expect(await lead.took(began)).toBeLessThan(1000);
  await beam.message(second, pid, 'Increment');
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('1');

  await goBack(first);
  expect(await first.evaluate(() => window.shown)).toEqual([true]);
  // What it has missed, and then what happens.
  await expect.poll(() => first.evaluate(() => window.told)).toEqual(['1 count']);
  expect(await beam.message(first, pid, 'Increment')).toMatchObject({ slot: 2 });
  await expect.poll(() => first.evaluate(() => window.told)).toEqual(['1 count', '2 count']);
  expect((await statusOf(first)).role).toBe('follower');
  expect((await statusOf(second)).role).toBe('leader');

  const back = watchLead(first);
  const left = Date.now();
  await second.close();
  expect(await back.took(left)).toBeLessThan(1000);
  report('the leading tab in the back/forward cache', { faults: 2, messages: 2 });
});

test('what a page has asked when it goes into it is answered when it comes back', async ({ context, server }) => {
  const [first, second] = await openTwo(context, server.url);
  const pid = await beam.spawn(
    first,
    `Handlers.add('Slow', 'Slow', function() ${BUSY} Count = (Count or 0) + 1
       Send({ device = 'patch@1.0', cache = { count = Count } }) end)`,
  );
  let asked = 0;
  // A browser that has much to do gives up on keeping a page, which is loaded anew then: that is another story.
  for (let tries = 1, isKept = false; !isKept; tries++) {
    expect(tries).toBeLessThanOrEqual(5);
    await ready(first);
    asked = await first.evaluate(async (process) => {
      const beam = window.pocketbeam!;
      const { slot } = await beam.message({ process, tags: { Action: 'Slow' } });
      window.told = [];
      beam.result({ process, slot }).then(
        (result) => window.told?.push(`slot ${result.slot}`),
        (error: { code: string }) => window.told?.push(error.code),
      );
      return slot;
    }, pid);
    await first.goto(`${server.url}plain.html`);
    await goBack(first);
    isKept = await first.evaluate(() => window.told !== undefined);
  }
  await expect.poll(() => first.evaluate(() => window.told)).toContain(`slot ${asked}`);
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe(String(asked));
  report('a tab that waits for a slot in the back/forward cache', { faults: asked, messages: asked });
});
