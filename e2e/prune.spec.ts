/** Pruning in the browser: what was asked to go says so from then on, and everything else stays as it was. */
import type { Page } from '@playwright/test';
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, ready, test } from './support/test.ts';

// Of what is gone.
test.use({ expectedErrors: HTTP_ERRORS });

const SLOTS = 20;
const BEFORE = 13;
const GONE = ['compute&slot=0/cache', `compute&slot=${BEFORE - 1}/cache/count`, 'compute&slot=5/results'];
const KEPT = [
  ...['compute/cache', 'now/cache/count', 'schedule&from=0&to=9', 'slot/current', 'compute/process/name'],
  ...[BEFORE, BEFORE + 1, SLOTS].map((slot) => `compute&slot=${slot}/cache/count`),
  `compute&slot=${BEFORE}/results/data`,
];

const readAll = (page: Page, process: string, paths: readonly string[]): Promise<{ status: number; body: string }[]> =>
  Promise.all(
    paths.map(async (path) => {
      const { status, body } = await fetchIn(page, at(process, path));
      return { status, body };
    }),
  );

const prune = (page: Page, process: string, before: number): Promise<string> =>
  page.evaluate(
    ([pid, slot]) =>
      window.pocketbeam!.prune(pid, { before: slot }).then(
        () => 'ok',
        ({ code }: { code: string }) => code,
      ),
    [process, before] as const,
  );

const codeOfResult = (page: Page, process: string, slot: number): Promise<string> =>
  page.evaluate(
    (asked) =>
      window.pocketbeam!.result(asked).then(
        () => 'ok',
        ({ code }: { code: string }) => code,
      ),
    { process, slot },
  );

async function expectPruned(page: Page, process: string, kept: unknown): Promise<void> {
  for (const path of GONE) {
    const { status, headers, body } = await fetchIn(page, at(process, path));
    expect({ path, status, code: headers['pocketbeam-code'] }).toEqual({ path, status: 410, code: 'slot-pruned' });
    expect(JSON.parse(body)).toMatchObject({ code: 'slot-pruned', details: { process, kept: BEFORE } });
  }
  expect(await codeOfResult(page, process, BEFORE - 1)).toBe('slot-pruned');
  expect(await codeOfResult(page, process, BEFORE)).toBe('ok');
  expect(await readAll(page, process, KEPT)).toEqual(kept);
}

test('what was pruned says so and the rest stays, also after a reload and further messages', async ({
  playground: page,
}) => {
  const [pid, other] = [await beam.spawn(page, COUNTER), await beam.spawn(page, COUNTER)];
  for (let n = 0; n < SLOTS; n++) for (const process of [pid, other]) await beam.message(page, process, 'Increment');
  expect((await fetchIn(page, at(other, 'now/cache/count'))).body).toBe(String(SLOTS));
  const kept = await readAll(page, pid, ['now/cache/count', ...KEPT]);
  kept.shift();
  expect(kept.map(({ status }) => status)).toEqual(KEPT.map(() => 200));
  const past = await readAll(page, other, GONE);
  expect(past.map(({ status }) => status)).toEqual(GONE.map(() => 200));

  expect(await prune(page, pid, SLOTS + 1)).toBe('bad-slot');
  expect(await readAll(page, pid, KEPT)).toEqual(kept);
  expect(await prune(page, pid, BEFORE)).toBe('ok');
  await expectPruned(page, pid, kept);
  // What nobody asked for is not touched.
  expect(await readAll(page, other, GONE)).toEqual(past);

  await page.reload();
  await ready(page);
  await expectPruned(page, pid, kept);
  // A lost heap is built again from the messages, which are all there.
  expect(await beam.message(page, pid, 'Increment')).toMatchObject({ slot: SLOTS + 1 });
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe(String(SLOTS + 1));
  expect(await codeOfResult(page, pid, BEFORE - 1)).toBe('slot-pruned');
  expect((await fetchIn(page, at(pid, `compute&slot=${SLOTS}/cache/count`))).body).toBe(String(SLOTS));
});
