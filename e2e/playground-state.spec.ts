/** The State tab: the cache as a tree, live, at past slots, and as large as caches get. */
import type { Locator, Page } from '@playwright/test';
import { inEachLook, run, screenshotPath, writeSource } from './support/playground-page.ts';
import { beam, expect, HTTP_AND_SANDBOX, test } from './support/test.ts';

const PANTRY = `
Stock = { flour = 3, jam = { plum = 1, fig = 2 } }
Send({ device = 'patch@1.0', cache = { stock = Stock, owner = 'Ann' } })
Handlers.add('Bake', function(msg)
  Send({ device = 'patch@1.0', cache = { stock = { flour = 2 }, cakes = { first = "Ann's" } } })
end)
Handlers.add('Eat', function(msg)
  Send({ device = 'patch@1.0', cache = { cakes = {}, owner = 'Bob' } })
end)
`;

const line = (page: Page, name: string): Locator => page.getByRole('treeitem', { name, exact: false });
const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Cache' });
const summary = (page: Page): Locator => page.getByTestId('state-summary');

test('a tree that follows the process, flashes what changed, and is moved through by keys', async ({
  playground: page,
}) => {
  await writeSource(page, PANTRY);
  const pid = await run(page);
  await expect(line(page, 'flour')).toContainText('3');
  await expect(line(page, 'jam')).toHaveAttribute('aria-expanded', 'false');

  await tree(page).focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  // owner, stock (open), flour, jam.
  await expect(line(page, 'jam')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(line(page, 'plum')).toHaveAttribute('aria-level', '3');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('key-detail')).toContainText('stock / jam / fig');
  await expect(page.getByTestId('key-detail')).toContainText(`/${pid}~process@1.0/compute/cache/stock/jam/fig`);

  await beam.message(page, pid, 'Bake');
  await expect(summary(page)).toContainText('at slot 1');
  await expect(line(page, 'flour')).toContainText('2');
  await expect(line(page, 'flour')).toHaveClass(/touched/);
  await expect(line(page, 'cakes')).toHaveClass(/touched/);
  await expect(line(page, 'owner')).not.toHaveClass(/touched/);
  await expect(line(page, 'plum'), 'what was open stays open').toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const style = (property: 'animationName' | 'boxShadow') =>
    line(page, 'flour').evaluate((shown, name) => getComputedStyle(shown)[name], property);
  expect(await style('animationName')).toBe('none');
  expect(await style('boxShadow')).not.toBe('none');

  await page.reload();
  await expect(line(page, 'plum'), 'also after a reload').toBeVisible();
});

