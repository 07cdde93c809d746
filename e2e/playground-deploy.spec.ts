/** The button that publishes: through the unmodified aoconnect, onto `pocketbeam serve` in place of a real node. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type {} from './clients/page-clients.ts';
import { bundleScript } from './support/bundle-script.ts';
import { inEachLook, openTab, screenshotPath, sourceField, writeSource } from './support/playground-page.ts';
import { COUNTER } from './support/programs.ts';
import { startServe, type Serving } from './support/serve.ts';
import { TEST_KEY } from './support/sign.ts';
import { startStaticServer, type StaticServer } from './support/static-server.ts';
import { expect, openPlayground, test } from './support/test.ts';
import { readAoconnect } from './tooling/packaging/aoconnect-file.ts';

const MODULE = 'a-module-of-some-lighthouse-'.padEnd(43, 'l');
const LAMP = `Send({ device = 'patch@1.0', cache = { lamps = 3, name = Name, owner = Owner } })`;
const WALLET = fileURLToPath(new URL('./clients/page-clients.ts', import.meta.url));
const BESIDE = '**/aoconnect.js';
const DELIVERY = 'https://cdn.jsdelivr.net/**';

/** Answers of 400 on, those that a page may not read, scripts that are not what npm has, or that a policy forbids. */
test.use({ expectedErrors: /^Failed to load resource|blocked by CORS policy|integrity|Content Security Policy/ });

let node: Serving;
test.beforeEach(async () => {
  node = await startServe(COUNTER);
});
test.afterEach(() => node.stop());

let deaf: StaticServer | undefined;
/** Answers without the headers that let another site read it. */
const deafNode = async (): Promise<StaticServer> => (deaf ??= await startStaticServer());

test.afterAll(() => deaf?.kill());

