/** Whom the Service Worker answers, and whom it leaves alone. */
import type { Page } from '@playwright/test';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS } from './support/test.ts';

const NODE = 'https://some-node.test';
const NOBODY = 'Nobody-is-here-under-this-id-of-a-test-0123';

const post = (page: Page, url: string): ReturnType<typeof fetchIn> =>
  fetchIn(page, url, { method: 'POST', headers: { action: 'Increment' } });

/** Whether a `fetch` of the page gets an answer. */
const isAnswered = (page: Page, url: string, init: RequestInit = {}): Promise<boolean> =>
  page.evaluate(
    ([asked, options]) =>
      fetch(asked, options).then(
        () => true,
        () => false,
      ),
    [url, init] as const,
  );

test.describe('a node that is impersonated', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('is answered for without network, reads and posts', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { impersonate: [`${NODE}/`] })).toBe('ok');
    const pid = await beam.spawn(page, COUNTER);
    await app.kill();
    await context.setOffline(true);
    const count = NODE + at(pid, 'now/cache/count');
    // `action` and `accept-codec` are headers that a browser asks the node about first.
    expect(await post(page, NODE + at(pid, 'schedule'))).toMatchObject({ status: 200, headers: { slot: '1' } });
    expect(await fetchIn(page, count, { headers: { 'accept-codec': 'httpsig@1.0' } })).toMatchObject({ body: '1' });
    expect(await fetchIn(page, count, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await fetchIn(page, count, { method: 'OPTIONS' })).toMatchObject({
      ...{ status: 204, headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } },
    });
    // The app's own origin is answered as before, with the same process.
    expect(await fetchIn(page, at(pid, 'now/cache/count'))).toMatchObject({ body: '1' });
  });

  test('is left alone but for HyperPATHs by fetch, and so is everybody else', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { impersonate: [NODE] })).toBe('ok');
    const pid = await beam.spawn(page, COUNTER);
    const path = at(pid, 'compute/cache/count');
    expect(await isAnswered(page, NODE + path)).toBe(true);
    expect(await isAnswered(page, `${NODE}/graphql`)).toBe(false);
    expect(await isAnswered(page, NODE + path, { mode: 'no-cors' })).toBe(false);
    expect(await isAnswered(page, `https://other-node.test${path}`)).toBe(false);
    expect(await isAnswered(page, `${NODE.replace('https', 'http')}${path}`)).toBe(false);
  });
});

test.describe('what is not ours', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('goes past: pages, files, ranges, other origins, only-if-cached, posts', async ({ app, context, files }) => {
    app.at('/video', ({ headers: { range } }) => ({ status: range ? 206 : 200, body: range ?? 'whole' }));
    app.at('/api', ({ method }) => ({ body: `${method} api` }));
    app.at('/~user/home', { body: 'home of a user' });
    const other = `${app.origin.replace('127.0.0.1', 'localhost')}/api`;
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page)).toBe('ok');
    const fromWorker: string[] = [];
    page.on('response', (response) => {
      if (response.fromServiceWorker()) fromWorker.push(response.url());
    });
    expect((await page.reload())?.fromServiceWorker()).toBe(false);
    expect(await fetchIn(page, '/video', { headers: { range: 'bytes=2-5' } })).toMatchObject({
      ...{ status: 206, body: 'bytes=2-5' },
    });
    expect(await fetchIn(page, '/api', { method: 'POST', body: 'x' })).toMatchObject({ body: 'POST api' });
    expect(await fetchIn(page, '/~user/home')).toMatchObject({ body: 'home of a user' });
    expect(await isAnswered(page, other, { mode: 'no-cors' })).toBe(true);
    const onlyIfCached: RequestInit = { cache: 'only-if-cached', mode: 'same-origin' };
    expect(await isAnswered(page, '/never-asked-for', onlyIfCached)).toBe(false);
    expect(fromWorker).toEqual([]);
    expect(app.log).toContain('POST /api');
    expect(app.log.filter((line) => line === 'GET /').length).toBe(2);
    expect(files.has('index.html')).toBe(true);
  });
});

test('an app below an id, as on a gateway, keeps its files; ids beside it are answered', async ({
  app,
  context,
  files,
}) => {
  const base = `/${'Gateway-'.repeat(6).slice(0, 43)}/`;
  app.mount(base, files);
  app.at(`${base}now/notes.txt`, { body: 'a file' });
  const page = await openHost(context, app.origin + base);
  expect(await start(page)).toBe('ok');
  expect(await page.evaluate(() => window.pocketbeam!.scope)).toBe(base);
  const pid = await beam.spawn(page, COUNTER);
  expect(await fetchIn(page, `${base}now/notes.txt`)).toMatchObject({ status: 200, body: 'a file' });
  await page.reload();
  await page.waitForFunction(() => window.createPocketbeam !== undefined);
  expect(await fetchIn(page, at(pid, 'compute/cache/count'))).toMatchObject({ body: '0' });
  expect(await fetchIn(page, base.slice(0, -1) + at(pid, 'compute/cache/count'))).toMatchObject({ body: '0' });
});

test.describe('two on one origin', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('have two scopes and nothing in common; root-relative paths are those of the nearer', async ({
    app,
    context,
    files,
  }) => {
    app.mount('/app/', files);
    const root = await openHost(context, `${app.origin}/`);
    const below = await openHost(context, `${app.origin}/app/`);
    expect([await start(root), await start(below)]).toEqual(['ok', 'ok']);
    const source = (name: string): string => `Send({ device = 'patch@1.0', cache = { name = '${name}' } })`;
    // Even under one id.
    const [one, two] = [
      await beam.spawn(root, source('root'), { id: NOBODY }),
      await beam.spawn(below, source('below'), { id: NOBODY }),
    ];
    expect([one, two]).toEqual([NOBODY, NOBODY]);
    const path = at(NOBODY, 'compute/cache/name');
    expect((await fetchIn(root, path)).body).toBe('root');
    expect((await fetchIn(below, path)).body).toBe('below');
    expect((await fetchIn(below, `/app${path}`)).body).toBe('below');
    // Its scope does not tell whose page it is: this asks the one that controls the page.
    expect(await fetchIn(root, `/app${path}`)).toMatchObject({ status: 404, body: 'no such file' });
    const alone = await beam.spawn(root, COUNTER);
    expect(await fetchIn(below, at(alone, 'compute/cache/count'))).toMatchObject({
      ...{ status: 404, headers: { 'pocketbeam-code': 'unknown-process' } },
    });
    expect(await below.evaluate(() => window.pocketbeam!.list())).toHaveLength(1);
  });

  test('a page outside of the scope is told so, and nothing is registered', async ({ app, context, files }) => {
    app.mount('/app/', files);
    const page = await openHost(context, `${app.origin}/`);
    const refused = await start(page, { serviceWorker: '/app/pocketbeam-sw.js' });
    expect(refused).toMatchObject({
      code: 'outside-scope',
      message: expect.stringContaining('(/) is outside of the scope (/app/) of /app/pocketbeam-sw.js.'),
    });
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  });
});

test.describe('a server without the script', () => {
  test.use({ expectedErrors: /MIME type/ });

  test('is named, and what puts the script there', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    const refused = await start(page, { serviceWorker: '/index.html' });
    expect(refused).toMatchObject({ code: 'service-worker-failed', message: expect.stringContaining('MIME type') });
    expect(refused).toMatchObject({ message: expect.stringContaining('pocketbeam/vite') });
    expect(refused).toMatchObject({ message: expect.not.stringContaining('..') });
  });
});
