/** The main job, end to end: a Lua process patches, a page fetches, with and without network. */

import { documentation, noDocumentation } from './support/documentation.ts';
import { COUNTER, HELLO } from './support/programs.ts';
import { startStaticServer } from './support/static-server.ts';
import { stopServiceWorkers } from './support/stop-workers.ts';
import { at, beam, expect, fetchIn, HTTP_AND_SANDBOX, openPlayground, ready, test } from './support/test.ts';

test('a spawned program is read at once, a message changes it', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER);
  const leaf = await fetchIn(page, at(pid, 'compute/cache/count'));
  expect(leaf).toMatchObject({ status: 200, body: '0' });
  expect(leaf.headers['ao-types']).toBe('body="integer", status="integer"');

  expect(await beam.message(page, pid, 'Increment')).toMatchObject({ slot: 1 });
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('1');
  expect((await fetchIn(page, at(pid, 'compute&slot=0/cache/count'))).body).toBe('0');
  expect((await fetchIn(page, at(pid, 'cache/count'))).body).toBe('1');
  expect((await fetchIn(page, at(pid, 'slot/current'))).body).toBe('1');
  expect((await fetchIn(page, `${at(pid, 'compute/cache/COUNT')}`, { method: 'HEAD' })).status).toBe(200);
});

test.describe('the documentation', () => {
  test.skip(noDocumentation !== undefined, noDocumentation);

  test('Initial State Sync answers both keys', async ({ playground: page }) => {
    for (const program of documentation.token) {
      const pid = await beam.spawn(page, program);
      expect((await fetchIn(page, at(pid, 'compute/cache/totalsupply'))).body).toBe('1984');
      const balances = await fetchIn(page, at(pid, 'compute/cache/balances'));
      expect(balances.headers).toMatchObject({ token1: '100', token2: '200' });
      expect((await fetchIn(page, at(pid, 'now/cache/balances/token2'))).body).toBe('200');
      expect(await page.evaluate((path) => window.pocketbeam!.read(path), at(pid, 'compute/cache/balances'))).toEqual({
        token1: 100,
        token2: 200,
      });
    }
  });

  test('PublishData publishes', async ({ playground: page }) => {
    for (const program of documentation.publishData) {
      const pid = await beam.spawn(page, program);
      await beam.message(page, pid, 'PublishData');
      const status = await fetchIn(page, at(pid, 'now/cache/currentstatus'));
      expect(status.body).toMatch(/^Some important state: 0\.\d+$/);
      expect((await beam.result(page, pid, 1)).output.data).toContain('Published data to /cache/currentstatus');
    }
  });
});

test('values of every kind come out as a node writes them', async ({ playground: page }) => {
  const pid = await beam.spawn(
    page,
    `Send({ device = 'patch@1.0', cache = { s = 'héllo', i = 42, f = 1.5, t = true, big = 1000000 * 1000000,
      list = { 1, 2, 3 }, deep = { a = { b = { c = 'd' } } }, none = {} } })`,
  );
  const body = async (key: string): Promise<string> => (await fetchIn(page, at(pid, `compute/cache/${key}`))).body;
  expect(await body('s')).toBe('héllo');
  expect(await body('i')).toBe('42');
  expect(await body('f')).toBe('1.50000000000000000000e+00');
  expect(await body('t')).toBe('true');
  expect(await body('big')).toBe('1000000000000');
  expect(await body('list/2')).toBe('2');
  expect(await body('deep/a/b/c')).toBe('d');
  expect(await body('deep')).toContain('content-disposition: form-data;name="a/b"');
  const json = await fetchIn(page, at(pid, 'compute/cache/serialize~json@1.0'));
  expect(json.headers['content-type']).toBe('application/json');
  expect(JSON.parse(json.body)).toMatchObject({
    big: 1_000_000_000_000,
    list: [1, 2, 3],
    none: [],
    s: 'héllo',
    t: true,
  });
});

test('state outlives a reload, and a second tab reads it', async ({ playground: page, context, server }) => {
  const pid = await beam.spawn(page, COUNTER);
  await beam.message(page, pid, 'Increment');
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
  await page.reload();
  await ready(page);
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('1');
  // The heap is gone with the worker: the next message needs it replayed.
  await beam.message(page, pid, 'Increment');
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('2');

  const second = await openPlayground(context, server.url);
  await beam.message(second, pid, 'Increment');
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('3');
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('3');
  // The first tab led; when it goes, the second goes on.
  await page.close();
  await beam.message(second, pid, 'Increment');
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('4');
});

test('two tabs posting at once take gapless slots, each computed once', async ({
  playground: page,
  context,
  server,
}) => {
  const pid = await beam.spawn(page, COUNTER);
  const second = await openPlayground(context, server.url);
  const post = (tab: typeof page): Promise<number[]> =>
    tab.evaluate(
      async (process) =>
        Promise.all(
          Array.from({ length: 20 }, async () => {
            const { slot } = await window.pocketbeam!.message({ process, tags: { Action: 'Increment' } });
            return slot;
          }),
        ),
      pid,
    );
  const slots = (await Promise.all([post(page), post(second)])).flat().sort((a, b) => a - b);
  expect(slots).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect((await fetchIn(second, at(pid, 'now/cache/count'))).body).toBe('40');
});

