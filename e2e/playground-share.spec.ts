/** Share by link, embed, snapshots, and the page without network. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import {
  expectSource,
  openExample,
  openTab,
  panel,
  run,
  screenshotPath,
  sourceField,
  writeSource,
} from './support/playground-page.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, openPlayground, ready, test } from './support/test.ts';

const HIVES = `Hives = Hives or 3
Handlers.add('Swarm', 'Swarm', function(msg)
  Hives = Hives + tonumber(msg.Tags.By)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { hives = Hives } })
end)
Send({ Target = ao.id, device = 'patch@1.0', cache = { hives = Hives } })`;

/** The link that the dialog makes. */
async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const field = page.getByRole('dialog', { name: 'Share' }).getByRole('textbox', { name: /^Link/ });
  await expect(field).toHaveValue(/#share=/);
  return field.inputValue();
}

test('a link brings program and messages to somebody else, and runs nothing', async ({ playground: page, browser }) => {
  await openExample(page, 'Counter');
  await sourceField(page).fill(HIVES);
  const pid = await run(page);
  await beam.message(page, pid, 'Swarm', { By: '4' });
  // Any letters in the name of a tag: the schedule is read all the same.
  await beam.message(page, pid, 'Look', { Größe: 'É' });
  const link = await linkOf(page);
  await expect(page.getByRole('dialog')).toContainText('With the newest 2 messages to counter');
  await page.screenshot({ path: screenshotPath('share-dialog') });

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await ready(other);
  await expectSource(other, "Handlers.add('Swarm'");
  const title = panel(other, 'editor').getByRole('heading', { level: 2 });
  await expect(title).toHaveText('Counter');
  await expect(panel(other, 'editor')).toContainText('It came by a link');
  expect(new URL(other.url()).hash).toBe('');
  await expect(panel(other, 'processes')).toContainText('None yet');

  const theirs = await run(other);
  await other.screenshot({ path: screenshotPath('shared-messages') });
  await other.getByTestId('shared-messages').getByRole('button', { name: '1 Swarm' }).click();
  await expect(panel(other, 'messages').getByRole('textbox', { name: 'Tag 1 value' })).toHaveValue('4');
  await panel(other, 'messages').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(other.getByTestId('message-result')).toContainText('Slot 1');
  expect((await fetchIn(other, at(theirs, 'now/cache/hives'))).body).toBe('7');
  await other.reload();
  await expectSource(other, 'Hives = Hives or 3');
  await expect(other.getByTestId('shared-messages')).toContainText('Swarm');
  await expect(title).toHaveText('Counter');
  await sourceField(other).fill('');
  await expect(title, 'nothing of it is left').toHaveText('My own program');
  await context.close();
});

test('a link asks before it takes the place of what one wrote; a damaged one changes nothing', async ({
  playground: page,
  context,
}) => {
  await writeSource(page, HIVES);
  const link = await linkOf(page);
  await page.keyboard.press('Escape');
  await writeSource(page, '-- my notes');
  await openExample(page, 'Voting');

  const tab = await context.newPage();
  await tab.goto(link.slice(0, -20));
  await expect(tab.getByRole('alert').filter({ hasText: 'bad-share-link' })).toContainText('A part of it is missing');
  await expectSource(tab, 'Polls');

  await tab.goto(link);
  await expect(tab.getByRole('dialog')).toContainText('What you wrote there goes');
  await tab.getByRole('button', { name: 'Keep mine' }).click();
  await expectSource(tab, 'Polls');
  await openExample(tab, 'My own program');
  await expectSource(tab, '-- my notes');

  // The same address once more is no navigation.
  await tab.goto('about:blank');
  await tab.goto(link);
  await tab.getByRole('button', { name: 'Open it' }).click();
  await expectSource(tab, 'Swarm');
});

test('embedded, it is the editor, the state and Run', async ({ playground: page, context }) => {
  await writeSource(page, HIVES);
  const link = new URL(await linkOf(page));
  link.search = '?embed=1';
  const frame = await context.newPage();
  await frame.goto(link.href);
  await ready(frame);
  await expect(frame.locator('h1')).toHaveCount(0);
  await expect(frame.getByRole('tab', { name: 'Messages' })).toHaveCount(0);
  await frame.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(frame.getByTestId('run-result')).toContainText('Spawned');
  await expect(panel(frame, 'state')).toContainText('hives');
  await expect(panel(frame, 'state').getByRole('button', { name: 'Copy path' })).toBeVisible();
  await expect(panel(frame, 'state').getByRole('button', { name: 'To HTTP' })).toHaveCount(0);
  await frame.screenshot({ path: screenshotPath('embed') });
  await frame.setViewportSize({ width: 375, height: 640 });
  await frame.screenshot({ path: screenshotPath('embed-375') });
  const [whole] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('button', { name: 'Open in Pocketbeam' }).click(),
  ]);
  await expect(whole.locator('h1')).toBeVisible();
  await expectSource(whole, 'Swarm');
});

