/** The Service Worker comes, is updated, meets other versions of itself and those of somebody else. */
import type { Page } from '@playwright/test';
import { SERVICE_WORKER_FILE } from '../src/integrations/vite/service-worker-file.ts';
import { PROTOCOL } from '../src/leader/protocol.ts';
import { BUSY, report } from './support/faults.ts';
import { buildHost, openHost, serviceWorkerOf, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { COUNTER } from './support/programs.ts';
import { stopServiceWorkers } from './support/stop-workers.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS } from './support/test.ts';

const SCRIPT = `/${SERVICE_WORKER_FILE}`;
/** Any Service Worker that is not ours. */
const FOREIGN = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));`;

const register = (page: Page, script: string, scope: string): Promise<void> =>
  page.evaluate(
    async ([url, below]) => {
      const registration = await navigator.serviceWorker.register(url, { scope: below, updateViaCache: 'none' });
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      while (worker?.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 20));
    },
    [script, scope] as const,
  );

const scriptOf = (page: Page, scope: string): Promise<string | undefined> =>
  page.evaluate(async (url) => (await navigator.serviceWorker.getRegistration(url))?.active?.scriptURL, scope);

const problems = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.pocketbeam!.status.problems.map(({ code }) => code));

/** What the Service Worker in control says of its version: the scripts of these tests answer that. */
const versionOf = (page: Page): Promise<unknown> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        // One that is replaced at this moment says nothing.
        setTimeout(() => resolve('none'), 1000);
        navigator.serviceWorker.controller?.postMessage('version', [port2]);
      }),
  );

/** Once in ten or twenty times Chromium, watched by a debugger, leaves the new one waiting beside an old one that is idle. */
async function takenOver(page: Page): Promise<void> {
  const waiting = (): Promise<boolean> =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
  const tookOver = expect.poll(waiting, { timeout: 10_000 }).toBe(false);
  // Without a debugger the browser stops an idle one by itself.
  await tookOver.catch(() => stopServiceWorkers(page));
  await expect.poll(waiting).toBe(false);
}

const ofVersion = (script: string, version: number): string =>
  `${script}\nself.addEventListener('message', ({ data, ports }) => { if (data === 'version') ports[0].postMessage(${version}); });`;

test('it is one classic script', async ({ app, context, files }) => {
  expect(files.get(SERVICE_WORKER_FILE)).not.toMatch(/\b(?:import|importScripts)\b\s*[({*"'`]/);
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page)).toBe('ok');
  expect(await scriptOf(page, '/')).toBe(app.origin + SCRIPT);
});

test('it is updated while tabs are open: both are answered, and nothing that was asked is lost', async ({
  app,
  context,
  files,
}) => {
  test.setTimeout(180_000);
  const script = String(files.get(SERVICE_WORKER_FILE));
  app.at(SCRIPT, { body: ofVersion(script, 1) });
  const first = await openHost(context, `${app.origin}/`);
  expect(await start(first)).toBe('ok');
  const pid = await beam.spawn(first, `${COUNTER}\nHandlers.add('Slow', 'Slow', function() ${BUSY} end)`);
  expect(await versionOf(first)).toBe(1);
  await beam.message(first, pid, 'Slow');
  const slow = fetchIn(first, at(pid, 'now/cache/count'));

  app.at(SCRIPT, { body: ofVersion(script, 2) });
  const second = await openHost(context, `${app.origin}/`);
  expect(await start(second)).toBe('ok');
  await second.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  // The browser lets the new one wait, whatever `skipWaiting` says, until the old one has answered what it was asked.
  expect(await slow).toMatchObject({ status: 200, body: '0' });
  await takenOver(second);
  for (const page of [second, first]) await expect.poll(() => versionOf(page)).toBe(2);
  for (const page of [first, second]) {
    await fetchIn(page, at(pid, 'schedule'), { method: 'POST', headers: { action: 'Increment' } });
    expect(await problems(page)).toEqual([]);
  }
  expect((await fetchIn(first, at(pid, 'now/cache/count'))).body).toBe('2');
  report('a Service Worker updated while it waits for a slot', { faults: 1, messages: 3 });
});

test('after a hard reload it takes the page again, with the options of that page', async ({ app, context }) => {
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page, { strict: true })).toBe('ok');
  const pid = await beam.spawn(page, COUNTER);
  const cdp = await context.newCDPSession(page);
  const loaded = page.waitForEvent('load');
  await cdp.send('Page.reload', { ignoreCache: true });
  await loaded;
  await page.waitForFunction(() => window.createPocketbeam !== undefined);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  expect(await start(page, { strict: true })).toBe('ok');
  expect(await scriptOf(page, '/')).toBe(`${app.origin}${SCRIPT}?strict=`);
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('0');
  report('a hard reload', { faults: 1, messages: 0 });
});