test.describe('without network', () => {
  test.use({ expectedErrors: HTTP_AND_SANDBOX });

  test('offline, then with the server killed, reads and computing go on', async ({
    playground: page,
    context,
    server,
  }) => {
    const pid = await beam.spawn(page, COUNTER);
    await context.setOffline(true);
    expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('0');
    await beam.message(page, pid, 'Increment');
    expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
    await context.setOffline(false);
    await server.kill();
    expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('1');
    const tab = await context.newPage();
    const response = await tab.goto(new URL(at(pid, 'compute/cache/count').slice(1), server.url).href);
    expect(response?.fromServiceWorker()).toBe(true);
    await expect(tab.locator('body')).toHaveText('1');
  });

  test('with no page and no worker alive the last state is served, to a tab that never loaded the library', async ({
    playground: page,
    context,
    server,
  }) => {
    const pid = await beam.spawn(page, COUNTER);
    const plain = await context.newPage();
    await plain.goto(`${server.url}plain.html`);
    await page.evaluate(() => window.pocketbeam!.stop());
    // Scheduled by nobody, so nothing is pending and even `now` needs no engine.
    await page.close();
    await server.kill();
    await context.setOffline(true);
    await stopServiceWorkers(plain);
    expect((await fetchIn(plain, at(pid, 'compute/cache/count'))).body).toBe('0');
    expect((await fetchIn(plain, at(pid, 'now/cache/count'))).body).toBe('0');
    const fresh = await context.newPage();
    await fresh.goto(new URL(at(pid, 'compute/cache/count').slice(1), server.url).href);
    await expect(fresh.locator('body')).toHaveText('0');
  });

  test('what has to be computed says so when nobody can', async ({ playground: page, context, server }) => {
    const pid = await beam.spawn(page, COUNTER);
    const plain = await context.newPage();
    await plain.goto(`${server.url}plain.html`);
    const answer = plain.evaluate(
      async (path) => {
        const response = await fetch(path);
        return { status: response.status, code: response.headers.get('pocketbeam-code'), text: await response.text() };
      },
      at(pid, 'compute&slot=1/cache/count'),
    );
    expect(await answer).toMatchObject({ status: 400, code: 'bad-slot' });
    // The workers end first; then a message is scheduled that nobody computes.
    await page.evaluate(() => window.pocketbeam!.stop());
    await page.close();
    await plain.evaluate(async (process) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('pocketbeam:/');
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = database.transaction('pocketbeam', 'readwrite');
      const store = transaction.objectStore('pocketbeam');
      const head = await new Promise<object>((resolve) => {
        const request = store.get(['head', process]);
        request.onsuccess = () => resolve(request.result as object);
      });
      store.put({ ...head, slot: 1 }, ['head', process]);
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    }, pid);
    const pending = await fetchIn(plain, at(pid, 'now/cache/count'));
    expect(pending.status).toBe(503);
    expect(pending.headers).toMatchObject({ 'pocketbeam-code': 'no-engine', 'retry-after': '1' });
    expect(pending.body).toContain(`${pid}~process@1.0/compute`);
    expect((await fetchIn(plain, at(pid, 'compute/cache/count'))).body).toBe('0');
  });
});

test('a stopped Service Worker comes back with the same answer', async ({ playground: page }) => {
  const pid = await beam.spawn(page, HELLO);
  const before = await fetchIn(page, at(pid, 'compute/cache/greeting'));
  await stopServiceWorkers(page);
  expect(await fetchIn(page, at(pid, 'compute/cache/greeting'))).toEqual(before);
});

test('after a hard reload the page is controlled again, without a second load', async ({
  playground: page,
  context,
}) => {
  const pid = await beam.spawn(page, HELLO);
  let loads = 0;
  page.on('load', () => loads++);
  const cdp = await context.newCDPSession(page);
  const loaded = page.waitForEvent('load');
  await cdp.send('Page.reload', { ignoreCache: true });
  await loaded;
  await ready(page);
  expect((await fetchIn(page, at(pid, 'compute/cache/greeting'))).body).toBe('hello');
  expect(loads).toBe(1);
});

test.describe('typed into the address bar', () => {
  test.use({ expectedErrors: HTTP_AND_SANDBOX });

  test('a leaf is text, a map a readable page whose links lead on', async ({ playground: page, context, server }) => {
    const pid = await beam.spawn(
      page,
      `Send({ device = 'patch@1.0', cache = { name = 'Ann', deep = { a = { b = 7 } } } })`,
    );
    const open = (path: string): string => new URL(at(pid, path).slice(1), server.url).href;
    const tab = await context.newPage();
    await tab.goto(open('compute/cache/name'));
    await expect(tab.locator('body')).toHaveText('Ann');
    await tab.goto(open('compute/cache'));
    await expect(tab.locator('pre').first()).toContainText('"name": "Ann"');
    await tab.getByRole('link', { name: 'deep' }).click();
    await tab.getByRole('link', { name: 'a', exact: true }).click();
    await tab.getByRole('link', { name: 'b', exact: true }).click();
    await expect(tab.locator('body')).toHaveText('7');
    expect((await tab.goto(open('compute/cache/nope')))?.status()).toBe(404);
    await expect(tab.locator('body')).toContainText('There is nothing at');
  });
});

test('served below a path, HyperPATHs answer behind it and at the root', async ({ context }) => {
  const server = await startStaticServer('/app/');
  const page = await openPlayground(context, server.url);
  expect(await page.evaluate(() => window.pocketbeam!.scope)).toBe('/app/');
  const pid = await beam.spawn(page, COUNTER);
  expect((await fetchIn(page, `/app${at(pid, 'compute/cache/count')}`)).body).toBe('0');
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('0');
  const own = await page.evaluate(
    async (path) => (await window.pocketbeam!.fetch(path)).text(),
    at(pid, 'compute/cache/count'),
  );
  expect(own).toBe('0');
  await server.kill();
});
