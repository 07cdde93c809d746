/** What a page puts into `pocketbeam.data`, and what it fetches from others: a gateway, hosts that `relay@1.0` may ask. */
import type { Page } from '@playwright/test';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { startAppServer, type AppServer } from './support/app-server.ts';
import { at, expect, fetchIn, HTTP_ERRORS } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

const id = (name: string): string => `harbour-${name}-`.padEnd(43, 'z');
const BOOT = `Send({ device = 'patch@1.0', cache = { boats = 5 } })`;
const MODULE = `function compute(base, req) base.cache = { knots = req.slot + 9 } base.results = { outbox = {} } return base end`;
const CORS = { 'access-control-allow-origin': '*' };

const bootFrom = (page: Page, transaction: string): Promise<string> =>
  page.evaluate((named) => window.pocketbeam!.spawn({ source: '', tags: { 'On-Boot': named } }), transaction);
const read = async (page: Page, process: string, key: string): Promise<string> =>
  (await fetchIn(page, at(process, `now/cache/${key}`))).body;

test('processes boot and run from data that the page put there, which the Service Worker serves', async ({
  app,
  context,
}) => {
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page)).toBe('ok');
  const module = await page.evaluate(
    async ([boot, named, lua]) => {
      const { data } = window.pocketbeam!;
      await data.put(new TextEncoder().encode(boot), { id: named, contentType: 'application/lua' });
      return data.put(lua, { contentType: 'application/lua', tags: { Port: 'North' } });
    },
    [BOOT, id('boot'), MODULE] as const,
  );
  expect(await read(page, await bootFrom(page, id('boot')), 'boats')).toBe('5');
  const process = await page.evaluate((module) => window.pocketbeam!.spawn({ module }), module);
  expect(await read(page, process, 'knots')).toBe('9');

  const listed = await page.evaluate(async () => (await window.pocketbeam!.data.list()).map((one) => one.id));
  expect(listed).toEqual([id('boot'), module]);
  const got = await page.evaluate(async (id) => (await window.pocketbeam!.data.get(id))?.tags, module);
  expect(got).toContainEqual({ name: 'port', value: 'North' });

  await page.evaluate(() => window.pocketbeam!.stop());
  await context.setOffline(true);
  const served = await fetchIn(page, `/${id('boot')}`);
  expect([served.status, served.headers['content-type'], served.body]).toEqual([200, 'application/lua', BOOT]);
});

test.describe('others', () => {
  let far: AppServer;
  test.beforeEach(async () => {
    far = await startAppServer();
  });
  test.afterEach(() => far.kill());

  test('a gateway gives what is not here, once', async ({ app, context }) => {
    far.at(`/${id('far')}`, { headers: CORS, body: BOOT });
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { gateway: far.origin })).toBe('ok');
    for (let i = 0; i < 2; i++) expect(await read(page, await bootFrom(page, id('far')), 'boats')).toBe('5');
    expect(far.log).toEqual([`GET /${id('far')}`]);
  });

  test('a relay passes on to the hosts that are allowed, and to no others', async ({ app, context }) => {
    far.at('/tide', { headers: { ...CORS, 'content-type': 'application/json' }, body: '{"tide":"low"}' });
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page, { relay: [far.origin] })).toBe('ok');
    const relay = (url: string): ReturnType<typeof fetchIn> =>
      fetchIn(page, `/~relay@1.0/call?path=${encodeURIComponent(url)}`);
    expect(await relay(`${far.origin}/tide`)).toMatchObject({ status: 200, body: '{"tide":"low"}' });
    expect(await relay(`${app.origin}/index.html`)).toMatchObject({
      ...{ status: 403, headers: { 'pocketbeam-code': 'relay-refused' } },
    });
  });
});