test.describe('elsewhere', () => {
  test.use({ expectedErrors: HTTP_AND_SANDBOX });

  test('path, fetch and curl are copied, and a value opens in a tab', async ({ playground: page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await writeSource(page, PANTRY);
    const pid = await run(page);
    await line(page, 'owner').click();
    const copied = async (button: string): Promise<string> => {
      await page.getByTestId('key-detail').getByRole('button', { name: button }).click();
      await expect(page.getByTestId('announcement')).toContainText('Copied');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const path = `/${pid}~process@1.0/compute/cache/owner`;
    expect(await copied('Copy path')).toBe(path);
    expect(await copied('Copy as curl')).toBe(`curl http://127.0.0.1:8734${path}`);
    await expect(page.getByTestId('curl-hint')).toContainText('npx pocketbeam serve');
    const code = await copied('Copy as fetch');
    expect(code).toBe(`await fetch("${path}")`);
    expect(await page.evaluate(`(async () => (${code}).text())()`)).toBe('Ann');
    // A map as JSON.
    await line(page, 'jam').click();
    const map = await copied('Copy as fetch');
    expect(await page.evaluate(`(async () => (${map}).json())()`)).toMatchObject({ plum: 1, fig: 2 });

    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open owner in a tab' }).click();
    await expect((await opened).locator('body')).toHaveText('Ann');
    await page.bringToFront();
    await page.getByTestId('key-detail').getByRole('button', { name: 'To HTTP' }).click();
    await expect(page.getByRole('textbox', { name: 'Path' })).toHaveValue(/cache\/stock\/jam\/serialize~json@1\.0$/);
  });
});

test('past slots by a slider, and what changed between two', async ({ playground: page }) => {
  await writeSource(page, PANTRY);
  const pid = await run(page);
  for (const action of ['Bake', 'Eat']) await beam.message(page, pid, action);
  await expect(summary(page)).toContainText('at slot 2');
  const slider = page.getByRole('slider', { name: 'Slot' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(summary(page)).toContainText('at slot 0, a past one');
  await expect(line(page, 'flour')).toContainText('3');
  await expect(line(page, 'owner')).toContainText('Ann');
  await line(page, 'owner').click();
  await expect(page.getByTestId('key-detail')).toContainText('compute&slot=0/cache/owner');

  await page.getByRole('button', { name: 'Slot after' }).click();
  await page.getByRole('checkbox', { name: 'Compare with slot' }).check();
  await expect(page.getByTestId('difference-summary')).toHaveText('1 added, 0 removed, 1 changed');
  const differences = page.getByRole('region', { name: 'Differences' });
  await expect(differences).toContainText('stock / flour3 → 2');
  await slider.focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('difference-summary')).toHaveText('1 added, 0 removed, 2 changed');
  await expect(differences).toContainText('Ann → Bob');
  const other = page.getByRole('spinbutton', { name: 'Slot to compare with' });
  await other.fill('7');
  await expect(page.getByText('A slot is a whole number from 0 to 2.')).toBeVisible();
  await other.fill('1');
  await expect(page.getByTestId('difference-summary')).toHaveText('0 added, 0 removed, 2 changed');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('difference-summary')).toHaveText('0 added, 1 removed, 1 changed');
  await expect(differences).toContainText('cakes{"first":"Ann\'s"}');

  await inEachLook(page, 'State', async (name, width) => {
    const compare = page.getByRole('checkbox', { name: 'Compare with slot' });
    await compare.check();
    await other.fill('1');
    await expect(differences).toContainText('flour');
    await page.screenshot({ path: screenshotPath(`playground-state-diff-${name}`) });
    await compare.uncheck();
    await line(page, 'stock').click();
    await line(page, 'stock').click();
    await page.screenshot({ path: screenshotPath(`playground-state-${name}`) });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
  });
  await page.getByRole('checkbox', { name: 'Compare with slot' }).check();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(other, 'the page is laid out anew').toHaveValue('0');
});

/** How many keys the largest cache has; `POCKETBEAM_KEYS` tells another number. */
const KEYS = Number(process.env.POCKETBEAM_KEYS ?? 100_000);

test(`${KEYS} keys are scrolled, searched and followed, and few of them are drawn`, async ({ playground: page }) => {
  test.slow();
  await writeSource(
    page,
    `local all = {}
     for i = 1, ${KEYS} do all['account-' .. i] = i end
     Send({ device = 'patch@1.0', cache = { accounts = all, total = ${KEYS} } })
     Handlers.add('Pay', 'Pay', function(msg)
       Send({ device = 'patch@1.0', cache = { accounts = { [msg.Tags.To] = msg.Tags.Amount } } })
     end)`,
  );
  const pid = await run(page);
  await expect(line(page, 'accounts')).toContainText(`map of ${KEYS}`);
  await line(page, 'accounts').click();
  await expect(line(page, 'accounts')).toHaveAttribute('aria-expanded', 'true');
  await tree(page).focus();
  await page.keyboard.press('End');
  await expect(line(page, 'total')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  const chosen = page.locator('[role=treeitem][aria-selected=true]');
  await expect(chosen).toHaveAttribute('aria-posinset', String(KEYS));
  expect(await page.getByRole('treeitem').count()).toBeLessThan(100);

  // What a message changes is read, and no more: the others were read once.
  await page.evaluate(() => {
    const { pocketbeam } = window;
    const read = pocketbeam!.read.bind(pocketbeam);
    const paths: string[] = [];
    Object.assign(window, { paths });
    pocketbeam!.read = ((path: string) => {
      paths.push(path);
      return read(path);
    }) as typeof read;
  });
  await page.keyboard.press('Home');
  await beam.message(page, pid, 'Pay', { To: 'account-10', Amount: 'seven' });
  await expect(line(page, 'account-10').first()).toContainText('seven');
  await expect(line(page, 'account-10').first()).toHaveClass(/touched/);
  await expect(line(page, 'account-1').first()).not.toHaveClass(/touched/);
  await expect(line(page, 'accounts')).toHaveClass(/touched/);
  await beam.message(page, pid, 'Pay', { To: 'a-newcomer', Amount: '5' });
  await expect(line(page, 'a-newcomer')).toHaveClass(/touched/);
  await expect(line(page, 'accounts')).toContainText(`map of ${KEYS + 1}`);
  await expect(line(page, 'account-10').first()).toContainText('seven');
  const paths = await page.evaluate(() => (window as unknown as { paths: string[] }).paths);
  expect(paths.map((path) => path.split('/cache/')[1])).toEqual(['accounts/account-10', 'accounts/a-newcomer']);

  await page.getByRole('textbox', { name: 'Search' }).fill(`account-${KEYS - 1}`);
  await expect(page.getByTestId('found')).toHaveText('1 found');
  await page.getByRole('textbox', { name: 'Search' }).fill('seven');
  await expect(line(page, 'account-10'), 'as it is now').toContainText('seven');
  await page.getByRole('textbox', { name: 'Search' }).fill('nobody');
  await expect(page.getByTestId('found')).toContainText('Nothing found');
});
