/** What a person does on the playground, for the specs of its parts. */
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

/** Where the suite leaves its pictures; git ignores the folder. */
export const screenshotPath = (name: string): string =>
  fileURLToPath(new URL(`../.output/screenshots/${name}.png`, import.meta.url));

/** The panel of a tab, or a pane, by the id it has in src/playground/app/tab-list.ts. */
export const panel = (page: Page, id: string): Locator => page.getByTestId(id);

/** Brings a tab to the front. */
export async function openTab(page: Page, title: string): Promise<void> {
  await page.getByRole('tab', { name: title, exact: true }).click();
}

/** Opens a program of the list, such as `Token`. */
export async function openExample(page: Page, title: string): Promise<void> {
  await panel(page, 'processes').getByRole('button', { name: title, exact: true }).click();
}

/** The text of the open file. */
export const sourceField = (page: Page): Locator => page.getByRole('textbox', { name: 'Lua source' });

/** Waits until the open file holds a text, among the lines that can be seen. */
export async function expectSource(page: Page, text: string): Promise<void> {
  const shown = (field: HTMLElement): string => (field instanceof HTMLTextAreaElement ? field.value : field.innerText);
  await expect.poll(() => sourceField(page).evaluate(shown)).toContain(text);
}

/** Opens one's own program and gives it this text. */
export async function writeSource(page: Page, text: string): Promise<void> {
  await openExample(page, 'My own program');
  await sourceField(page).fill(text);
}

/** Presses Run, and waits until the process is there. @returns its id */
export async function run(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('run-result')).toContainText('Spawned');
  return (await page.getByTestId('process-id').textContent())?.trim() ?? '';
}

/** Does `look` in each of the ways a tab is looked at: light and dark, and on a phone with the tab in front. */
export async function inEachLook(
  page: Page,
  tab: string,
  look: (name: string, width: number) => Promise<void>,
): Promise<void> {
  for (const [name, colorScheme, width] of [
    ['light', 'light', 1280],
    ['dark', 'dark', 1280],
    ['phone', 'light', 375],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    if (width < 720) await openTab(page, tab);
    await look(name, width);
  }
}
