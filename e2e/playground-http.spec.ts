/** The HTTP tab: any request, what came back and who answered, history, the path step by step, compute beside now. */
import type { Locator, Page } from '@playwright/test';
import { inEachLook, openTab, panel, run, screenshotPath, writeSource } from './support/playground-page.ts';
import { expect, HTTP_ERRORS, test } from './support/test.ts';

const SHOP = `
Send({ device = 'patch@1.0', cache = { name = 'Corner shop', fruit = { apple = 3, pear = 12 }, raw = string.char(0, 255, 65) } })
Handlers.add('Any', function(msg)
  Send({ device = 'patch@1.0', cache = { fruit = { apple = 2 } } })
end)
`;

const path = (page: Page): Locator => page.getByRole('textbox', { name: 'Path' });
const status = (page: Page): Locator => page.getByTestId('response-status');
const body = (page: Page): Locator => page.getByTestId('response-body');
const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Fetch', exact: true }).click();

async function openShop(page: Page): Promise<string> {
  await writeSource(page, SHOP);
  const pid = await run(page);
  await openTab(page, 'HTTP');
  return `/${pid}~process@1.0`;
}

test('status, headers, body in three forms, time, and who answered', async ({ playground: page }) => {
  const process = await openShop(page);
  await path(page).fill(`${process}/compute/cache/fruit`);
  await page.getByText('Headers and body').click();
  await page.getByRole('textbox', { name: 'Headers' }).fill('accept: application/json');
  await send(page);
  await expect(status(page)).toContainText('200');
  await expect(body(page)).toContainText('{\n  "apple": 3,\n');
  await expect(page.getByTestId('response-facts')).toContainText(
    /bytes in \d+\.\d ms, .* answered by the Service Worker/,
  );
  await expect(page.getByTestId('response-headers')).toContainText('pocketbeam-slot');
  await page.getByRole('button', { name: 'text', exact: true }).click();
  await expect(body(page)).toContainText('{"apple":3,"');
  await page.getByRole('button', { name: 'hex', exact: true }).click();
  await expect(body(page)).toContainText('0000  7b 22 61 70');
  await page.getByRole('textbox', { name: 'Headers' }).fill('');
  await path(page).fill(`${process}/compute/cache/raw`);
  await send(page);
  await expect(body(page)).toContainText('00 ff 41');

  // The server of the page, by the same form.
  await path(page).fill('/icon.svg');
  await expect(panel(page, 'http')).toContainText('This is no HyperPATH');
  await send(page);
  await expect(body(page)).toContainText('<svg');
  await expect(page.getByTestId('response-facts')).toContainText('answered by the server of the page');
});

test('a POST with headers and a body schedules; compute and now stand side by side', async ({ playground: page }) => {
  const process = await openShop(page);
  await page.getByRole('combobox', { name: 'Method' }).fill('POST');
  await path(page).fill(`${process}/schedule`);
  await page.getByRole('textbox', { name: 'Headers' }).fill('action: Any\ninline-body-key: data');
  await page.getByRole('textbox', { name: 'Body' }).fill('hello');
  await send(page);
  await expect(status(page)).toContainText('200');
  await expect(page.getByTestId('response-headers')).toContainText('slot');

  await page.getByRole('combobox', { name: 'Method' }).fill('GET');
  await path(page).fill(`${process}/compute&slot=0/cache/fruit/apple`);
  await page.getByRole('textbox', { name: 'Headers' }).fill('');
  await page.getByRole('button', { name: 'compute | now' }).click();
  await expect(page.getByTestId('both-summary')).toContainText('They differ');
  for (const [side, text] of [
    ['compute', '3'],
    ['now', '2'],
  ] as const)
    await expect(page.getByTestId(`answer-${side}`).getByTestId('response-body')).toHaveText(text);
  await path(page).fill(`${process}/now/cache/fruit/apple`);
  await page.getByRole('button', { name: 'compute | now' }).click();
  await expect(page.getByTestId('both-summary')).toContainText('the same');

  await inEachLook(page, 'HTTP', async (name, width) => {
    await page.screenshot({ path: screenshotPath(`playground-http-${name}`) });
    await page.getByTestId('both-summary').scrollIntoViewIfNeeded();
    await page.screenshot({ path: screenshotPath(`playground-http-both-${name}`) });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
  });
});