test('a snapshot goes to a file and, dropped, comes back; a damaged one is refused with its words', async ({
  playground: page,
}) => {
  await writeSource(page, HIVES);
  const pid = await run(page);
  await openTab(page, 'Snapshot');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page, 'snapshot').getByRole('button', { name: 'Export default' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${pid}.pocketbeam`);
  const bytes = readFileSync(await download.path());
  await beam.message(page, pid, 'Swarm', { By: '4' });

  const drop = (content: Buffer, name: string): Promise<void> =>
    page.getByTestId('drop-zone').evaluate(
      (zone, [base64, fileName]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName));
        zone.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      [content.toString('base64'), name] as const,
    );
  await drop(bytes, 'mine.pocketbeam');
  const error = page.getByTestId('snapshot-error');
  await expect(error).toContainText('process-exists');
  await page.screenshot({ path: screenshotPath('snapshot') });
  expect((await fetchIn(page, at(pid, 'compute/cache/hives'))).body).toBe('7');
  await error.getByRole('button', { name: /Replace/ }).click();
  await expect(page.getByTestId('imported')).toHaveText('Imported 1 process from mine.pocketbeam.');
  await expect.poll(async () => (await fetchIn(page, at(pid, 'compute/cache/hives'))).body).toBe('3');

  await page.evaluate((process) => window.pocketbeam!.remove(process), pid);
  await drop(Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from('bees')]), 'cut.pocketbeam');
  await expect(error).toContainText('bad-archive');
  expect(await page.evaluate(async () => (await window.pocketbeam!.list()).length)).toBe(0);
  const file = { name: 'back.pocketbeam', mimeType: 'application/octet-stream', buffer: bytes };
  await page.getByLabel(/Drop a .pocketbeam file/).setInputFiles(file);
  await expect(page.getByTestId('imported')).toContainText('Imported 1 process');
  expect((await fetchIn(page, at(pid, 'compute/cache/hives'))).body).toBe('3');
});

test.describe('without network', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('the page opens, edits, runs and shares after its first load', async ({ context, server }) => {
    const page = await openPlayground(context, server.url);
    const isKept = (): Promise<boolean> => page.evaluate(async () => (await caches.match('./')) !== undefined);
    await expect.poll(isKept).toBe(true);
    // What an earlier build has left goes at the next load.
    await page.evaluate(async () => {
      const [name] = (await caches.keys()).filter((key) => key.startsWith('pocketbeam-playground'));
      await (await caches.open(name!)).put('./assets/old-build.js', new Response(''));
    });
    await page.reload();
    const old = (): Promise<boolean> =>
      page.evaluate(async () => (await caches.match('./assets/old-build.js')) !== undefined);
    await expect.poll(old).toBe(false);
    expect(await isKept()).toBe(true);
    await page.close();
    await server.kill();
    const again = await openPlayground(context, `${server.url}?embed=0`);
    await writeSource(again, HIVES);
    const pid = await run(again);
    expect((await fetchIn(again, at(pid, 'now/cache/hives'))).body).toBe('3');
    expect((await fetchIn(again, 'THIRD-PARTY-NOTICES.txt')).body).toContain('fengari');
    await openTab(again, 'Migrate');
    await expect(panel(again, 'migrate')).toContainText('The same question, both ways');
    expect(await linkOf(again)).toContain('#share=');
  });
});

test('it can be installed: a manifest whose icons are there and as large as it says', async ({ playground: page }) => {
  const found = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
    const manifest = (await (await fetch(link.href)).json()) as {
      start_url: string;
      display: string;
      icons: { src: string; sizes: string; purpose?: string }[];
    };
    const sizes = manifest.icons.map(async ({ src, sizes: said }) => {
      const image = new Image();
      image.src = new URL(src, link.href).href;
      await image.decode();
      return said === 'any' || said === `${image.naturalWidth}x${image.naturalHeight}`;
    });
    return {
      display: manifest.display,
      start: new URL(manifest.start_url, link.href).href === document.baseURI,
      right: await Promise.all(sizes),
      maskable: manifest.icons.some(({ purpose }) => purpose === 'maskable'),
    };
  });
  expect(found).toEqual({ display: 'standalone', start: true, right: [true, true, true, true], maskable: true });
});
