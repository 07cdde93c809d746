/** Migrate: a program of legacynet, asked both ways, and made readable. */
import { readFileSync } from 'node:fs';
import { expectSource, openTab, panel, run, screenshotPath, writeSource } from './support/playground-page.ts';
import { at, expect, fetchIn, HTTP_ERRORS, test } from './support/test.ts';

const ORCHARD = `Trees = Trees or { north = 4 }
Handlers.add('Plant', 'Plant', function(msg)
  Trees[msg.Tags.Field] = (Trees[msg.Tags.Field] or 0) + 1
end)
Handlers.add('Trees', 'Trees', function(msg)
  msg.reply({ Data = require('json').encode(Trees) })
end)`;

/** Answers of 400 on. */
test.use({ expectedErrors: HTTP_ERRORS });

test('a legacynet program gets its lines, and both ways answer the same', async ({ playground: page }) => {
  await writeSource(page, ORCHARD);
  await run(page);
  await openTab(page, 'Migrate');
  const migrate = panel(page, 'migrate');
  const comparison = page.getByTestId('comparison');

  await migrate.getByTestId('handler-Trees').getByRole('button', { name: 'Compare both ways' }).click();
  await expect(page.getByTestId('way-dryrun')).toContainText('{"north":4}');
  await expect(page.getByTestId('way-path').getByRole('alert')).toContainText('Patch this key first');
  await expect(migrate.getByTestId('handler-Plant')).toContainText('stays a handler');

  await migrate.getByTestId('handler-Trees').getByRole('button', { name: 'Insert into the editor' }).click();
  await expectSource(page, 'cache = { trees = Trees }');
  await page.getByTestId('initial-sync').getByRole('button', { name: 'Insert into the editor' }).click();
  await expectSource(page, "InitialSync = 'COMPLETE'");
  await expect(migrate).toContainText('published already');

  const pid = await run(page);
  await migrate.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(comparison).toContainText('Median of 5');
  await expect(page.getByTestId('way-dryrun')).toContainText('{"north":4}');
  await expect(page.getByTestId('way-path').locator('pre')).toHaveText('{"north":4}');
  await expect(page.getByTestId('way-path')).toContainText(/\d ms/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: screenshotPath(`migrate-${colorScheme}`) });
  }
  await page.evaluate(
    (process) => window.pocketbeam!.message({ process, tags: { Action: 'Plant', Field: 'south' } }),
    pid,
  );
  expect((await fetchIn(page, at(pid, 'now/cache/trees/south'))).body).toBe('1');
  await migrate.getByText('By the command line').click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    migrate.getByRole('button', { name: 'Save default.lua' }).click(),
  ]);
  expect(readFileSync(await saved.path(), 'utf8')).toContain("InitialSync = 'COMPLETE'");
  await page.setViewportSize({ width: 375, height: 700 });
  await page.screenshot({ path: screenshotPath('migrate-375') });
});

test('what cannot be asked says why, and what was typed stays', async ({ playground: page }) => {
  await writeSource(page, `Handlers.add('Fail', 'Fail', function(msg) error('no rain') end)`);
  await run(page);
  await openTab(page, 'Migrate');
  const migrate = panel(page, 'migrate');
  await migrate.getByRole('combobox', { name: 'Action to dry-run' }).fill('Fail');
  await migrate.getByRole('textbox', { name: 'Key below cache' }).fill('rain');
  await migrate.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByTestId('way-dryrun').getByRole('alert')).toContainText('no rain');
  await expect(page.getByTestId('way-path').getByRole('alert')).not.toBeEmpty();
  await page.reload();
  await expect(migrate.getByRole('combobox', { name: 'Action to dry-run' })).toHaveValue('Fail');
  await writeSource(page, 'local function (');
  await expect(page.getByTestId('handlers')).toContainText('Mend it');
});