const field = (panel: Locator, name: string | RegExp): Locator => panel.getByRole('textbox', { name });
const press = (panel: Locator): Promise<void> => panel.getByRole('button', { name: 'Deploy', exact: true }).click();
const chooseKey = (panel: Locator, content: string, name = 'mine.json'): Promise<void> =>
  panel.getByLabel('Key file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });

async function openPanel(page: Page): Promise<Locator> {
  await openTab(page, 'Migrate');
  await page.getByRole('button', { name: 'Deploy from this page' }).click();
  return page.getByTestId('deploy');
}

/** Ready to be pressed. */
async function filledPanel(page: Page): Promise<Locator> {
  await writeSource(page, LAMP);
  const panel = await openPanel(page);
  await field(panel, 'Node').fill(node.url);
  await field(panel, /^Module/).fill(MODULE);
  return panel;
}

/** Reads what was published, from the node. */
async function reader(page: Page): Promise<(path: string) => Promise<string>> {
  const pid = await page.getByTestId('deployed-id').textContent();
  return async (path) => (await fetch(`${node.url}/${pid}${path}`)).text();
}

/** The scripts that sent each POST to the node, by its path. */
async function sendersOf(page: Page): Promise<Map<string, string>> {
  const senders = new Map<string, string>();
  const session = await page.context().newCDPSession(page);
  session.on('Network.requestWillBeSent', ({ request, initiator }) => {
    if (request.method === 'POST' && request.url.startsWith(node.url))
      senders.set(new URL(request.url).pathname, initiator.stack?.callFrames[0]?.url ?? '');
  });
  await session.send('Network.enable');
  return senders;
}

/** aoconnect is neither beside the page nor to be had of the network. */
async function withoutAoconnect(context: BrowserContext): Promise<void> {
  await context.route(BESIDE, (route) => route.fulfill({ status: 404, body: 'no such file' }));
  await context.route(DELIVERY, (route) => route.abort());
}

test('the program goes to a node, signed by a key that stays here', async ({ playground: page, server }) => {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  const senders = await sendersOf(page);
  await writeSource(page, `Send({ device = 'patch@1.0', cache = { lamps = require('lib.lamps'), name = Name } })`);
  await page.getByRole('button', { name: 'Add file' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('lib/lamps.lua');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await sourceField(page).fill('return 5');
  const panel = await openPanel(page);
  const error = page.getByTestId('deploy-error');

  // Each thing that is missing or wrong is told, and nothing is sent.
  await press(panel);
  await expect(error).toContainText('There is no wallet to sign it.');
  await chooseKey(panel, '{"kty":"RSA"}', 'notes.json');
  await expect(page.getByTestId('wallet-error')).toContainText('notes.json is no key of an Arweave wallet.');
  await chooseKey(panel, JSON.stringify(TEST_KEY));
  await expect(panel).toContainText(/mine\.json signs, as [\w-]{43}/);
  await press(panel);
  await expect(error).toContainText('bad-deploy');
  await field(panel, 'Node').fill(node.url);
  await field(panel, /^Module/).fill('short');
  await press(panel);
  await expect(error).toContainText('no id of 43 characters');
  await field(panel, /^Module/).fill(MODULE);
  await field(panel, 'Name of the process').fill('lighthouse');
  await panel.getByRole('button', { name: 'Add tag' }).click();
  await field(panel, 'Tag 1 name').fill('Coast');
  await field(panel, 'Tag 1 value').fill('west');
  await panel.getByTestId('what-is-sent').locator('summary').click();
  await expect(panel.getByTestId('what-is-sent')).toContainText('2 files as one');
  await expect(panel.getByTestId('what-is-sent')).toContainText('Coast: west');
  const asked = (): string[] => sent.filter((one) => one.startsWith(`${server.url}aoconnect.js`));
  expect(asked()).toEqual([]);

  await press(panel);
  await expect(page.getByTestId('deployed')).toContainText('Published through aoconnect 0.0.98');
  const read = await reader(page);
  expect([await read('~process@1.0/compute/cache/lamps'), await read('~process@1.0/compute/cache/name')]).toEqual([
    '5',
    'lighthouse',
  ]);
  expect(await read('/coast')).toBe('west');
  // What sent it is the very file that was loaded.
  expect(asked()).toHaveLength(1);
  expect(senders.get('/push')).toMatch(/^blob:/);
  const pid = (await page.getByTestId('deployed-id').textContent())!;
  const link = page.getByTestId('deployed').getByRole('link', { name: 'Open its state' });
  await expect(link).toHaveAttribute('href', `${node.url}/${pid}~process@1.0/compute/cache`);
  await inEachLook(page, 'Migrate', async (name) => {
    await page.getByTestId('deployed-id').scrollIntoViewIfNeeded();
    await page.screenshot({ path: screenshotPath(`playground-deploy-${name}`) });
  });
  // The key went nowhere.
  expect(sent.filter((one) => one.includes(TEST_KEY.d))).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(TEST_KEY.d);

  await node.stop();
  await press(panel);
  await expect(error).toContainText(`${node.url} cannot be reached.`);
  // One that answers, but no page of another site.
  await field(panel, 'Node').fill((await deafNode()).url);
  await press(panel);
  await expect(error).toContainText('(CORS)');
  expect(asked(), 'loaded once').toHaveLength(1);
  await page.reload();
  await page.getByRole('button', { name: 'Deploy from this page' }).click();
  await expect(field(panel, 'Name of the process')).toHaveValue('lighthouse');
  await expect(panel, 'the key is gone with the page').toContainText('Choose the key file of a wallet');
});

test('the wallet of the browser signs, asked by aoconnect', async ({ playground: page }) => {
  await page.addScriptTag({ content: await bundleScript(WALLET) });
  const calls: string[] = [];
  await page.exposeFunction('noteCall', (name: string) => void calls.push(name));
  const address = await page.evaluate(async (key) => {
    const wallet = await window.createTestWallet!(key);
    const { noteCall } = window as unknown as { noteCall: (name: string) => void };
    const get = (target: typeof wallet, name: keyof typeof wallet) => (noteCall(name), target[name]);
    Object.assign(window, { arweaveWallet: new Proxy(wallet, { get }) });
    return wallet.getActiveAddress();
  }, TEST_KEY);
  const senders = await sendersOf(page);
  const panel = await filledPanel(page);
  await expect(panel).toContainText('The wallet of this browser signs, and asks you first.');
  await press(panel);
  await expect(page.getByTestId('deployed')).toContainText('Published through aoconnect 0.0.98');
  const read = await reader(page);
  expect(await read('~process@1.0/compute/cache/owner')).toBe(address);
  expect(senders.get('/push')).toMatch(/^blob:/);
  expect(calls).toEqual(expect.arrayContaining(['connect', 'signDataItem']));
});

test('jsDelivr has it where the server of the page answers with a page', async ({ context, playground: page }) => {
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/javascript' };
  const script = (await readAoconnect())!;
  await context.route(BESIDE, (route) => route.fulfill({ body: '<!doctype html>', contentType: 'text/html' }));
  // Another file than that of npm does not run beside a key.
  await context.route(DELIVERY, (route) => route.fulfill({ headers, body: `${script.toString()}\n` }));
  const panel = await filledPanel(page);
  await chooseKey(panel, JSON.stringify(TEST_KEY));
  await press(panel);
  await expect(page.getByTestId('deploy-error')).toContainText('no-aoconnect');
  await expect(page.getByTestId('deploy-error')).toContainText('nor cdn.jsdelivr.net');
  await context.unroute(DELIVERY);

  let answer = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (answer = resolve));
  let url = '';
  await context.route(DELIVERY, async (route) => {
    url = route.request().url();
    await allowed;
    await route.fulfill({ headers, body: script });
  });
  await press(panel);
  const result = page.getByTestId('deployed');
  await expect(result).toHaveText('Loading aoconnect 0.0.98, 2 MB, once, from cdn.jsdelivr.net …');
  await inEachLook(page, 'Migrate', async (name) => {
    await result.scrollIntoViewIfNeeded();
    await page.screenshot({ path: screenshotPath(`playground-deploy-loading-${name}`) });
  });
  answer();
  await expect(result).toContainText('Published through aoconnect 0.0.98');
  expect(url).toBe('https://cdn.jsdelivr.net/npm/@permaweb/aoconnect@0.0.98/dist/browser.js');
  expect(await (await reader(page))('~process@1.0/compute/cache/lamps')).toBe('3');
});

test('without aoconnect the page offers to send it itself', async ({ context, playground: page }) => {
  await withoutAoconnect(context);
  const senders = await sendersOf(page);
  const panel = await filledPanel(page);
  await chooseKey(panel, JSON.stringify(TEST_KEY));
  await press(panel);
  const error = page.getByTestId('deploy-error');
  await expect(error).toContainText('aoconnect 0.0.98 could not be loaded.');
  await expect(error).toContainText('Nothing was sent.');
  expect([...senders]).toEqual([]);
  await inEachLook(page, 'Migrate', async (name) => {
    await error.scrollIntoViewIfNeeded();
    await page.screenshot({ path: screenshotPath(`playground-deploy-without-${name}`) });
  });
  await error.getByRole('button', { name: 'Deploy without aoconnect' }).click();
  const result = page.getByTestId('deployed');
  await expect(result).toContainText('Published without aoconnect');
  expect(senders.get('/push')).toMatch(/node-client/);
  expect(await (await reader(page))('~process@1.0/compute/cache/lamps')).toBe('3');

  // It is looked for again each time.
  await context.unroute(BESIDE);
  await press(panel);
  await expect(result).toContainText('Published through aoconnect 0.0.98');
});

test('a security policy of the page has to allow it', async ({ context, server }) => {
  let sources = "'self'";
  await context.route(server.url, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': `script-src ${sources}` };
    await route.fulfill({ response, headers });
  });
  const deploy = async (page: Page): Promise<void> => {
    const panel = await filledPanel(page);
    await chooseKey(panel, JSON.stringify(TEST_KEY));
    await press(panel);
  };
  const strict = await openPlayground(context, server.url);
  await deploy(strict);
  const error = strict.getByTestId('deploy-error');
  await expect(error).toContainText('aoconnect 0.0.98 could not be run in this page.');
  await expect(error).toContainText('script-src has to name blob:');
  await strict.close();
  sources = "'self' blob:";
  const page = await openPlayground(context, server.url);
  await deploy(page);
  await expect(page.getByTestId('deployed')).toContainText('Published through aoconnect 0.0.98');
});
