import { expect, test } from 'pocketbeam/playwright';

const NODE = 'https://node.test';

// The app itself: a page that reads what it is told to.
test.beforeEach(async ({ context }) => {
  await context.route('http://app.test/shop/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,"><p>The shop</p>' }),
  );
});

test.describe('an app and its emulator', () => {
  for (const by of [2, 3])
    test(`reads what the test has sent, ${by}, and nothing of other tests`, async ({ page, beam }) => {
      const { process } = beam;
      await page.goto('');
      const read = (path: string) => page.evaluate(async (url) => (await fetch(url)).text(), path);
      expect(await read(`${process}~process@1.0/now/cache/count`)).toBe('0');
      const { slot, error } = await beam.send({ process, tags: { Action: 'Add', By: String(by) } });
      expect({ slot, error }).toEqual({ slot: 1, error: undefined });
      await expect(beam).toHaveCache(process, 'count', by);
      await expect(beam).not.toHaveCache(process, 'count', 0);
      expect(await read(`/${process}~process@1.0/now/cache/count`)).toBe(String(by));
      expect(await beam.read(`/${process}~process@1.0/now/cache/names`)).toEqual({ first: 'Ada' });
    });
});

test.describe('an app that asks a node', () => {
  test.use({ pocketbeam: { nodes: [NODE], processes: [{ file: 'counter.lua', name: 'here' }] } });

  test('is answered for it, and schedules messages there', async ({ page, beam }) => {
    const { process } = beam;
    await page.goto('');
    const sent = await page.evaluate(
      async ([url]) => (await fetch(url, { method: 'POST', headers: { action: 'Add', by: '4' } })).status,
      [`${NODE}/${process}~process@1.0/schedule`] as const,
    );
    expect(sent).toBe(200);
    await expect(beam).toHaveCache(process, 'count', 4);
    const failed = await expect(beam)
      .toHaveCache(process, 'count', 5, { timeout: 200 })
      .catch((error: Error) => error.message);
    expect(failed).toContain('now/cache/count');
  });
});
