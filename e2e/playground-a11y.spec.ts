/** The main job of the playground by keys alone, and axe on what only stands there after one has done something. */
import type { Locator, Page } from '@playwright/test';
import { findings } from './support/axe.ts';
import { expectSource, panel, sourceField, writeSource } from './support/playground-page.ts';
import { at, expect, fetchIn, test } from './support/test.ts';

/** Presses Tab until this has the focus, and leaves the editor on the way as it says one does. @throws when it is not reached: nobody without a mouse could. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  const isReached = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  const isInEditor = (): Promise<boolean> =>
    sourceField(page).evaluate((field) => field.contains(document.activeElement));
  for (let presses = 0; presses < 80; presses++) {
    if (await isInEditor()) await page.keyboard.press('Escape');
    await page.keyboard.press(key);
    if (await isReached()) return;
  }
  throw new Error(`${String(target)} is not reached by ${key}.`);
}

/** Whether what has the focus shows it. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });

test('by keys alone: choose the token, run it, send a transfer, read its state, fetch it', async ({
  playground: page,
}) => {
  const said = page.getByTestId('announcement');
  await tabTo(page, panel(page, 'processes').getByRole('button', { name: 'Token', exact: true }));
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expectSource(page, 'Transfer');

  await tabTo(page, page.getByRole('button', { name: 'Run', exact: true }));
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(said).toContainText('Spawned token');
  // The editor was passed, and is as it was.
  await expect(page.getByRole('button', { name: /Undo my changes/ })).toHaveCount(0);
  const pid = (await page.getByTestId('process-id').textContent())!.trim();

  // The focus is in no field: two keys go to a tab.
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  const messages = panel(page, 'messages');
  await tabTo(page, messages.getByRole('combobox', { name: 'Action' }));
  await page.keyboard.type('Transfer');
  for (const [i, [name, value]] of [
    ['Recipient', 'alice'],
    ['Quantity', '7'],
  ].entries()) {
    await tabTo(page, messages.getByRole('button', { name: 'Add tag' }));
    await page.keyboard.press('Enter');
    await expect(messages.getByRole('textbox', { name: `Tag ${i + 1} name` })).toBeFocused();
    await page.keyboard.type(name!);
    await page.keyboard.press('Tab');
    await page.keyboard.type(value!);
  }
  await page.keyboard.press('Control+Enter');
  await expect(said).toContainText('Slot 1 computed');
  expect((await fetchIn(page, at(pid, 'now/cache/balances/alice'))).body).toBe('7');

  await tabTo(page, page.getByRole('tab', { name: 'Messages' }), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'HTTP' })).toBeFocused();
  await tabTo(page, panel(page, 'http').getByRole('button', { name: 'Fetch', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('response')).toContainText('200');
});

test.describe('axe', () => {
  // It takes seconds for a page where the machine is busy.
  test.slow();

  for (const colorScheme of ['light', 'dark'] as const)
    test(`finds nothing serious in the dialog of Share, Migrate and an embedded page, ${colorScheme}`, async ({
      playground: page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await writeSource(
        page,
        `Eggs = 12
        Handlers.add('Eggs', 'Eggs', function(msg) msg.reply({ Data = tostring(Eggs) }) end)
        Send({ Target = ao.id, device = 'patch@1.0', cache = { eggs = Eggs } })`,
      );
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('tab', { name: 'Migrate' }).click();
      await page.getByTestId('handler-Eggs').getByRole('button', { name: 'Compare both ways' }).click();
      await expect(page.getByTestId('way-path')).toContainText('12');
      await page.getByRole('button', { name: 'Deploy from this page' }).click();
      await page.getByTestId('what-is-sent').locator('summary').click();
      expect(await findings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const link = page.getByRole('textbox', { name: /^Link/ });
      await expect(link).toHaveValue(/#share=/);
      expect(await findings(page)).toEqual([]);
      await page.goto(`${await link.inputValue()}`.replace('#', '?embed=1#'));
      await expect(panel(page, 'state')).toContainText('eggs');
      expect(await findings(page)).toEqual([]);
    });
});

test('with less motion wanted, nothing moves for longer than a frame', async ({ playground: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const longest = await page.evaluate(() => {
    const seconds = [...document.querySelectorAll('*')].flatMap((element) => {
      const { animationDuration, transitionDuration } = getComputedStyle(element);
      return `${animationDuration},${transitionDuration}`.split(',').map(parseFloat);
    });
    return Math.max(...seconds);
  });
  expect(longest).toBeLessThan(0.02);
});
