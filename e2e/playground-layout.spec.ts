/** Panes, tabs, theme and keys of the playground, by keyboard and by touch. */
import type { Page } from '@playwright/test';
import { expectSource, panel } from './support/playground-page.ts';
import { expect, test } from './support/test.ts';

const widthOf = async (page: Page, id: string): Promise<number> =>
  (await page.locator(`#${id}`).boundingBox())?.width ?? 0;

test('the panes are resized by keys, by the pointer, and stay so', async ({ playground: page }) => {
  const line = page.getByRole('separator', { name: 'Width of the tabs' });
  const before = await widthOf(page, 'pane-right');
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf(page, 'pane-right')).toBeGreaterThan(before + 10);
  const box = (await line.boundingBox())!;
  await page.mouse.move(box.x, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 50, { steps: 4 });
  await page.mouse.up();
  const dragged = await widthOf(page, 'pane-right');
  expect(dragged).toBeLessThan(before - 50);
  await page.reload();
  await expect.poll(() => widthOf(page, 'pane-right')).toBeCloseTo(dragged, 0);
  await line.press('Home');
  await expect(line).toHaveAttribute('aria-valuenow', (await line.getAttribute('aria-valuemin'))!);
});

test('tabs move by the arrow keys; keys go to one and show what they do, but not while one types; a narrow page has tabs only', async ({
  playground: page,
}) => {
  await page.getByRole('tab', { name: 'State' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Messages' })).toBeFocused();
  await expect(panel(page, 'messages')).toBeVisible();
  await expect(panel(page, 'state')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Messages' })).toHaveAttribute('aria-selected', 'true');

  await page.locator('h1').click();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(panel(page, 'http')).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Leave the editor');
  const notices = await sheet.getByRole('link', { name: 'Licences' }).evaluate(async (link: HTMLAnchorElement) => {
    return (await fetch(link.href)).text();
  });
  for (const name of ['preact', '@preact/signals', '@codemirror/view', '@lezer/highlight', 'luaparse', 'fengari'])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  const name = page.getByRole('textbox', { name: 'Process name' });
  await name.focus();
  await page.keyboard.type('g s?');
  await expect(name).toHaveValue('g s?');
  await expect(sheet).toHaveCount(0);
  await expect(panel(page, 'http')).toBeVisible();

  await page.setViewportSize({ width: 375, height: 700 });
  await expect(page.getByRole('separator', { name: /Width/ })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await page.getByRole('button', { name: 'Voting' }).click();
  await expect(page.getByRole('tab', { name: 'Editor' })).toHaveAttribute('aria-selected', 'true');
  await expectSource(page, 'Polls');
});

test('the theme is the system’s until one is chosen, and then stays', async ({ playground: page }) => {
  const scheme = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.querySelector('main')!).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await scheme();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await scheme();
  expect(dark).not.toBe(light);
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
  expect(await scheme()).toBe(light);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Theme' })).toHaveValue('light');
  expect(await scheme()).toBe(light);
});
