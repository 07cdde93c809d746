/** Bad input: a typed error in the API, an HTTP error in `fetch`, and nothing lost. */
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, test } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

const NOBODY = 'N'.repeat(43);

test('unknown keys and processes are clear 404s; other paths are not ours', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER);
  expect(await fetchIn(page, at(pid, 'compute/cache/nope'))).toMatchObject({ status: 404, body: '"not_found"' });
  const unknown = await fetchIn(page, at(NOBODY, 'compute/cache/count'));
  expect(unknown).toMatchObject({ status: 404, body: `Message necessary to resolve request not found: ${NOBODY}` });
  expect(unknown.headers['pocketbeam-code']).toBe('unknown-process');
  expect(await fetchIn(page, '/no/such/file')).toMatchObject({ status: 404, body: 'no such file' });
});

test('a handler that raises is seen, and the next message works', async ({ playground: page }) => {
  const source = `${COUNTER}
Handlers.add('Boom', 'Boom', function(msg)
  Send({ device = 'patch@1.0', cache = { count = 99 } })
  local nothing = msg.Nothing.here
end)`;
  const pid = await beam.spawn(page, source);
  const line = source.split('\n').findIndex((text) => text.includes('msg.Nothing.here')) + 1;
  await beam.message(page, pid, 'Boom');
  const { error, messages } = await beam.result(page, pid, 1);
  expect(error).toMatchObject({ code: 'lua-error', line, handler: 'Boom' });
  expect(error?.message).toContain("attempt to index a nil value (field 'Nothing')");
  expect(messages).toEqual([]);
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('0');
  await beam.message(page, pid, 'Increment');
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
});

test('a source that does not compile makes a process that says so', async ({ playground: page }) => {
  const pid = await beam.spawn(page, 'local a = 1\nlocal b = = 2');
  const { error } = await beam.result(page, pid, 0);
  expect(error).toMatchObject({ code: 'lua-syntax', line: 2 });
  expect(error?.message).toContain("unexpected symbol near '='");
  const mended = await page.evaluate(
    (process) =>
      window.pocketbeam!.eval({ process, code: `Send({ device = 'patch@1.0', cache = { ok = 'yes' } }) return 1` }),
    pid,
  );
  expect(mended.error).toBeUndefined();
  expect((await fetchIn(page, at(pid, 'compute/cache/ok'))).body).toBe('yes');
});

test('an oversized key fails its slot and changes nothing', async ({ playground: page }) => {
  const pid = await beam.spawn(
    page,
    `${COUNTER}
Handlers.add('Huge', 'Huge', function() Send({ device = 'patch@1.0', cache = { count = 5, [('k'):rep(5000)] = 1 } }) end)`,
  );
  await beam.message(page, pid, 'Huge');
  expect((await beam.result(page, pid, 1)).error).toMatchObject({ code: 'key-too-long' });
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('0');
  await beam.message(page, pid, 'Increment');
  expect((await fetchIn(page, at(pid, 'now/cache/count'))).body).toBe('1');
  const long = await fetchIn(page, at(pid, `compute/cache/${'k'.repeat(5000)}`));
  expect([long.status, long.headers['pocketbeam-code']]).toEqual([400, 'key-too-long']);
  const bad = await fetchIn(page, at(pid, 'compute/cache/%zz'));
  expect([bad.status, bad.headers['pocketbeam-code']]).toEqual([400, 'bad-path']);
});

test('calls that make no sense reject with a code', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER);
  const codes = await page.evaluate(
    async ([process, nobody]) => {
      const beam = window.pocketbeam!;
      const bad: Record<string, () => Promise<unknown>> = {
        source: () => beam.spawn({ source: 7 as unknown as string }),
        processId: () => beam.spawn({ source: '', id: 'short' }),
        taken: () => beam.spawn({ source: '', id: process }),
        unknown: () => beam.message({ process: nobody, tags: { Action: 'X' } }),
        malformed: () => beam.message({ process: 'x' }),
        tag: () => beam.message({ process, tags: { Amount: 1 as unknown as string } }),
        data: () => beam.message({ process, data: {} as unknown as string }),
        slot: () => beam.result({ process, slot: 99 }),
        result: () => beam.result({ process: nobody, slot: 0 }),
        evaluate: () => beam.eval({ process: nobody, code: '1' }),
        removed: () => beam.remove(nobody),
        path: () => beam.read('/%zz'),
        key: () => beam.read(`/${process}~process@1.0/compute/cache/${'k'.repeat(5000)}`),
      };
      const found: Record<string, unknown> = {};
      for (const [name, call] of Object.entries(bad))
        found[name] = await call().then(
          () => 'no error',
          (error: unknown) => (error as { code?: string }).code ?? String(error),
        );
      return found;
    },
    [pid, NOBODY] as const,
  );
  expect(codes).toEqual({
    source: 'bad-source',
    processId: 'bad-process-id',
    taken: 'process-exists',
    unknown: 'unknown-process',
    malformed: 'bad-process-id',
    tag: 'bad-tag',
    data: 'bad-data',
    slot: 'bad-slot',
    result: 'unknown-process',
    evaluate: 'unknown-process',
    removed: 'unknown-process',
    path: 'bad-path',
    key: 'key-too-long',
  });
  expect((await fetchIn(page, at(pid, 'slot/current'))).body).toBe('0');
});

test('the API lists, removes, resets and tells of changes', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER, { name: 'first' });
  const other = await beam.spawn(page, COUNTER, { id: 'O'.repeat(43) });
  expect(other).toBe('O'.repeat(43));
  const seen = await page.evaluate(async (process) => {
    const beam = window.pocketbeam!;
    const change = new Promise((resolve) => {
      const off = beam.on('change', (told) => {
        if (told.process !== process) return;
        off();
        resolve(told);
      });
    });
    await beam.message({ process, tags: { Action: 'Increment' } });
    return { change: await change, list: await beam.list() };
  }, pid);
  expect(seen.change).toMatchObject({ process: pid, slot: 1, keys: ['count'] });
  expect(seen.list.map(({ name, slot }) => [name, slot])).toContainEqual(['first', 1]);
  await page.evaluate((process) => window.pocketbeam!.remove(process), pid);
  expect((await fetchIn(page, at(pid, 'compute/cache/count'))).status).toBe(404);
  expect((await fetchIn(page, at(other, 'compute/cache/count'))).body).toBe('0');
  await page.evaluate(() => window.pocketbeam!.reset());
  expect(await page.evaluate(() => window.pocketbeam!.list())).toEqual([]);
});
