/** `onUnknownProcess`: what becomes of requests for processes that are not in this browser. */
import type { Page } from '@playwright/test';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { startAppServer } from './support/app-server.ts';
import { COUNTER } from './support/programs.ts';
import { startServe, type Serving } from './support/serve.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

const NOBODY = 'Nobody-is-here-under-this-id-of-a-test-0123';

const script = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.scriptURL);

test('by default, 404 with a code; the network is not asked', async ({ app, context }) => {
  app.at(at(NOBODY, 'now/x'), { body: 'of the network' });
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page)).toBe('ok');
  expect(await fetchIn(page, at(NOBODY, 'now/x'))).toMatchObject({
    ...{ status: 404, headers: { 'pocketbeam-code': 'unknown-process', 'x-content-type-options': 'nosniff' } },
  });
  expect(app.log.some((line) => line.includes(NOBODY))).toBe(false);
});

test('pass: the network answers, also posts with their bodies and what would run', async ({ app, context }) => {
  app.at(at(NOBODY, 'now/x'), { body: 'of the network' });
  app.at(`/${NOBODY}/app.js`, { headers: { 'content-type': 'text/javascript' }, body: 'window.ran = true' });
  let posted = '';
  app.at(at(NOBODY, 'schedule'), (request) => {
    request.on('data', (chunk: Buffer) => (posted += chunk.toString()));
    return { body: 'posted' };
  });
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page, { onUnknownProcess: 'pass' })).toBe('ok');
  const pid = await beam.spawn(page, COUNTER);
  expect(await fetchIn(page, at(NOBODY, 'now/x'))).toMatchObject({ status: 200, body: 'of the network' });
  expect(await fetchIn(page, at(NOBODY, 'now/y'))).toMatchObject({ status: 404, body: 'no such file' });
  expect(await fetchIn(page, `${at(NOBODY, 'schedule')}`, { method: 'POST', body: '{"a":1}' })).toMatchObject({
    body: 'posted',
  });
  await expect.poll(() => posted).toBe('{"a":1}');
  await page.addScriptTag({ url: `/${NOBODY}/app.js` });
  expect(await page.evaluate(() => 'ran' in window)).toBe(true);
  expect(await fetchIn(page, at(pid, 'now/cache/count'))).toMatchObject({ status: 200, body: '0' });
});

test.describe('a node', () => {
  let node: Serving;
  test.beforeEach(async () => {
    node = await startServe(COUNTER);
  });
  test.afterEach(() => node.stop());

  test('is asked for reads, and its last good answers stay when it has gone', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { onUnknownProcess: `${node.url}/` })).toBe('ok');
    const path = at(node.pid, 'now/cache/count');
    const live = await fetchIn(page, path);
    expect(live).toMatchObject({
      ...{ status: 200, body: '0' },
      headers: { 'pocketbeam-node': node.url, 'ao-types': 'body="integer", status="integer"' },
    });
    expect(live.headers['content-security-policy']).toMatch(/^sandbox/);
    expect(live.headers['pocketbeam-kept']).toBeUndefined();
    const json = { headers: { accept: 'application/json' } };
    expect((await fetchIn(page, path, json)).headers['content-type']).toBe('application/json');
    expect(await fetchIn(page, at(node.pid, 'now/cache/nope'))).toMatchObject({ status: 404, body: '"not_found"' });
    expect(await fetchIn(page, at(NOBODY, 'now'))).toMatchObject({
      headers: { 'pocketbeam-node': node.url, 'pocketbeam-code': 'unknown-process' },
    });
    // What is written is not sent to others.
    expect(await fetchIn(page, at(node.pid, 'schedule'), { method: 'POST', headers: { action: 'x' } })).toMatchObject({
      ...{ status: 404, headers: { 'pocketbeam-code': 'unknown-process' } },
    });
    expect(await (await fetch(`${node.url}${at(node.pid, 'slot/current')}`)).text()).toBe('0');

    await node.stop();
    const kept = await fetchIn(page, path);
    expect(kept).toMatchObject({ status: 200, body: '0', headers: { 'pocketbeam-node': node.url } });
    expect(Number(kept.headers.age)).toBeLessThan(60);
    expect(Date.now() - Date.parse(kept.headers['pocketbeam-kept'] ?? '')).toBeLessThan(60_000);
    expect(kept.headers['content-security-policy']).toMatch(/^sandbox/);
    expect((await fetchIn(page, path, json)).body).not.toBe('0');
    expect(await fetchIn(page, path, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    const unknown = await fetchIn(page, at(node.pid, 'now/cache'));
    expect(unknown).toMatchObject({ status: 504, headers: { 'pocketbeam-code': 'node-unreachable' } });
    expect(unknown.headers['content-security-policy']).toMatch(/^sandbox/);

    await page.evaluate(() => window.pocketbeam!.reset());
    expect(await fetchIn(page, path)).toMatchObject({
      ...{ status: 504, headers: { 'pocketbeam-code': 'node-unreachable' } },
    });
  });

  test('is not asked for what is here, and a process that comes here is answered here', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { onUnknownProcess: node.url })).toBe('ok');
    const path = at(node.pid, 'now/cache/name');
    expect((await fetchIn(page, path)).headers['pocketbeam-node']).toBe(node.url);
    await beam.spawn(page, `Send({ device = 'patch@1.0', cache = { name = 'ours' } })`, { id: node.pid });
    const here = await fetchIn(page, path);
    expect([here.body, here.headers['pocketbeam-node']]).toEqual(['ours', undefined]);
  });

  test('keeps a bounded number of answers', async ({ app, context }) => {
    const page = await openHost(context, `${app.origin}/`);
    const source = await startAppServer();
    for (let i = 0; i < 210; i++)
      source.at(at(NOBODY, `compute/k${i}`), { headers: { 'access-control-allow-origin': '*' }, body: `${i}` });
    expect(await start(page, { onUnknownProcess: source.origin })).toBe('ok');
    await page.evaluate(
      async (base) => {
        for (let i = 0; i < 210; i++) await (await fetch(`${base}/k${i}`)).text();
      },
      at(NOBODY, 'compute'),
    );
    await source.kill();
    const read = async (i: number): Promise<number> => (await fetchIn(page, at(NOBODY, `compute/k${i}`))).status;
    expect([await read(0), await read(9), await read(10), await read(209)]).toEqual([504, 504, 200, 200]);
  });
});

test('of two tabs with other options the last decides, for both', async ({ app, context }) => {
  const unknown = async (page: Page): Promise<string> => (await fetchIn(page, at(NOBODY, 'now/x'))).body;
  app.at(at(NOBODY, 'now/x'), { body: 'of the network' });
  const first = await openHost(context, `${app.origin}/`);
  expect(await start(first)).toBe('ok');
  const second = await openHost(context, `${app.origin}/`);
  expect(await start(second, { onUnknownProcess: 'pass' })).toBe('ok');
  expect(await script(first)).toMatch(/\?unknown=pass$/);
  expect([await unknown(first), await unknown(second)]).toEqual(['of the network', 'of the network']);
  await first.reload();
  await first.waitForFunction(() => window.createPocketbeam !== undefined);
  // Its own options are in force when it has started.
  expect(await start(first)).toBe('ok');
  expect(await unknown(first)).toContain('not found');
  expect(await unknown(second)).toContain('not found');
});
