/** The playground as a person uses it, from the first run on. Screenshots go to e2e/.output/screenshots. */
import {
  openExample,
  openTab,
  panel,
  run,
  screenshotPath,
  expectSource,
  writeSource,
} from './support/playground-page.ts';
import { expect, HTTP_AND_SANDBOX, HTTP_ERRORS, test } from './support/test.ts';

test.describe('a walk through', () => {
  test.use({ expectedErrors: HTTP_AND_SANDBOX });

  test('run the token, send, read, watch, in both themes and on a phone', async ({ playground: page, context }) => {
    await expect(page.getByTestId('status')).toHaveText(/ready/);
    await openExample(page, 'Token');
    const pid = await run(page);
    const state = panel(page, 'state');
    await expect(state.getByRole('link', { name: 'totalsupply' })).toBeVisible();
    await expect(page.getByTestId('state-summary')).toContainText('slot 0');

    await openTab(page, 'Messages');
    await page.getByLabel('Action', { exact: true }).fill('Transfer');
    for (const [i, [name, value]] of [
      ['Recipient', 'bob'],
      ['Quantity', '7'],
    ].entries()) {
      await page.getByRole('button', { name: 'Add tag' }).click();
      await page.getByRole('textbox', { name: `Tag ${i + 1} name` }).fill(name!);
      await page.getByRole('textbox', { name: `Tag ${i + 1} value` }).fill(value!);
    }
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByTestId('message-result')).toContainText('Slot 1');
    await openTab(page, 'State');
    await expect(page.getByTestId('state-summary')).toContainText('slot 1');
    await expect(state).toContainText('bob');

    await openTab(page, 'HTTP');
    await page.getByRole('button', { name: 'cache as JSON', exact: true }).click();
    await expect(page.getByTestId('response-status')).toContainText('200');
    await expect(page.getByTestId('response-body')).toContainText('"bob"');
    await expect(page.getByTestId('response-headers')).toContainText('content-digest');
    await page.getByRole('textbox', { name: 'Path' }).fill(`/${pid}~process@1.0/compute/cache/totalsupply`);
    await page.getByRole('button', { name: 'Fetch', exact: true }).click();
    await expect(page.getByTestId('response-body')).toHaveText(/^\d+$/);

    await openTab(page, 'Console');
    await page.getByRole('textbox', { name: 'Lua prompt' }).fill('return 1000000 * 1000000');
    await page.getByRole('textbox', { name: 'Lua prompt' }).press('Enter');
    await expect(page.getByRole('log')).toContainText('1000000000000');

    // The link of a key opens what the page fetched, in a tab of its own.
    await openTab(page, 'State');
    const opened = context.waitForEvent('page');
    await state.getByRole('link', { name: 'totalsupply' }).click();
    await expect((await opened).locator('body')).toHaveText(/^\d+$/);
    await page.bringToFront();

    for (const [name, colorScheme, width] of [
      ['light', 'light', 1280],
      ['dark', 'dark', 1280],
      ['phone', 'light', 375],
      ['phone-dark', 'dark', 375],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: screenshotPath(`playground-${name}`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
    }
  });
});

test.describe('in words', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('errors stand beside their cause, and nothing typed is lost', async ({ playground: page }) => {
    await writeSource(page, 'local a = 1\nlocal b = = 2');
    await run(page);
    await expect(page.getByTestId('run-error')).toContainText('lua-syntax');
    await expect(page.getByTestId('run-error')).toContainText("unexpected symbol near '='");
    await openTab(page, 'HTTP');
    await page.getByRole('textbox', { name: 'Path' }).fill(`/${'N'.repeat(43)}~process@1.0/compute/cache/x`);
    await page.reload();
    await expectSource(page, 'local b = = 2');
    await expect(page.getByRole('textbox', { name: 'Path' })).toHaveValue(/N~process/);

    await page.getByRole('button', { name: 'Fetch', exact: true }).click();
    await expect(page.getByTestId('response-status')).toContainText('404');
    await expect(page.getByTestId('response-body')).toContainText('Message necessary to resolve request not found');
    await expect(page.getByTestId('response-advice')).toContainText('No process of this browser has this id.');
  });
});

test('says what a real node would do differently', async ({ playground: page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await writeSource(page, "Send({ device = 'patch@1.0', cache = { total = 1000000000000000 } })");
  await run(page);
  await expect(page.getByTestId('diagnostic')).toContainText('999,999,999,999,999');
  await openTab(page, 'Console');
  await expect(page.getByRole('log')).toContainText('large-integer');
  await expect.poll(() => warnings.join()).toContain('large-integer');
  await page.getByRole('combobox', { name: 'Prompt of' }).selectOption('default');
  await page.getByRole('textbox', { name: 'Lua prompt' }).fill('Send({ device = "patch@1.0", cache = { fine = 1 } })');
  await page.getByRole('textbox', { name: 'Lua prompt' }).press('Enter');
  await openTab(page, 'State');
  await expect(panel(page, 'state')).toContainText('fine');
  expect(warnings).toHaveLength(1);
});

test('a process goes only after a question, and the empty page says what to do', async ({ playground: page }) => {
  const processes = panel(page, 'processes');
  await expect(processes).toContainText('press Run');
  await writeSource(page, 'x = 1');
  await run(page);
  await processes.getByRole('button', { name: 'Remove …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await expect(processes.getByRole('radio')).toHaveCount(1);
  await processes.getByRole('button', { name: 'Remove …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(processes.getByRole('radio')).toHaveCount(0);
});
