/** The editor of the playground: marks, completion, files, run, stop, update. */
import type { Locator, Page } from '@playwright/test';
import { expectSource, openExample, openTab, panel, run, sourceField, writeSource } from './support/playground-page.ts';
import { expect, HTTP_ERRORS, openPlayground, test } from './support/test.ts';

/** The editor, when its script has come. */
const code = (page: Page): Locator => page.locator('.cm-content');

/** Puts the pointer on the first mark of a kind, and gives what is said about it. */
async function markWords(page: Page, kind: 'error' | 'warning' | 'info'): Promise<Locator> {
  await page.locator(`.cm-lintRange-${kind}`).first().hover();
  return page.locator('.cm-tooltip-lint');
}

test('what is wrong is marked while one types, in words', async ({ playground: page }) => {
  await expect(code(page)).toBeVisible();
  await writeSource(page, 'local a = = 2');
  await expect(await markWords(page, 'error')).toContainText('lua-syntax');
  await sourceField(page).fill("Send({ device = 'patch@1.0', cache = { open = true } })");
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
  await expect(await markWords(page, 'warning')).toContainText('bare boolean');
  await sourceField(page).fill("Send({ device = 'patch@1.0', cache = { TotalSupply = '1' } })");
  await expect(page.locator('.cm-lintRange-warning')).toHaveCount(0);
  await expect(await markWords(page, 'info')).toContainText('totalsupply');
});

test('a run marks the line of its error, until the text is another', async ({ playground: page }) => {
  await writeSource(page, "local x = 1\nerror('too late')");
  await run(page);
  await expect(page.getByTestId('run-error')).toContainText('line 2');
  await expect(page.locator('.cm-lintRange-error')).toHaveText("error('too late')");
  await code(page).press('Control+Home');
  await page.getByRole('button', { name: 'Show line 2' }).click();
  await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe("error('too late')");
  await expect(code(page)).toBeFocused();
  await page.keyboard.type('x = 2');
  await expectSource(page, 'local x = 1\nx = 2');
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
});

test('completes what aos gives, with a line about it', async ({ playground: page }) => {
  await expect(code(page)).toBeVisible();
  await writeSource(page, '');
  await code(page).click();
  await page.keyboard.type('Handlers.ad');
  const option = page.getByRole('option', { name: /^add / });
  await expect(option).toBeVisible();
  await expect(page.locator('.cm-completionInfo')).toContainText('Answers messages that match');
  await option.click();
  await expectSource(page, 'Handlers.add');
});

test('the keyboard leaves the editor, and runs from inside it', async ({ playground: page }) => {
  await expect(code(page)).toBeVisible();
  await writeSource(page, "print('by key')");
  await code(page).press('Tab');
  await expect(code(page)).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('run-result')).toContainText('by key');
  await code(page).press('Escape');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Process name' })).toBeFocused();
});

test('several files: require, errors by file, names checked, all there after a reload', async ({
  playground: page,
}) => {
  await expect(code(page)).toBeVisible();
  await writeSource(page, "local words = require('lib.words')\nprint(words.hello('Ann'))");
  const add = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add file' }).click();
    await page.getByRole('textbox', { name: 'Name of the file' }).fill(name);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await add('a b');
  await expect(panel(page, 'editor')).toContainText('bad-file-name');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await add('lib/words');
  await expect(panel(page, 'editor')).toContainText("require('lib.words')");
  await sourceField(page).fill(
    "local words = {}\nfunction words.hello(name) return 'Hello ' .. name end\nreturn words",
  );
  await run(page);
  await expect(page.getByTestId('output')).toContainText('Hello Ann');

  await sourceField(page).fill("\nerror('not today')");
  await page.getByRole('tab', { name: 'main.lua' }).click();
  await expectSource(page, 'words.hello');
  await page.reload();
  await expect(code(page)).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('run-error')).toContainText('lib/words.lua line 2');
  await page.getByRole('button', { name: 'Show line 2' }).click();
  await expect(page.getByRole('tab', { name: 'lib/words.lua' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.cm-lintRange-error')).toHaveText("error('not today')");

  await page.getByRole('button', { name: 'Remove file' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'lib/words.lua' })).toHaveCount(0);
});

test('handlers are exchanged in a process that runs, which remembers what it knew', async ({ playground: page }) => {
  const program = (answer: string): string =>
    `Count = (Count or 0) + 1\nHandlers.add('Ask', function(msg) print('${answer} ' .. Count) end)`;
  await writeSource(page, program('old'));
  const pid = await run(page);
  await sourceField(page).fill(program('new'));
  await page.getByRole('button', { name: 'Update running process' }).click();
  await expect(page.getByTestId('run-result')).toContainText('Updated default, slot 1');
  const said = await page.evaluate(async (process) => {
    const { slot } = await window.pocketbeam!.message({ process, tags: { Action: 'Ask' } });
    return (await window.pocketbeam!.result({ process, slot })).output.data;
  }, pid);
  expect(said).toContain('new');
  expect(said).toContain('2');
  await expect(panel(page, 'processes').getByRole('radio')).toHaveCount(1);
});

test('a program that does not come back is stopped by hand, and the page goes on', async ({ playground: page }) => {
  await writeSource(page, 'while true do coroutine.wrap(function() coroutine.yield() end)() end');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('run-error')).toContainText('stopped by hand');
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await sourceField(page).fill("print('again')");
  await run(page);
  await expect(page.getByTestId('output')).toContainText('again');
});

test('an example is restored, and what was written in another is still there', async ({ playground: page }) => {
  await expect(code(page)).toBeVisible();
  await openExample(page, 'Counter');
  await sourceField(page).fill('-- all gone');
  await openExample(page, 'Token');
  await expectSource(page, 'Balances');
  await openExample(page, 'Counter');
  await expectSource(page, '-- all gone');
  await page.getByRole('button', { name: 'Undo my changes …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo my changes', exact: true }).click();
  await expectSource(page, 'Count = Count or 0');
  await openTab(page, 'State');
  await expect(panel(page, 'state')).toContainText('No process yet');
});

/** The script of the editor, which comes after the page. */
const EDITOR_SCRIPT = /\/code-editor-[^/]*\.js$/;

test('what is typed before the editor has come is in it, and the caret goes on', async ({ context, server }) => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await context.route(EDITOR_SCRIPT, async (route) => {
    await released;
    await route.continue();
  });
  const page = await openPlayground(context, server.url);
  await writeSource(page, 'x = 1');
  await sourceField(page).press('End');
  await page.keyboard.type(' + 2');
  release();
  await expect(code(page)).toBeFocused();
  await page.keyboard.type(' + 3');
  await expectSource(page, 'x = 1 + 2 + 3');
});

test.describe('without its script', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('the source is a plain field that runs, and the page says so', async ({ context, server }) => {
    await context.route(EDITOR_SCRIPT, (route) => route.abort());
    const page = await openPlayground(context, server.url);
    await expect(panel(page, 'editor')).toContainText('script-missing');
    await writeSource(page, "print('plain')");
    await run(page);
    await expect(page.getByTestId('output')).toContainText('plain');
  });
});