test.describe('another version', () => {
  test('an older Service Worker is updated by a newer page', async ({ app, context, files }) => {
    app.at(SCRIPT, { body: await serviceWorkerOf(2) });
    const page = await openHost(context, `${app.origin}/`);
    await register(page, SCRIPT, '/');
    app.at(SCRIPT, { body: files.get(SERVICE_WORKER_FILE) ?? '' });
    expect(await start(page)).toBe('ok');
    const pid = await beam.spawn(page, COUNTER);
    expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('0');
    report('an older Service Worker', { faults: 1, messages: 0 });
  });

  test('one that stays older is named, with what to do', async ({ app, context }) => {
    app.at(SCRIPT, { body: await serviceWorkerOf(2) });
    const page = await openHost(context, `${app.origin}/`);
    const refused = await start(page);
    expect(refused).toMatchObject({ code: 'protocol-mismatch', message: expect.stringContaining(SCRIPT) });
    expect(refused).toMatchObject({ message: expect.stringMatching(`protocol 2, this page ${PROTOCOL}.*Deploy both`) });
  });

  test.describe('in another tab', () => {
    test.use({ expectedErrors: HTTP_ERRORS });

    test('a newer one takes over: the older page says so, reads go on, nobody computes for a stranger', async ({
      app,
      context,
    }) => {
      const older = await openHost(context, `${app.origin}/`);
      expect(await start(older)).toBe('ok');
      const pid = await beam.spawn(older, COUNTER);
      app.mount('/', await buildHost(99));
      const newer = await openHost(context, `${app.origin}/`);
      expect(await start(newer)).toBe('ok');
      await expect.poll(() => problems(older)).toEqual(['protocol-mismatch']);
      const words = await older.evaluate(() => window.pocketbeam!.status.problems[0]);
      expect(words).toMatchObject({ message: expect.stringContaining('protocol 99'), next: 'Reload the page.' });

      expect((await fetchIn(newer, at(pid, 'compute/cache/count'))).body).toBe('0');
      await beam.message(newer, pid, 'Increment');
      const told = await fetchIn(newer, '/~lua@5.3a&module=function f() return 1 end/f');
      expect(told).toMatchObject({ status: 503, headers: { 'pocketbeam-code': 'protocol-mismatch' } });
      // The older page is still whole: what it asks goes to its own worker.
      const own = await older.evaluate(
        async (path) => {
          const response = await window.pocketbeam!.fetch(path);
          return response.text();
        },
        at(pid, 'slot/current'),
      );
      expect(own).toBe('1');
      await older.close();
      // A closed tab's workers live on for a moment, and lead till then.
      await expect.poll(async () => (await fetchIn(newer, at(pid, 'now/cache/count'))).body).toBe('1');
      report('two versions in two tabs', { faults: 1, messages: 1 });
    });
  });
});

test.describe('one of somebody else', () => {
  test('that has the scope is left as it is, and named', async ({ app, context }) => {
    app.at('/other-sw.js', { body: FOREIGN });
    const page = await openHost(context, `${app.origin}/`);
    await register(page, '/other-sw.js', '/');
    const refused = await start(page);
    expect(refused).toMatchObject({
      ...{ code: 'foreign-service-worker', message: expect.stringContaining(`${app.origin}/other-sw.js`) },
    });
    expect(await scriptOf(page, '/')).toBe(`${app.origin}/other-sw.js`);
  });

  test('that is nearer to the page is named', async ({ app, context, files }) => {
    app.mount('/app/', files);
    app.at('/app/other-sw.js', { body: FOREIGN });
    const page = await openHost(context, `${app.origin}/app/`);
    await register(page, '/app/other-sw.js', '/app/');
    const refused = await start(page, { serviceWorker: SCRIPT });
    expect(refused).toMatchObject({
      ...{ code: 'foreign-service-worker', message: expect.stringContaining('/app/other-sw.js') },
    });
  });

  test('that comes later is seen, and the page goes on without', async ({ app, context }) => {
    app.at('/other-sw.js', { body: FOREIGN });
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page)).toBe('ok');
    const pid = await beam.spawn(page, COUNTER);
    await register(page, '/other-sw.js', '/');
    await expect.poll(() => problems(page), { timeout: 15_000 }).toEqual(['foreign-service-worker']);
    expect(await page.evaluate(() => window.pocketbeam!.status.serviceWorker)).toBe('none');
    const count = await page.evaluate(
      async (path) => {
        const response = await window.pocketbeam!.fetch(path);
        return response.text();
      },
      at(pid, 'now/cache/count'),
    );
    expect(count).toBe('0');
    report("somebody else's Service Worker takes the scope", { faults: 1, messages: 0 });
  });

  test('is none that is ours from an older address: it is replaced', async ({ app, context, files }) => {
    app.at('/old/sw.js', { headers: { 'service-worker-allowed': '/' }, body: files.get(SERVICE_WORKER_FILE) ?? '' });
    const page = await openHost(context, `${app.origin}/`);
    await register(page, '/old/sw.js', '/');
    expect(await start(page)).toBe('ok');
    expect(await scriptOf(page, '/')).toBe(app.origin + SCRIPT);
  });
});
