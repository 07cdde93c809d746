/** An app that starts Pocketbeam itself, as it does in development. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext } from '@playwright/test';
import { expect, test } from 'pocketbeam/playwright';

const SHOP = 'https://shop.test/below/';
const SERVER = 'https://shop.test/';
const ID = 'the-shop_'.padEnd(43, 'x');
const APP = `<!doctype html><link rel="icon" href="data:,"><output></output>
<script type="module">
  import { createPocketbeam } from '/lib/index.js';
  const pocketbeam = await createPocketbeam({ degraded: 'refuse' });
  pocketbeam.on('change', ({ slot, keys }) => document.querySelector('output').append(slot + ':' + keys + ' '));
  const source = await (await fetch('/counter.lua')).text();
  const process = await pocketbeam.spawn({ id: '${ID}', anchor: 'shop', source });
  await pocketbeam.message({ process, tags: { Action: 'Add', By: '2' } });
  window.done = {
    read: await pocketbeam.read('/' + process + '~process@1.0/now/cache/count'),
    fetched: await (await fetch('/' + process + '~process@1.0/now/cache/count')).text(),
    own: await (await pocketbeam.fetch(process + '~process@1.0/now/cache/count')).text(),
    archive: (await pocketbeam.export()).constructor.name,
    clock: typeof (await pocketbeam.clock.now()),
    refused: await pocketbeam.spawn({ id: process, source }).catch(({ code }) => code),
    status: pocketbeam.status,
  };
</script>`;

/** The app's server: a page, the library, the program. */
async function serve(context: BrowserContext): Promise<void> {
  const fulfill = (at: string | RegExp, contentType: string, body: (path: string) => Promise<string> | string) =>
    context.route(at, async (route) => {
      await route.fulfill({ contentType, body: await body(new URL(route.request().url()).pathname) });
    });
  await fulfill(SHOP, 'text/html', () => APP);
  await fulfill(`${SERVER}counter.lua`, 'text/plain', () => readFile('counter.lua', 'utf8'));
  await fulfill(`${SERVER}lib/**`, 'text/javascript', (path) =>
    readFile(`node_modules/pocketbeam/dist/browser/${path.slice('/lib/'.length)}`, 'utf8'),
  );
}

test.beforeEach(({ context }) => serve(context));

test('has the emulator of its test, which need not be named', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(SHOP);
  await expect
    .poll(() => page.evaluate('window.done'))
    .toMatchObject({
      ...{ read: 2, fetched: '2', own: '2', archive: 'Uint8Array', clock: 'number', refused: 'process-exists' },
      status: { serviceWorker: 'active', problems: [] },
    });
  await expect(page.locator('output')).toContainText('1:count');
  expect(said).toEqual([]);
});

test('shares its processes with the test, and hears of what that sends', async ({ page, beam }) => {
  await page.goto(SHOP);
  await expect(beam).toHaveCache(ID, 'count', 2);
  await beam.send({ process: ID, tags: { Action: 'Add', By: '5' } });
  await expect(beam).toHaveCache(ID, 'count', 7);
  await expect(page.locator('output')).toContainText('2:count');
  const other = await page.context().newPage();
  await other.goto(SHOP);
  await expect(beam).toHaveCache(ID, 'count', 9);
  await beam.send({ process: ID, tags: { Action: 'Add', By: '1' } });
  await expect(other.locator('output')).toHaveText(/^(?:\S+ )*4:count\S* $/);
  await expect(page.locator('output')).toHaveText(/^(?!.* 4:.* 4:).* 4:/);
});

test('is told of a process that is not there', async ({ beam }) => {
  const check = expect(beam).toHaveCache(ID, 'count', 2, { timeout: 200 });
  await expect(check).rejects.toThrow(`There is no process ${ID} here.`);
  await expect(expect(beam).not.toHaveCache(ID, 'count', 2)).rejects.toThrow('There is no process');
});

test.describe('a process that both the test and the app begin with', () => {
  test.use({ pocketbeam: { processes: [{ id: ID, anchor: 'shop', file: 'counter.lua' }] } });

  test('is one', async ({ page, beam }) => {
    await beam.send({ process: beam.process, tags: { Action: 'Add', By: '1' } });
    await page.goto(SHOP);
    await expect(beam).toHaveCache(ID, 'count', 3);
  });
});
