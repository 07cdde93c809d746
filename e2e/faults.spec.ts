/** Faults that hit one page: its Service Worker stopped, its engine ended, its programs running away. */
import type { Page } from '@playwright/test';
import { BUSY, catchEngines, CRASH_ERRORS, createStopper, endEngine, report } from './support/faults.ts';
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn, openPlayground, test, type Answer } from './support/test.ts';

/** `Slow` takes a second or more; both count. */
const SLOW = `
local function count() Count = (Count or 0) + 1 Send({ device = 'patch@1.0', cache = { count = Count } }) end
Handlers.add('Slow', 'Slow', function() ${BUSY} count() end)
Handlers.add('Fast', 'Fast', count)`;

const countOf = async (page: Page, pid: string): Promise<string> =>
  (await fetchIn(page, at(pid, 'now/cache/count'))).body;

// A message that is lost once is lost.
test.describe.configure({ retries: 0 });

test.describe('the Service Worker stopped', () => {
  // The playground keeps its own files meanwhile, by the Service Worker.
  test.use({ expectedErrors: CRASH_ERRORS });
  const PID = 'A-story-that-is-told-twice-with-and-without'.padEnd(43, '0');
  const TOLD_AT = 1_811_111_111_000;

  type Step = (page: Page, before: readonly Answer[]) => Promise<unknown>;
  const read =
    (path: string, init?: RequestInit): Step =>
    (page) =>
      fetchIn(page, at(PID, path), init);
  const STORY: Step[] = [
    (page) => beam.spawn(page, COUNTER, { id: PID, timestamp: TOLD_AT, anchor: 'first' }),
    read('compute/cache/count'),
    (page) =>
      page.evaluate(
        ([process, timestamp]) =>
          window.pocketbeam!.message({ process, timestamp, anchor: 'second', tags: { Action: 'Increment', By: '40' } }),
        [PID, TOLD_AT] as const,
      ),
    read('now/cache/count'),
    read('compute/cache/count'),
    read('compute&slot=0/cache/count'),
    read('compute/cache'),
    read('compute/cache/serialize~json@1.0'),
    read('compute/cache/count', { method: 'HEAD' }),
    // The node says when it took it: the rest is the same every time.
    async (page) => {
      const { status, headers } = await fetchIn(page, at(PID, 'schedule'), {
        method: 'POST',
        headers: { action: 'Increment', by: '2' },
      });
      return { status, process: headers.process, slot: headers.slot, names: Object.keys(headers) };
    },
    read('now/cache/count'),
    read('slot/current'),
    read('compute/cache'),
    (page, before) =>
      read('compute/cache', { headers: { 'if-none-match': before.at(-1)!.headers.etag! } })(page, before),
  ];

  async function tell(page: Page, between: () => Promise<void>): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (const step of STORY) {
      answers.push(await step(page, answers as Answer[]));
      await between();
    }
    return answers;
  }

  test('between any two steps of a story changes no byte of it', async ({ playground: page }) => {
    const plain = await tell(page, () => Promise.resolve());
    await page.evaluate((process) => window.pocketbeam!.remove(process), PID);
    const stopper = await createStopper(page);
    const stopped = await tell(page, () => stopper.stop());
    expect(stopped).toEqual(plain);
    expect(plain.at(-1)).toMatchObject({ status: 304, body: '' });
    // It ran at every step but the message, which does not ask it; the page itself may have asked it in between.
    expect(stopper.stopped).toBeGreaterThanOrEqual(STORY.length - 1);
    report('Service Worker stopped between any two steps', { faults: stopper.stopped, messages: 3 });
  });

  test('while a slot is computed for it loses nothing', async ({ playground: page }) => {
    const pid = await beam.spawn(page, SLOW);
    await beam.message(page, pid, 'Slow');
    const asked = page.evaluate(
      async (path) => {
        const text = async (response: Promise<Response>): Promise<string> => (await response).text();
        const own = text(window.pocketbeam!.fetch(path));
        const plain = text(fetch(path));
        return { own: await own, plain: await plain };
      },
      at(pid, 'now/cache/count'),
    );
    await page.waitForTimeout(300);
    expect(await progressOf(page, pid)).toEqual({ slot: 1, computed: 0 });
    const stopper = await createStopper(page);
    await stopper.stop();
    expect(stopper.stopped).toBe(1);
    expect(await asked).toEqual({ own: '1', plain: '1' });
    expect(await countOf(page, pid)).toBe('1');
    report('Service Worker stopped while it waits for a slot', { faults: 1, messages: 1 });
  });
});

