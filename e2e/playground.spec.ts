/** The playground as a person uses it. Screenshots go to e2e/.output/screenshots. */
import { fileURLToPath } from 'node:url';
import { expect, HTTP_AND_SANDBOX, HTTP_ERRORS, test } from './support/test.ts';

const screenshot = (name: string): string => fileURLToPath(new URL(`.output/screenshots/${name}.png`, import.meta.url));

test.describe('a walk through', () => {
  test.use({ expectedErrors: HTTP_AND_SANDBOX });

  test('spawn the token, send, read, watch, in both themes and on a phone', async ({ playground: page, context }) => {
    const region = (name: string) => page.getByTestId(name);
    await expect(region('status')).toHaveText(/ready/);
    await page.getByRole('combobox', { name: 'Example' }).selectOption('token');
    await page.getByRole('button', { name: 'Spawn' }).click();
    await expect(region('spawn-result')).toContainText('Spawned');
    await expect(region('state').getByRole('link', { name: 'totalsupply' })).toBeVisible();
    await expect(region('state-summary')).toContainText('slot 0');

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
    await expect(region('message-result')).toContainText('Slot 1');
    await expect(region('state-summary')).toContainText('slot 1');
    await expect(region('state')).toContainText('bob');

    await region('request').getByRole('button', { name: 'cache as JSON', exact: true }).click();
    await expect(region('response-status')).toContainText('200');
    await expect(region('response-body')).toContainText('"bob"');
    await expect(region('response-headers')).toContainText('content-digest');
    const pid = (await region('process-id').textContent())?.trim() ?? '';
    await page.getByRole('textbox', { name: 'Path' }).fill(`/${pid}~process@1.0/compute/cache/totalsupply`);
    await page.getByRole('button', { name: 'Fetch' }).click();
    await expect(region('response-body')).toHaveText(/^\d+$/);

    await page.getByRole('textbox', { name: 'Lua prompt' }).fill('return 1000000 * 1000000');
    await page.getByRole('button', { name: 'Run' }).click();
    await expect(page.getByRole('log')).toContainText('1000000000000');

    for (const [name, colorScheme, width] of [
      ['light', 'light', 1280],
      ['dark', 'dark', 1280],
      ['phone', 'light', 375],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: screenshot(`playground-${name}`), fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
    }

    // The link of a key opens what the page fetched, in a tab of its own.
    const opened = context.waitForEvent('page');
    await region('state').getByRole('link', { name: 'totalsupply' }).click();
    await expect((await opened).locator('body')).toHaveText(/^\d+$/);
  });
});

test.describe('in words', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('errors stand beside their cause, and nothing typed is lost', async ({ playground: page }) => {
    await page.getByRole('textbox', { name: 'Lua source' }).fill('local a = 1\nlocal b = = 2');
    await page.getByRole('button', { name: 'Spawn' }).click();
    await expect(page.locator('#spawn-error')).toContainText('lua-syntax');
    await expect(page.locator('#spawn-error')).toContainText("unexpected symbol near '='");
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Lua source' })).toHaveValue(/local b = = 2/);

    await page.getByRole('textbox', { name: 'Path' }).fill(`/${'N'.repeat(43)}~process@1.0/compute/cache/x`);
    await page.getByRole('button', { name: 'Fetch' }).click();
    await expect(page.getByTestId('response-status')).toContainText('404');
    await expect(page.getByTestId('response-body')).toContainText('Message necessary to resolve request not found');
  });
});

test('says what a real node would do differently', async ({ playground: page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page
    .getByRole('textbox', { name: 'Lua source' })
    .fill("Send({ device = 'patch@1.0', cache = { total = 1000000000000000 } })");
  await page.getByRole('button', { name: 'Spawn' }).click();
  await expect(page.getByTestId('diagnostic')).toContainText('999,999,999,999,999');
  await expect(page.getByRole('log')).toContainText('large-integer');
  await expect.poll(() => warnings.join()).toContain('large-integer');
  await page.getByRole('textbox', { name: 'Lua prompt' }).fill('Send({ device = "patch@1.0", cache = { fine = 1 } })');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByTestId('state')).toContainText('fine');
  expect(warnings).toHaveLength(1);
});
