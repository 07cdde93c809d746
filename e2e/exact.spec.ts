/** 12-decimal amounts, integers beyond 2^53 and millisecond timestamps are exact in every answer of a browser. */
import type { Page } from '@playwright/test';
import { EXACT, published, READ, SPAWNED, TRANSFER, TRANSFERRED } from './support/exact.ts';
import { at, beam, expect, fetchIn, test } from './support/test.ts';

async function answers(page: Page, process: string, path: string, keys: readonly string[]) {
  const seen: Record<string, string> = {};
  for (const key of keys) seen[key] = (await fetchIn(page, at(process, `${path}/cache/${key}`))).body;
  return seen;
}

/** As text, since a bigint does not travel between the page and the test. */
const read = (page: Page, path: string): Promise<string> =>
  page.evaluate(async (hyperpath) => {
    const value = await window.pocketbeam!.read(hyperpath);
    return `${typeof value} ${String(value)}`;
  }, path);

test('numbers are exact from the Service Worker and from the worker', async ({ playground: page }) => {
  const process = await beam.spawn(page, EXACT);
  const spawned = published(SPAWNED.ann, SPAWNED.bob, 1719240000123);
  expect(await answers(page, process, 'compute', Object.keys(spawned))).toEqual(spawned);

  const { slot } = await page.evaluate((options) => window.pocketbeam!.message(options), {
    process,
    tags: TRANSFER,
    timestamp: 1719999999999,
  });
  // Pending: the Service Worker asks the worker for it.
  const transferred = published(TRANSFERRED.ann, TRANSFERRED.bob, 1719999999999);
  expect(await answers(page, process, 'now', Object.keys(transferred))).toEqual(transferred);
  expect((await beam.result(page, process, slot)).error).toBeUndefined();
  // Computed: the Service Worker answers by itself, the past too.
  expect(await answers(page, process, 'compute', Object.keys(transferred))).toEqual(transferred);
  expect(await answers(page, process, 'compute&slot=0', Object.keys(spawned))).toEqual(spawned);

  for (const [key, value] of Object.entries(READ))
    expect(await read(page, at(process, `compute/cache/${key}`)), key).toBe(`${typeof value} ${String(value)}`);
  expect(await read(page, at(process, 'compute/cache/ann'))).toBe(`number ${TRANSFERRED.ann}`);
  expect(await read(page, at(process, 'compute/cache/now'))).toBe('number 1719999999999');
});
