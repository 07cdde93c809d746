/** The playground for everybody: axe over every tab in both themes, focus that is seen, results that are read out. */
import type { Page } from '@playwright/test';
import { findings } from './support/axe.ts';
import { openExample, openTab, run, sourceField } from './support/playground-page.ts';
import { expect, HTTP_ERRORS, test } from './support/test.ts';

const tabsOf = (page: Page): Promise<string[]> =>
  page
    .getByRole('tablist', { name: /What the process did|Parts of the page/ })
    .getByRole('tab')
    .allTextContents();

test.describe('axe', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  // axe takes seconds for a tab where the machine is busy.
  test.slow();

  // Colours differ by theme, layout by width: each once, all four in npm run test:long.
  const views = [
    ['light', 1280],
    ['dark', 375],
    ...(process.env['LONG']
      ? ([
          ['dark', 1280],
          ['light', 375],
        ] as const)
      : []),
  ] as const;
  for (const [colorScheme, width] of views)
    test(`finds nothing serious on any tab, ${colorScheme}, ${width} px`, async ({ playground: page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await openExample(page, 'Token');
      await run(page);
      await page.setViewportSize({ width, height: 800 });
      expect(await findings(page)).toEqual([]);
      const titles = await tabsOf(page);
      expect(titles.length).toBeGreaterThan(4);
      for (const title of titles) {
        await openTab(page, title);
        expect(await findings(page, '.tab-panel:not([hidden])'), title).toEqual([]);
      }
    });
});

test('an empty page, its keys and its questions have nothing serious either', async ({ playground: page }) => {
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keys' }).click();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await openExample(page, 'Counter');
  await run(page);
  await page.getByRole('button', { name: 'Remove …' }).click();
  expect(await findings(page)).toEqual([]);
});

test('by keyboard alone: a program is chosen, run, and its result is read out', async ({ playground: page }) => {
  await expect(page.getByTestId('status')).toHaveText(/ready/);
  await page.getByRole('button', { name: 'Counter' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('announcement')).toContainText('Spawned counter');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  expect(outline).toBe('solid');
  await expect(sourceField(page)).toHaveAttribute('aria-describedby', /source-hint/);
});