const ENDS: readonly { how: string; says: boolean; ends: string; count: string }[] = [
  // The next engine computes the slot, once.
  { how: 'crashes', says: true, ends: 'slot 2: undefined', count: '3' },
  // Nobody tells, so it is taken for a program that does not end: the slot keeps that error.
  { how: 'falls silent', says: false, ends: 'slot 2: engine-terminated', count: '2' },
];

for (const { how, says, ends, count } of ENDS)
  test(`an engine that ${how} in the middle of a slot leaves the slot before, and all goes on`, async ({
    context,
    server,
  }) => {
    test.setTimeout(90_000);
    await catchEngines(context);
    const page = await openPlayground(context, server.url);
    const [pid, other] = [await beam.spawn(page, SLOW), await beam.spawn(page, SLOW)];
    await beam.message(page, pid, 'Fast');
    await beam.message(page, other, 'Fast');
    expect([await countOf(page, pid), await countOf(page, other)]).toEqual(['1', '1']);
    await beam.message(page, pid, 'Slow');
    const result = beam.result(page, pid, 2).then(
      ({ slot, error }) => `slot ${slot}: ${error?.code}`,
      (error: unknown) => String(error),
    );
    await page.waitForTimeout(300);
    expect(await progressOf(page, pid)).toEqual({ slot: 2, computed: 1 });
    await endEngine(page, says);

    expect(await progressOf(page, pid)).toEqual({ slot: 2, computed: 1 });
    expect(await quickly(() => fetchIn(page, at(other, 'compute/cache/count')))).toMatchObject({ body: '1' });
    await beam.message(page, other, 'Fast');
    expect(await result).toContain(ends);
    expect(await countOf(page, other)).toBe('2');
    await beam.message(page, pid, 'Fast');
    expect(await countOf(page, pid)).toBe(count);
    report(`engine ${how} in mid-slot`, { faults: 1, messages: 5 });
  });

const RUNAWAYS: readonly { what: string; code: string | RegExp; source: string }[] = [
  { what: 'a plain loop', code: 'gas-exhausted', source: 'while true do end' },
  {
    what: 'a loop that catches errors',
    code: 'gas-exhausted',
    source: 'while true do pcall(function() while true do end end) end',
  },
  // Its gas takes a while: on a machine with much to do the coordinator stops it first.
  {
    what: 'a pattern',
    code: /^(gas-exhausted|engine-terminated)$/,
    source: "(('a'):rep(60)):find(('.-'):rep(14) .. 'b')",
  },
  { what: 'recursion', code: 'lua-error', source: 'local function f() return 1 + f() end f()' },
];

test('programs that run away end with a code in bounded time, and others answer meanwhile', async ({
  playground: page,
}) => {
  test.setTimeout(180_000);
  const other = await beam.spawn(page, SLOW);
  const pid = await beam.spawn(
    page,
    `Handlers.add('Fast', 'Fast', function() Count = (Count or 0) + 1
       Send({ device = 'patch@1.0', cache = { count = Count } }) end)
     ${RUNAWAYS.map(({ source }, i) => `Handlers.add('r${i}', 'Run-${i}', function() ${source} end)`).join('\n')}`,
  );
  for (const [i, { what, code }] of RUNAWAYS.entries()) {
    const { slot } = await beam.message(page, pid, `Run-${i}`);
    const began = Date.now();
    const result = beam.result(page, pid, slot);
    await quickly(() => beam.message(page, other, 'Fast'));
    await quickly(() => fetchIn(page, at(other, 'compute&slot=0')));
    expect(await quickly(() => fetchIn(page, at(other, 'slot/current')))).toMatchObject({ body: String(i + 1) });
    expect((await result).error?.code, what).toMatch(code);
    expect(Date.now() - began, what).toBeLessThan(22_500);
    expect(await countOf(page, other)).toBe(String(i + 1));
    await beam.message(page, pid, 'Fast');
    expect(await countOf(page, pid)).toBe(String(i + 1));
  }
  report('programs that run away', { faults: RUNAWAYS.length, messages: 3 * RUNAWAYS.length });
});

const progressOf = (page: Page, pid: string): Promise<{ slot: number; computed: number } | undefined> =>
  page.evaluate(async (id) => {
    const found = (await window.pocketbeam!.list()).find(({ process }) => process === id);
    return found && { slot: found.slot, computed: found.computed };
  }, pid);

/** What needs no engine, and so waits for none. */
async function quickly<T>(work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work();
  expect(Date.now() - began).toBeLessThan(2_000);
  return result;
}