test('the path is explained, and built step by step', async ({ playground: page }) => {
  const process = await openShop(page);
  const steps = page.getByTestId('path-steps').getByRole('listitem');
  await path(page).fill(process);
  for (const next of ['/compute', '&slot=0', '/cache', '/serialize~json@1.0'])
    await page.getByRole('group', { name: 'Next step' }).getByRole('button', { name: next, exact: true }).click();
  await expect(path(page)).toHaveValue(`${process}/compute&slot=0/cache/serialize~json@1.0`);
  await expect(steps.nth(0)).toContainText('asked as process@1.0');
  await expect(steps.nth(1)).toContainText('slot 0 has left it');
  await expect(steps.nth(2)).toContainText('what the program has patched');
  await expect(steps.nth(3)).toContainText('written as JSON');
  await page.getByRole('button', { name: 'Remove serialize~json@1.0' }).click();
  await expect(path(page)).toHaveValue(`${process}/compute&slot=0/cache`);
});

test.describe('bad input and history', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('what is wrong is told beside it, history comes back by arrows, nothing is lost', async ({
    playground: page,
  }) => {
    const process = await openShop(page);
    for (const [key, shown, answer] of [
      ['name', body(page), 'Corner shop'],
      ['fruit/pear', body(page), '12'],
      ['nothing', status(page), '404'],
    ] as const) {
      await path(page).fill(`${process}/compute/cache/${key}`);
      await send(page);
      await expect(shown).toContainText(answer);
    }
    await expect(page.getByTestId('response-advice')).toContainText('The tab State shows all keys');
    await path(page).fill(`${process}/compute/100%`);
    await expect(page.getByTestId('path-error')).toContainText('bad-path');
    await expect(page.getByTestId('path-error')).toContainText('Write a percent sign itself as %25.');
    await page.getByText('Headers and body').click();
    await page.getByRole('textbox', { name: 'Headers' }).fill('host: here\nno header');
    await expect(page.getByTestId('headers-error')).toContainText('Line 2 of the headers has no colon.');
    await expect(page.getByTestId('headers-unsent')).toContainText('host');
    await page.getByRole('textbox', { name: 'Body' }).fill('half a thought');
    await page.getByRole('combobox', { name: 'Method' }).fill('TRACE');
    await send(page);
    await expect(page.getByTestId('request-error')).toContainText('bad-method');

    await page.reload();
    await expect(path(page)).toHaveValue(`${process}/compute/100%`);
    await expect(page.getByRole('textbox', { name: 'Headers' })).toHaveValue('host: here\nno header');
    await expect(page.getByRole('textbox', { name: 'Body' })).toHaveValue('half a thought');
    await expect(page.getByRole('combobox', { name: 'Method' })).toHaveValue('TRACE');

    // Closed until Pocketbeam has started.
    await expect(path(page)).toBeEnabled();
    await path(page).press('ArrowUp');
    await path(page).press('ArrowUp');
    await expect(path(page)).toHaveValue(/fruit\/pear$/);
    await expect(page.getByRole('combobox', { name: 'Method' })).toHaveValue('GET');
    for (let i = 0; i < 2; i++) await path(page).press('ArrowDown');
    await expect(path(page), 'what was being written comes back').toHaveValue(/100%$/);
    await page.getByTestId('http-history').locator('summary').click();
    await page
      .getByTestId('http-history')
      .getByRole('button', { name: /cache\/name/ })
      .click();
    await send(page);
    await expect(body(page)).toHaveText('Corner shop');
  });
});
