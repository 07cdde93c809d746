/** Processes leave a browser as a file, and come back. */
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, test } from './support/test.ts';

test('what was exported is there again after an import, as it was', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER);
  for (let n = 0; n < 3; n++) await beam.message(page, pid, 'Increment');
  await fetchIn(page, at(pid, 'now/cache/count'));
  const paths = ['compute/cache', 'compute&slot=1/cache', 'now/cache/count', 'schedule', 'slot/current'];
  const read = (): Promise<string[]> =>
    Promise.all(paths.map(async (path) => (await fetchIn(page, at(pid, path))).body));
  const before = await read();
  const result = await page.evaluate(async (process) => {
    const { pocketbeam } = window;
    const archive = await pocketbeam!.export();
    const codeOf = (call: Promise<unknown>): Promise<unknown> =>
      call.catch((error: unknown) => (error as { code?: string }).code);
    const taken = await codeOf(pocketbeam!.import(archive));
    await pocketbeam!.reset();
    const damaged = archive.slice();
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    const refused = await codeOf(pocketbeam!.import(damaged));
    const empty = (await pocketbeam!.list()).length;
    const imported = await pocketbeam!.import(archive);
    return { taken, refused, empty, isHere: imported.includes(process), size: archive.length };
  }, pid);
  expect(result).toMatchObject({ taken: 'process-exists', refused: 'bad-archive', empty: 0, isHere: true });
  expect(result.size).toBeGreaterThan(500);
  expect(await read()).toEqual(before);
  // It goes on from there.
  expect(await beam.message(page, pid, 'Increment')).toMatchObject({ slot: 4 });
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('4');
});
