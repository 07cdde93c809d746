/** The messages tab and the charts of the playground: what came, where it went, and one more. */
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
import { beam, expect, ready, test } from './support/test.ts';

const messages = (page: Page): Locator => panel(page, 'messages');
const timeline = (page: Page): Locator => page.getByRole('grid', { name: 'Timeline' });
const rowOf = (page: Page, slot: number): Locator => page.locator(`#timeline-slot-${slot}`);
const detail = (page: Page): Locator => page.getByTestId('slot-detail');
const result = (page: Page): Locator => page.getByTestId('message-result');

async function write(page: Page, action: string, tags: Record<string, string> = {}): Promise<void> {
  await page.getByLabel('Action', { exact: true }).fill(action);
  for (const [i, [name, value]] of Object.entries(tags).entries()) {
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByRole('textbox', { name: `Tag ${i + 1} name` }).fill(name);
    await page.getByRole('textbox', { name: `Tag ${i + 1} value` }).fill(value);
  }
}

const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();

test('a message stands in the timeline with what it did, and is sent again, as it was and changed', async ({
  playground: page,
}) => {
  await openTab(page, 'Messages');
  await expect(messages(page)).toContainText('No messages yet');
  await openExample(page, 'Token');
  const token = await run(page);
  await write(page, 'Transfer', { Recipient: 'carol', Quantity: '30' });
  await send(page);
  await expect(result(page)).toContainText('Slot 1');
  await expect(rowOf(page, 1)).toContainText('Transfer');
  await expect(rowOf(page, 1)).toContainText('you');
  await expect(rowOf(page, 1)).toContainText('1 patch, 2 sent');
  await expect(rowOf(page, 1).locator('.gas')).toHaveText(/^\d+(\.\dk)?$/);
  await expect(rowOf(page, 0)).toContainText('spawn');

  await rowOf(page, 1).click();
  await expect(detail(page).getByRole('table', { name: 'Tags' })).toContainText('carol');
  await detail(page).getByRole('button', { name: 'Resend', exact: true }).click();
  await expect(detail(page)).toContainText('Slot 2 · Transfer');
  await expect
    .poll(() => page.evaluate((id) => window.pocketbeam!.read(`/${id}~process@1.0/now/cache/balances/carol`), token))
    .toBe(60);

  // What is written there is not overwritten unasked.
  await page.getByLabel('Action', { exact: true }).fill('Balance');
  await detail(page).getByRole('button', { name: 'Edit and resend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click();
  await expect(page.getByLabel('Action', { exact: true })).toHaveValue('Transfer');
  await page.getByRole('textbox', { name: 'Tag 2 value' }).fill('many');
  await send(page);
  await expect(rowOf(page, 3)).toContainText('lua-error');
  await expect(detail(page)).toContainText('Quantity has to be a whole number');

  await inEachLook(page, 'Messages', async (name) => {
    await expect(detail(page)).toBeVisible();
    await page.screenshot({ path: screenshotPath(`playground-messages-${name}`) });
  });
});

test('an error leads to its line in the editor, also of a program that is not open any more', async ({
  playground: page,
}) => {
  await writeSource(
    page,
    "Handlers.add('Oven', 'Oven', function(msg)\n  local heat = msg.Heat\n  return heat + {}\nend)",
  );
  await run(page);
  await openTab(page, 'Messages');
  await write(page, 'Oven');
  await send(page);
  await rowOf(page, 1).click();
  await detail(page).getByRole('button', { name: 'Show line 3 in the editor' }).click();
  await expect(panel(page, 'editor').getByRole('textbox', { name: 'Lua source' })).toBeFocused();

  await openExample(page, 'Counter');
  await run(page);
  await write(page, 'Increment', { By: 'some' });
  await send(page);
  await rowOf(page, 1).click();
  await openExample(page, 'Voting');
  await detail(page)
    .getByRole('button', { name: /Show line \d+ in the editor/ })
    .click();
  await expect(panel(page, 'editor').getByRole('heading', { name: 'Counter' })).toBeVisible();
});

test('where a message went is drawn, stands in a table, and leads to the other process', async ({
  playground: page,
}) => {
  await openExample(page, 'Ping-pong');
  const one = await run(page);
  const two = await beam.spawn(
    page,
    await page.evaluate(
      (id) =>
        window.pocketbeam!.fetch(`/${id}~process@1.0/schedule/assignments/0/body/data`).then((answer) => answer.text()),
      one,
    ),
    { name: 'partner' },
  );
  await openTab(page, 'Messages');
  await write(page, 'Serve', { Partner: two, Rounds: '2' });
  await send(page);
  await rowOf(page, 1).click();
  const went = page.getByTestId('went');
  // Serve → Ping → Pong → Ping → Pong → Game-Over.
  await expect(went.getByRole('img')).toHaveAccessibleName(
    /^Ping: ping-pong #1 to partner #1; Pong: partner #1 to ping-pong #2; .*Game-Over: ping-pong #\d to partner #\d$/,
  );
  await went.getByText('The same as a table').click();
  const rows = went.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toHaveText(/ping-pong #1\s*Ping\s*partner #1\s*yes/);
  await went.scrollIntoViewIfNeeded();
  await page.screenshot({ path: screenshotPath('playground-messages-went') });
  await rows.nth(1).getByRole('button', { name: 'partner #1' }).click();
  await expect(page.getByTestId('process-id')).toHaveText(two);
  await expect(detail(page)).toContainText('Slot 1 · Ping');
  await expect(detail(page)).toContainText('From ping-pong');
});

test('a dry run shows what would come and leaves nothing', async ({ playground: page }) => {
  await openExample(page, 'Counter');
  const counter = await run(page);
  await openTab(page, 'Messages');
  await write(page, 'Increment');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(result(page)).toContainText('Dry run nothing of it was kept');
  await expect(result(page)).toContainText('patch@1.0 of cache');
  await write(page, 'Increment', { By: 'some' });
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(result(page).getByTestId('slot-error')).toContainText(/line \d+/);
  await expect(rowOf(page, 0)).toBeVisible();
  await expect(rowOf(page, 1)).toHaveCount(0);
  expect(
    await page.evaluate(
      async (id) => (await window.pocketbeam!.list()).find((one) => one.process === id)?.slot,
      counter,
    ),
  ).toBe(0);

  // A tag without a name is told beside the form, and stays over a reload.
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('textbox', { name: 'Tag 2 value' }).fill('to whom?');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByTestId('message-error')).toContainText('has the value “to whom?” but no name');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Tag 2 value' })).toHaveValue('to whom?');
});

test('a long history is read as one scrolls, by keys too, and few of its rows are drawn', async ({
  playground: page,
}) => {
  await writeSource(
    page,
    "Handlers.add('Note', 'Note', function(msg) Send({ device = 'patch@1.0', cache = { last = msg.Data } }) end)",
  );
  const pid = await run(page);
  await page.evaluate(async (process) => {
    const { pocketbeam } = window;
    for (let sent = 0; sent < 200; sent += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          pocketbeam!.message({ process, tags: { Action: 'Note' }, data: String(sent + i) }),
        ),
      );
    await pocketbeam!.result({ process, slot: 200 });
  }, pid);
  await page.reload();
  await ready(page);
  await openTab(page, 'Messages');
  await expect(rowOf(page, 200)).toContainText('1 patch');
  await timeline(page).focus();
  await page.keyboard.press('End');
  await expect(rowOf(page, 0)).toContainText('spawn');
  await page.keyboard.press('PageUp');
  await expect(rowOf(page, 9)).toHaveAttribute('aria-selected', 'true');
  await expect(rowOf(page, 9)).toContainText('1 patch');
  await expect(detail(page)).toContainText('Slot 9 · Note');
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', '202');
  expect(await timeline(page).getByRole('row').count()).toBeLessThan(60);
  // A new message above does not move what is looked at.
  const before = (await rowOf(page, 9).boundingBox())!.y;
  await beam.message(page, pid, 'Note');
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', '203');
  expect((await rowOf(page, 9).boundingBox())!.y).toBeCloseTo(before, 0);
});

test('charts tell how much is computed, how long it takes and how much is stored', async ({ playground: page }) => {
  await openTab(page, 'Charts');
  const charts = panel(page, 'charts');
  await expect(charts).toContainText('None in the last minute.');
  await openExample(page, 'Counter');
  const counter = await run(page);
  for (let slot = 1; slot <= 3; slot++) await beam.message(page, counter, 'Increment');
  await beam.result(page, counter, 3);
  await expect(charts.getByRole('img', { name: /^Messages per second\. [4-9] in the last minute/ })).toBeVisible();
  await expect(charts.getByRole('img', { name: /^Slot times\. Of counter, .*\d ms in the middle/ })).toBeVisible();
  const times = charts.getByRole('figure', { name: 'Slot times' });
  await times.getByText('The same as a table').click();
  await expect(times.getByRole('row', { name: /^slot 3 \d+ ms$/ })).toBeVisible();
  await expect(charts.getByRole('img', { name: /^Gas by slot\./ })).toBeVisible();
  await expect(charts.getByRole('meter', { name: 'Storage used against quota' })).toHaveText(/ of \d/);
  await beam.message(page, counter, 'Increment', { By: 'some' });
  await expect(times.getByRole('row', { name: /^slot 4 \d+ ms, failed$/ })).toBeVisible();
  await inEachLook(page, 'Charts', async (name, width) => {
    await page.screenshot({ path: screenshotPath(`playground-charts-${name}`) });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
  });
});
