/** Faults among several tabs: whoever goes, every message takes one slot, and every slot is computed once. */
import type { BrowserContext, Page } from '@playwright/test';
import { BUSY, crash, CRASH_ERRORS, createStopper, report } from './support/faults.ts';
import { statusOf } from './support/lead.ts';
import { ADDER, noteConfirmed, sendNumbers, type Confirmed } from './support/send-numbers.ts';
import { at, beam, expect, fetchIn, openPlayground, test } from './support/test.ts';

const TABS = 4;
const EACH = 250;
const ALL = TABS * EACH;

test.use({ expectedErrors: CRASH_ERRORS });

/** The first leads. */
async function openTabs(context: BrowserContext, url: string): Promise<Page[]> {
  const tabs: Page[] = [];
  for (let i = 0; i < TABS; i++) tabs.push(await openPlayground(context, url));
  await expect.poll(async () => (await statusOf(tabs[0]!)).role).toBe('leader');
  return tabs;
}

/** Of the only process. */
const computedIn = (page: Page): Promise<number | undefined> =>
  page.evaluate(async () => (await window.pocketbeam!.list())[0]?.computed);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

// A message that is lost once is lost.
test.describe.configure({ retries: 0 });

test('three leaders that go during one slot leave it to the fourth, who computes it once', async ({
  context,
  server,
}) => {
  test.setTimeout(120_000);
  const tabs = await openTabs(context, server.url);
  const last = tabs[TABS - 1]!;
  const pid = await beam.spawn(
    last,
    `Handlers.add('Slow', 'Slow', function() ${BUSY} Count = (Count or 0) + 1
       Send({ device = 'patch@1.0', cache = { count = Count } }) end)`,
  );
  await beam.message(last, pid, 'Slow');
  const now = last.evaluate(async (path) => (await window.pocketbeam!.fetch(path)).text(), at(pid, 'now/cache/count'));
  const leaders = tabs.slice(0, -1);
  for (const [i, leader] of leaders.entries()) {
    await expect.poll(async () => (await statusOf(leader)).role).toBe('leader');
    await last.waitForTimeout(200);
    expect(await computedIn(last)).toBe(0);
    await (i % 2 ? leader.close() : crash(leader));
  }
  expect(await now).toBe('1');
  expect((await beam.result(last, pid, 1)).error).toBeUndefined();
  report('leaders gone during one slot', { faults: leaders.length, messages: 1 });
});

test(`${TABS} tabs send ${EACH} messages each, the leading one crashes: ${ALL} slots, each computed once`, async ({
  context,
  server,
}) => {
  test.setTimeout(300_000);
  const tabs = await openTabs(context, server.url);
  const [first, , , last] = tabs as [Page, Page, Page, Page];
  const pid = await beam.spawn(last, ADDER);
  const confirmed: Confirmed = new Map();
  for (const tab of tabs) await noteConfirmed(tab, confirmed);
  const shares = tabs.map((_, i) => upTo(EACH).map((n) => i * EACH + n));
  // Whoever is to crash sends one after the other, so that it is not through by then.
  const sending = tabs.map((tab, i) =>
    sendNumbers(tab, pid, shares[i]!, i === 0 ? 1 : undefined).catch(() => undefined),
  );

  const stopper = await createStopper(last);
  await expect.poll(() => confirmed.size, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(ALL / 5);
  expect((await statusOf(first)).role).toBe('leader');
  await crash(first);
  for (const size of [ALL / 3, ALL / 2]) {
    await expect.poll(() => confirmed.size, { timeout: 60_000 }).toBeGreaterThan(size);
    // So that it runs.
    await fetchIn(last, at(pid, 'slot/current'));
    await stopper.stop();
  }
  // More, if it lived with the tab that crashed.
  expect(stopper.stopped).toBeGreaterThanOrEqual(2);
  await Promise.all(sending);
  // Those that nobody confirmed may have taken their slot all the same.
  const unsent = upTo(ALL).filter((n) => !confirmed.has(n));
  expect(unsent.length).toBeGreaterThan(0);
  expect(unsent.every((n) => shares[0]!.includes(n))).toBe(true);
  await sendNumbers(last, pid, unsent);

  expect((await fetchIn(last, at(pid, 'slot/current'))).body).toBe(String(ALL));
  await expect.poll(() => computedIn(last), { timeout: 120_000 }).toBe(ALL);
  const read = async (key: string): Promise<string> => (await fetchIn(last, at(pid, `now/cache/${key}`))).body;
  expect([await read('count'), await read('distinct'), await read('sum')]).toEqual(
    [ALL, ALL, (ALL * (ALL + 1)) / 2].map(String),
  );
  // Slot by slot, what its program printed: in their order, and where the sender was told.
  const printed = await last.evaluate(
    async ([process, count]) => {
      const lines: string[] = [];
      while (lines.length < count) {
        const slots = Array.from({ length: 25 }, (_, i) => lines.length + 1 + i);
        const results = await Promise.all(slots.map((slot) => window.pocketbeam!.result({ process, slot })));
        lines.push(...results.map(({ output }) => output.data));
      }
      return lines;
    },
    [pid, ALL] as const,
  );
  const inOrder = [...confirmed].sort(([, one], [, other]) => one - other);
  expect(printed).toEqual(inOrder.map(([n], i) => `${n} is number ${i + 1}`));
  expect(inOrder.map(([, slot]) => slot)).toEqual(upTo(ALL));
  report(`${TABS} tabs, the leader crashed, ${unsent.length} sent again`, {
    faults: 3,
    messages: ALL,
  });
});
