/** The console of the playground: what processes print, and the prompt. */
import type { Locator, Page } from '@playwright/test';
import {
  openExample,
  inEachLook,
  openTab,
  panel,
  run,
  screenshotPath,
  writeSource,
} from './support/playground-page.ts';
import { beam, expect, fetchIn, test } from './support/test.ts';

const log = (page: Page): Locator => page.getByRole('log');
const prompt = (page: Page): Locator => page.getByRole('textbox', { name: 'Lua prompt' });
const error = (page: Page): Locator => page.getByTestId('prompt-error');

/** Types a line, and waits until it has run. */
async function type(page: Page, text: string): Promise<void> {
  await prompt(page).fill(text);
  await prompt(page).press('Enter');
  await expect(prompt(page)).toHaveValue('');
}

test('the lines of the documentation work at the prompt as they are printed there', async ({ playground: page }) => {
  await openExample(page, 'Publish on request');
  await openTab(page, 'Console');
  // Copied from the page, with what the terminal puts before them.
  await type(
    page,
    [
      'default@aos-2.0.6> MyProcess = spawn(MyModule)',
      'default@aos-2.0.6> Send({ Target = MyProcess, Action = "PublishData" })',
      '-- Wait a moment for scheduling',
    ].join('\n'),
  );
  await expect(log(page)).toContainText('MyModule is publish, as the editor has it.');
  await expect(log(page)).toContainText('Spawned publish: ');
  const names = panel(page, 'processes').locator('.name');
  await expect(names).toHaveText(['publish', 'prompt']);
  await type(page, 'MyProcess');
  const pid = (await log(page).locator('.line').last().innerText()).trim().split(/\s+/).at(-1);
  expect(pid).toMatch(/^[\w-]{43}$/);
  await expect
    .poll(async () => (await fetchIn(page, `/${pid}~process@1.0/compute/cache/currentstatus`)).body)
    .toMatch(/^report 1/);
});

test('the prompt is a process of one’s own; another one is looked into when it is chosen', async ({
  playground: page,
}) => {
  await openExample(page, 'Token');
  await run(page);
  await openTab(page, 'Console');
  await expect(log(page)).toContainText('The first 1000 tokens belong to');
  await type(page, 'Balances');
  await expect(log(page)).toContainText('The prompt has no Balances. To ask token, choose it before the >.');
  await page.getByRole('combobox', { name: 'Prompt of' }).selectOption('token');
  await type(page, 'Balances');
  await expect(log(page).locator('.line.input').last()).toHaveText('token>Balances');
  await expect(log(page)).toContainText('= 1000');

  await page.getByRole('combobox', { name: 'Prompt of' }).selectOption('aos');
  await type(page, 'print(Colors.red .. "hot" .. Colors.reset .. " cold") error("too hot")');
  const hot = log(page).getByText('hot', { exact: true });
  expect(await hot.evaluate((part) => getComputedStyle(part).color)).not.toBe(
    await log(page)
      .getByText('cold')
      .last()
      .evaluate((part) => getComputedStyle(part).color),
  );
  await expect(log(page)).toContainText('too hot [line 1, lua-error]');
  await inEachLook(page, 'Console', async (name) => {
    await expect(prompt(page)).toBeVisible();
    await page.screenshot({ path: screenshotPath(`playground-console-${name}`) });
  });
  // The number of a slot leads to all that it did.
  await log(page)
    .getByRole('button', { name: /^prompt \d/ })
    .last()
    .click();
  await expect(page.getByTestId('slot-detail')).toContainText('· Eval');
});

test('.load, .load-blueprint, .help and .clear', async ({ playground: page }) => {
  await writeSource(page, "Yeast = (Yeast or 0) + 1\nprint('rising')");
  await openTab(page, 'Console');
  await type(page, '.load');
  await expect(log(page)).toContainText('rising');
  await expect(log(page)).toContainText('Loaded main.lua.');
  await type(page, 'Yeast * 100');
  await expect(log(page)).toContainText('100');
  await type(page, '.load-blueprint token');
  await expect(log(page)).toContainText('The first 1000 tokens belong to');
  await type(page, 'TotalSupply + 1');
  await expect(log(page)).toContainText('1001');
  // A file of this machine.
  await page
    .getByLabel('Lua file')
    .setInputFiles({ name: 'flour.lua', mimeType: 'text/plain', buffer: Buffer.from("Flour = 'spelt'\nprint(Flour)") });
  await expect(log(page)).toContainText('Loaded flour.lua.');
  await type(page, '.help');
  await expect(log(page)).toContainText('.load-blueprint token');
  // More than there is room for: lines that take two or more stay whole.
  const covered = await log(page)
    .locator('.line')
    .evaluateAll((lines) => {
      const top = (line: Element | undefined): number => line?.getBoundingClientRect().top ?? Infinity;
      return lines.filter((line, i) => top(line) + line.scrollHeight > top(lines[i + 1]) + 1).length;
    });
  expect(covered).toBe(0);
  await type(page, '.clear');
  await expect(log(page)).not.toContainText('spelt');
  await expect(log(page)).toContainText('Nothing yet');

  // What does not work is told beside the prompt, and what was typed stays.
  for (const [typed, code, words] of [
    ['.editor', 'unknown-command', 'There is no command .editor here.'],
    ['.load oven.lua', 'no-such-file', 'It has main.lua.'],
    ['.load-blueprint oven', 'no-such-blueprint', 'Here are counter, token'],
  ] as const) {
    await prompt(page).fill(typed);
    await prompt(page).press('Enter');
    await expect(error(page)).toContainText(words);
    await expect(error(page)).toContainText(code);
    await expect(prompt(page)).toHaveValue(typed);
  }
});

test('arrows bring back what was typed, and nothing is lost by a reload', async ({ playground: page }) => {
  await openTab(page, 'Console');
  await type(page, 'Dough = 1');
  await type(page, 'Dough + 41');
  await expect(log(page)).toContainText('42');
  // Several lines, as they are pasted or typed with Shift+Enter.
  await prompt(page).fill('if Dough then');
  await prompt(page).press('Shift+Enter');
  await prompt(page).pressSequentially('print("two lines") end');
  await page.reload();
  await expect(prompt(page)).toHaveValue('if Dough then\nprint("two lines") end');
  await expect(prompt(page)).toBeEnabled();
  await prompt(page).press('Enter');
  await expect(log(page)).toContainText('two lines');
  await expect(prompt(page)).toHaveValue('');
  await prompt(page).pressSequentially('Dou');
  await prompt(page).press('ArrowUp');
  await expect(prompt(page)).toHaveValue(/two lines/);
  await prompt(page).press('Home');
  await prompt(page).press('ArrowUp');
  await prompt(page).press('ArrowUp');
  await prompt(page).press('ArrowUp');
  await expect(prompt(page)).toHaveValue('Dough = 1');
  for (let i = 0; i < 3; i++) await prompt(page).press('ArrowDown');
  await prompt(page).press('End');
  await prompt(page).press('ArrowDown');
  await expect(prompt(page)).toHaveValue('Dou');
});

test('the console keeps the last 1,000 lines', async ({ playground: page }) => {
  await writeSource(page, 'for i = 1, 1500 do print("line " .. i .. ".") end');
  const pid = await run(page);
  await openTab(page, 'Console');
  await expect(log(page)).toContainText('line 1500.');
  expect(await log(page).locator('.line').count()).toBe(1_000);
  await beam.message(page, pid, 'Anything');
  await expect(log(page)).toContainText('New Message From');
  expect(await log(page).locator('.line').count()).toBe(1_000);
});
