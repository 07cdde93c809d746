/** What a page does without, each thing really missing: it starts, says so in words, and does what it can. */
import type { BrowserContext, Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { report } from './support/faults.ts';
import { openHost, start } from './support/host-app.ts';
import { test as hostTest } from './support/host-test.ts';
import { statusOf } from './support/lead.ts';
import { COUNTER, HELLO } from './support/programs.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, openPlayground, test } from './support/test.ts';

const HOST = 'pocketbeam.test';
const launched = config.use?.launchOptions;
const everywhere = {
  // A name of the local network, so to speak: not https, not localhost.
  launchOptions: { ...launched, args: [...(launched?.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`] },
  expectedErrors: HTTP_ERRORS,
};
test.use(everywhere);
hostTest.use(everywhere);

const DATABASE = 'pocketbeam:/';

const codesOf = async (page: Page): Promise<string[]> => (await statusOf(page)).problems.map(({ code }) => code);

/** `pocketbeam.fetch`. */
const ask = (page: Page, path: string, init: RequestInit = {}): Promise<[number, string]> =>
  page.evaluate(
    async ([asked, options]) => {
      const response = await window.pocketbeam!.fetch(asked, options);
      return [response.status, await response.text()] as [number, string];
    },
    [path, init] as const,
  );

/** The code that a call rejects with, or `ok`. */
const codeOf = (page: Page, call: 'list' | 'reset'): Promise<string> =>
  page.evaluate(
    (name) =>
      window.pocketbeam![name]().then(
        () => 'ok',
        ({ code }: { code: string }) => code,
      ),
    call,
  );

/** Everything but the global `fetch` works as ever. */
async function worksInProcess(page: Page): Promise<void> {
  const pid = await beam.spawn(page, COUNTER);
  await beam.message(page, pid, 'Increment');
  expect(await ask(page, at(pid, 'now/cache/count'))).toEqual([200, '1']);
  expect(await ask(page, at(pid, 'schedule'), { method: 'POST', headers: { action: 'Increment' } })).toMatchObject([
    200,
    expect.anything(),
  ]);
  expect(await ask(page, at(pid, 'now/cache/count'))).toEqual([200, '2']);
  expect((await ask(page, at(pid, 'compute/cache/nothing')))[0]).toBe(404);
  // No HyperPATH of ours: the network answers.
  expect((await ask(page, '/plain.html'))[1]).toContain('It only fetches');
}

/** What {@link worksInProcess} sends. */
const SENT = 2;

test.describe('without Service Worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('the worker of the page answers, and it is said once', async ({ playground: page, context, server }) => {
    expect(await statusOf(page)).toMatchObject({ serviceWorker: 'none', storage: 'indexeddb' });
    expect(await codesOf(page)).toEqual(['no-service-worker']);
    await expect(page.getByTestId('status')).toContainText('limited');
    await expect(page.getByTestId('problems')).toContainText('fetch() of the page is not answered');
    await worksInProcess(page);
    const [{ process } = { process: '' }] = await page.evaluate(() => window.pocketbeam!.list());
    expect((await fetchIn(page, at(process, 'compute/cache/count'))).body).toBe('no such file');
    // Another tab has the same processes, and the two agree on who leads.
    const second = await openPlayground(context, server.url);
    expect((await statusOf(second)).role).toBe('follower');
    expect(await ask(second, at(process, 'now/cache/count'))).toEqual([200, '2']);
    expect(await ask(second, at(process, 'compute/~json@1.0/serialize'))).toMatchObject([200, /"count":2/]);
    report('no Service Worker', { faults: 1, messages: SENT });
  });

  test('a request can be given up', async ({ playground: page }) => {
    const name = await page.evaluate(() =>
      window
        .pocketbeam!.fetch('/~message@1.0&x=1/x', { signal: AbortSignal.abort() })
        .catch((error: Error) => error.name),
    );
    expect(name).toBe('AbortError');
  });
});

test('in an insecure context it starts, and names the ways out', async ({ context, server }) => {
  const warnings = warningsOf(context);
  const page = await openPlayground(context, server.url.replace('127.0.0.1', HOST));
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  expect(await statusOf(page)).toMatchObject({ serviceWorker: 'none', storage: 'indexeddb', role: 'leader' });
  expect(await codesOf(page)).toEqual(['insecure-context']);
  await expect(page.getByTestId('problems')).toContainText('https');
  await expect(page.getByTestId('problems')).toContainText('localhost');
  await worksInProcess(page);
  expect(warnings.filter((text) => text.includes('insecure-context'))).toHaveLength(1);
  // What is stored is there after a reload, as in any other page.
  await page.reload();
  await page.waitForFunction(() => window.pocketbeam !== undefined);
  expect(await page.evaluate(async () => (await window.pocketbeam!.list()).length)).toBe(1);
  report('an insecure context', { faults: 1, messages: SENT });
});

test('without a database everything lives in the page', async ({ context, server }) => {
  const warnings = warningsOf(context);
  await context.route(/coordinator-worker/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: `delete WorkerGlobalScope.prototype.indexedDB; delete self.indexedDB;\n${await response.text()}`,
    });
  });
  const page = await openPlayground(context, server.url);
  expect(await statusOf(page)).toMatchObject({ serviceWorker: 'active', storage: 'memory', role: 'leader' });
  expect(await codesOf(page)).toEqual(['no-storage']);
  await expect(page.getByTestId('status')).toContainText('nothing is kept');
  await worksInProcess(page);
  expect(warnings.filter((text) => text.includes('no-storage'))).toHaveLength(1);
  // A second tab is on its own.
  const second = await openPlayground(context, server.url);
  expect(await statusOf(second)).toMatchObject({ role: 'leader' });
  expect(await second.evaluate(() => window.pocketbeam!.list())).toEqual([]);
  report('no database', { faults: 1, messages: SENT });
});

test('with a full disk reads go on, and writing when there is room again', async ({ context, server }) => {
  // Before the database is opened: an open one remembers for a while how much room there was.
  const plain = await context.newPage();
  await plain.goto(`${server.url}plain.html`);
  const cdp = await context.newCDPSession(plain);
  const { origin } = new URL(server.url);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  const page = await openPlayground(context, server.url);
  const pid = await beam.spawn(page, COUNTER);
  const code = await page.evaluate(async (process) => {
    for (let i = 0; i < 100; i++) {
      const data = crypto.getRandomValues(new Uint8Array(50_000));
      try {
        await window.pocketbeam!.message({ process, data });
      } catch (error) {
        return (error as { code: string }).code;
      }
    }
    return 'all stored';
  }, pid);
  expect(code).toBe('storage-full');
  await expect.poll(async () => (await statusOf(page)).storage).toBe('full');
  const { quota, problems } = await statusOf(page);
  expect(quota?.used).toBeGreaterThan(100_000);
  expect(problems).toMatchObject([{ code: 'storage-full' }]);
  await expect(page.getByTestId('status')).toContainText('storage full');
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).body).toBe('0');
  expect(await page.evaluate((path) => window.pocketbeam!.read(path), at(pid, 'compute/cache/count'))).toBe(0);

  await cdp.send('Storage.overrideQuotaForOrigin', { origin });
  const slot = await page.evaluate(async (process) => {
    for (;;)
      try {
        return (await window.pocketbeam!.message({ process, tags: { Action: 'Increment' } })).slot;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
  }, pid);
  await expect.poll(async () => (await statusOf(page)).storage).toBe('indexeddb');
  expect(await codesOf(page)).toEqual([]);
  expect((await beam.result(page, pid, slot)).error).toBeUndefined();
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
  // Every message that was said to be stored has its slot, and none that was refused.
  report('a full disk', { faults: 1, messages: slot });
});

test('the database of a newer version is left alone', async ({ context, server }) => {
  const plain = await context.newPage();
  await plain.goto(`${server.url}plain.html`);
  await withDatabase(plain, { version: 9, store: true, schema: 99 });
  const page = await openPlayground(context, server.url);
  expect(await codesOf(page)).toEqual(['database-newer']);
  await expect(page.getByTestId('problems')).toContainText('newer version');
  expect(await codeOf(page, 'list')).toBe('database-newer');
  expect(await codeOf(page, 'reset')).toBe('database-newer');
  report('the database of a newer version', { faults: 1, messages: 0 });
});

test('an upgrade that another tab blocks is said, and goes on when that tab lets it', async ({ context, server }) => {
  const plain = await context.newPage();
  await plain.goto(`${server.url}plain.html`);
  await withDatabase(plain, { version: 1, store: false, keepOpen: true });
  const page = await openPlayground(context, server.url);
  expect(await codesOf(page)).toEqual(['database-blocked']);
  await expect(page.getByTestId('problems')).toContainText('Close the other tabs');
  expect(await codeOf(page, 'list')).toBe('database-blocked');
  await plain.close();
  expect(await codeOf(page, 'list')).toBe('ok');
  await expect.poll(() => codesOf(page)).toEqual([]);
  const pid = await beam.spawn(page, HELLO);
  expect((await fetchIn(page, at(pid, 'compute/cache/greeting'))).body).toBe('hello');
  report('a blocked upgrade', { faults: 1, messages: 0 });
});

test('a database that is deleted while it is open is said, and a new one takes its place', async ({
  playground: page,
}) => {
  const pid = await beam.spawn(page, HELLO);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onblocked = request.onerror = () => reject(new Error('it was not deleted'));
      }),
    DATABASE,
  );
  await expect.poll(() => codesOf(page)).toEqual(['database-deleted']);
  await expect(page.getByTestId('problems')).toContainText('was deleted');
  expect(await page.evaluate(() => window.pocketbeam!.list())).toEqual([]);
  expect((await fetchIn(page, at(pid, 'compute/cache/greeting'))).status).toBe(404);
  const again = await beam.spawn(page, HELLO);
  expect((await fetchIn(page, at(again, 'compute/cache/greeting'))).body).toBe('hello');
  report('a deleted database', { faults: 1, messages: 0 });
});

test('a damaged record is said, and hurts its process alone', async ({ playground: page }) => {
  const [damaged, whole] = [await beam.spawn(page, COUNTER), await beam.spawn(page, COUNTER)];
  await page.evaluate(
    async ([name, process]) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = database.transaction('pocketbeam', 'readwrite');
      transaction.objectStore('pocketbeam').put('not a message', [process, 'message', 1]);
      transaction
        .objectStore('pocketbeam')
        .put({ process, name: 'x', slot: 1, computed: 0, created: 1 }, ['head', process]);
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    },
    [DATABASE, damaged] as const,
  );
  const code = await beam.result(page, damaged, 1).catch((error: Error) => String(error));
  expect(code).toContain('PocketbeamError');
  await expect.poll(() => codesOf(page)).toEqual(['corrupt-record']);
  await beam.message(page, whole, 'Increment');
  expect((await fetchIn(page, at(whole, 'now/cache/count'))).body).toBe('1');
  await page.evaluate((process) => window.pocketbeam!.remove(process), damaged);
  await expect.poll(() => codesOf(page)).toEqual([]);
  expect((await page.evaluate(() => window.pocketbeam!.list())).map(({ process }) => process)).toEqual([whole]);
  report('a damaged record', { faults: 1, messages: 1 });
});

hostTest('who wants all or nothing gets nothing', async ({ context, app }) => {
  const page = await openHost(context, app.origin.replace('127.0.0.1', HOST));
  expect(await start(page, { degraded: 'refuse' })).toMatchObject({ code: 'insecure-context' });
  const secure = await openHost(context, app.origin);
  await withDatabase(secure, { version: 9, store: true, schema: 99 });
  expect(await start(secure, { degraded: 'refuse' })).toMatchObject({ code: 'database-newer' });
  // Nothing of it is left that would compute.
  expect(await secure.evaluate(async () => (await navigator.locks.query()).held)).toEqual([]);
  expect(await start(secure)).toBe('ok');
});

function warningsOf(context: BrowserContext): string[] {
  const warnings: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  return warnings;
}

interface Prepared {
  version: number;
  store: boolean;
  schema?: number;
  /** Closes it never, whoever asks. */
  keepOpen?: boolean;
}

/** Makes the database of Pocketbeam before Pocketbeam does. */
function withDatabase(page: Page, prepared: Prepared): Promise<void> {
  return page.evaluate(
    ([name, { version, store, schema, keepOpen }]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => {
          const made = store ? request.result.createObjectStore('pocketbeam') : undefined;
          if (schema !== undefined) made?.put(schema, ['schema']);
        };
        request.onsuccess = () => {
          if (!keepOpen) request.result.close();
          resolve();
        };
        request.onerror = () => reject(new Error('no database'));
      }),
    [DATABASE, prepared] as const,
  );
}
