/** Migrate: a program of legacynet, asked both ways, and made readable. */
import { readFileSync } from 'node:fs';
import {
  expectSource,
  inEachLook,
  openTab,
  panel,
  run,
  screenshotPath,
  sourceField,
  writeSource,
} from './support/playground-page.ts';
import { COUNTER } from './support/programs.ts';
import { startServe } from './support/serve.ts';
import { TEST_KEY } from './support/sign.ts';
import { startStaticServer, type StaticServer } from './support/static-server.ts';
import { at, expect, fetchIn, test } from './support/test.ts';

const MODULE = 'a-module-of-some-lighthouse-'.padEnd(43, 'l');

const ORCHARD = `Trees = Trees or { north = 4 }
Handlers.add('Plant', 'Plant', function(msg)
  Trees[msg.Tags.Field] = (Trees[msg.Tags.Field] or 0) + 1
end)
Handlers.add('Trees', 'Trees', function(msg)
  msg.reply({ Data = require('json').encode(Trees) })
end)`;

/** Answers of 400 on, and those that a page may not read. */
test.use({ expectedErrors: /^Failed to load resource|blocked by CORS policy/ });

let deaf: StaticServer | undefined;
/** Answers without the headers that let another site read it. */
const deafNode = async (): Promise<StaticServer> => (deaf ??= await startStaticServer());

test.afterAll(() => deaf?.kill());

test('a legacynet program gets its lines, and both ways answer the same', async ({ playground: page }) => {
  await writeSource(page, ORCHARD);
  await run(page);
  await openTab(page, 'Migrate');
  const migrate = panel(page, 'migrate');
  const comparison = page.getByTestId('comparison');

  await migrate.getByTestId('handler-Trees').getByRole('button', { name: 'Compare both ways' }).click();
  await expect(page.getByTestId('way-dryrun')).toContainText('{"north":4}');
  await expect(page.getByTestId('way-path').getByRole('alert')).toContainText('Patch this key first');
  await expect(migrate.getByTestId('handler-Plant')).toContainText('stays a handler');

  await migrate.getByTestId('handler-Trees').getByRole('button', { name: 'Insert into the editor' }).click();
  await expectSource(page, 'cache = { trees = Trees }');
  await page.getByTestId('initial-sync').getByRole('button', { name: 'Insert into the editor' }).click();
  await expectSource(page, "InitialSync = 'COMPLETE'");
  await expect(migrate).toContainText('published already');

  const pid = await run(page);
  await migrate.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(comparison).toContainText('Median of 5');
  await expect(page.getByTestId('way-dryrun')).toContainText('{"north":4}');
  await expect(page.getByTestId('way-path').locator('pre')).toHaveText('{"north":4}');
  await expect(page.getByTestId('way-path')).toContainText(/\d ms/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: screenshotPath(`migrate-${colorScheme}`) });
  }
  await page.evaluate(
    (process) => window.pocketbeam!.message({ process, tags: { Action: 'Plant', Field: 'south' } }),
    pid,
  );
  expect((await fetchIn(page, at(pid, 'now/cache/trees/south'))).body).toBe('1');
  await migrate.getByText('By the command line').click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    migrate.getByRole('button', { name: 'Save default.lua' }).click(),
  ]);
  expect(readFileSync(await saved.path(), 'utf8')).toContain("InitialSync = 'COMPLETE'");
  await page.setViewportSize({ width: 375, height: 700 });
  await page.screenshot({ path: screenshotPath('migrate-375') });
});

test('what cannot be asked says why, and what was typed stays', async ({ playground: page }) => {
  await writeSource(page, `Handlers.add('Fail', 'Fail', function(msg) error('no rain') end)`);
  await run(page);
  await openTab(page, 'Migrate');
  const migrate = panel(page, 'migrate');
  await migrate.getByRole('combobox', { name: 'Action to dry-run' }).fill('Fail');
  await migrate.getByRole('textbox', { name: 'Key below cache' }).fill('rain');
  await migrate.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByTestId('way-dryrun').getByRole('alert')).toContainText('no rain');
  await expect(page.getByTestId('way-path').getByRole('alert')).not.toBeEmpty();
  await page.reload();
  await expect(migrate.getByRole('combobox', { name: 'Action to dry-run' })).toHaveValue('Fail');
  await writeSource(page, 'local function (');
  await expect(page.getByTestId('handlers')).toContainText('Mend it');
});

test('Deploy publishes the program to a node, signed by a key that stays here', async ({ playground: page }) => {
  const node = await startServe(COUNTER);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await writeSource(page, `Send({ device = 'patch@1.0', cache = { lamps = require('lib.lamps'), name = Name } })`);
  await page.getByRole('button', { name: 'Add file' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('lib/lamps.lua');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await sourceField(page).fill('return 5');
  await openTab(page, 'Migrate');
  await page.getByRole('button', { name: 'Deploy from this page' }).click();
  const panel = page.getByTestId('deploy');
  const press = (): Promise<void> => panel.getByRole('button', { name: 'Deploy', exact: true }).click();
  const error = page.getByTestId('deploy-error');

  // Each thing that is missing or wrong is told, and nothing is sent.
  await press();
  await expect(error).toContainText('There is no wallet to sign it.');
  const key = (name: string, content: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await panel.getByLabel('Key file').setInputFiles(key('notes.json', '{"kty":"RSA"}'));
  await expect(page.getByTestId('wallet-error')).toContainText('notes.json is no key of an Arweave wallet.');
  await panel.getByLabel('Key file').setInputFiles(key('mine.json', JSON.stringify(TEST_KEY)));
  await expect(panel).toContainText(/mine\.json signs, as [\w-]{43}/);
  await press();
  await expect(error).toContainText('bad-deploy');
  await panel.getByRole('textbox', { name: 'Node' }).fill(node.url);
  await panel.getByRole('textbox', { name: /^Module/ }).fill('short');
  await press();
  await expect(error).toContainText('no id of 43 characters');
  await panel.getByRole('textbox', { name: /^Module/ }).fill(MODULE);
  await panel.getByRole('textbox', { name: 'Name of the process' }).fill('lighthouse');
  await panel.getByRole('button', { name: 'Add tag' }).click();
  await panel.getByRole('textbox', { name: 'Tag 1 name' }).fill('Coast');
  await panel.getByRole('textbox', { name: 'Tag 1 value' }).fill('west');
  await panel.getByTestId('what-is-sent').locator('summary').click();
  await expect(panel.getByTestId('what-is-sent')).toContainText('2 files as one');
  await expect(panel.getByTestId('what-is-sent')).toContainText('Coast: west');
  await press();
  await expect(page.getByTestId('deployed')).toContainText('Published');
  const pid = (await page.getByTestId('deployed-id').textContent())!;
  const read = async (path: string): Promise<string> => (await fetch(`${node.url}/${pid}${path}`)).text();
  expect([await read('~process@1.0/compute/cache/lamps'), await read('~process@1.0/compute/cache/name')]).toEqual([
    '5',
    'lighthouse',
  ]);
  expect(await read('/coast')).toBe('west');
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
  await press();
  await expect(error).toContainText(`${node.url} cannot be reached.`);
  // One that answers, but no page of another site.
  await panel.getByRole('textbox', { name: 'Node' }).fill((await deafNode()).url);
  await press();
  await expect(error).toContainText('(CORS)');
  await page.reload();
  await page.getByRole('button', { name: 'Deploy from this page' }).click();
  await expect(panel.getByRole('textbox', { name: 'Name of the process' })).toHaveValue('lighthouse');
  await expect(panel, 'the key is gone with the page').toContainText('Choose the key file of a wallet');
});
