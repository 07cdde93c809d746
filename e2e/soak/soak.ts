/**
 * `npm run soak`: 10,000 messages over 20 processes from three tabs, while tabs are reloaded, hard reloaded, closed and
 * opened, and Service Workers stopped, at random. Nothing may be lost or computed twice, and the workers may not grow.
 *
 * `POCKETBEAM_SOAK_SEED` repeats a run, `POCKETBEAM_SOAK` is the number of messages.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { stopServiceWorkers } from '../support/stop-workers.ts';
import { at, expect, fetchIn, HTTP_ERRORS, openPlayground, ready, test } from '../support/test.ts';
import { workerHeap } from './worker-heap.ts';

const MESSAGES = Number(process.env.POCKETBEAM_SOAK ?? 10_000);
const SEED = Number(process.env.POCKETBEAM_SOAK_SEED ?? Date.now() % 1_000_000);
const PROCESSES = 20;
const TABS = 3;
const BATCH = 25;
/** One disturbance for so many batches. */
const CALM = 4;
const SAMPLES = 10;
const MOST_GROWTH = 1.2;
const MINUTES = 10;

/** Keeps what says whether each message came, and came once; its size does not depend on how many there were. */
const PROGRAM = `
  Count, Sum, Twice, Seen = 0, 0, 0, {}
  Handlers.add('add', 'Add', function(msg)
    local n = tonumber(msg.N)
    Twice = Twice + (Seen[n % 1000] == n and 1 or 0)
    Seen[n % 1000] = n
    Count, Sum = Count + 1, Sum + n
    Send({ device = 'patch@1.0', cache = { count = Count, sum = Sum, twice = Twice } })
  end)
`;

/** Mulberry32: the same seed, the same run. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.use({ expectedErrors: HTTP_ERRORS });

test('a long time', async ({ context, server }) => {
  const random = randomOf(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const started = Date.now();
  const tabs: Page[] = [];
  for (let i = 0; i < TABS; i++) tabs.push(await openPlayground(context, server.url));
  const processes: string[] = [];
  for (let i = 0; i < PROCESSES; i++)
    processes.push(await tabs[0]!.evaluate((source) => window.pocketbeam!.spawn({ source }), PROGRAM));

  const sent = new Map(processes.map((process) => [process, { count: 0, sum: 0 }]));
  const disturbances = new Map<string, number>();
  const heaps: number[] = [];
  let number = 0;
  let repeated = 0;
  while (number < MESSAGES) {
    const batch = Array.from({ length: Math.min(BATCH, MESSAGES - number) }, () => {
      return { process: pick(processes), n: ++number };
    });
    const sending = sendAll(pick(tabs), batch);
    if (random() < 1 / CALM) {
      const name = pick(Object.keys(DISTURB) as (keyof typeof DISTURB)[]);
      disturbances.set(name, (disturbances.get(name) ?? 0) + 1);
      await DISTURB[name](tabs, Math.floor(random() * TABS), context, server.url);
    }
    // Whoever sent was disturbed: what was not confirmed is sent again, with the same anchors.
    if (!(await sending)) {
      repeated += batch.length;
      expect(await sendAll(tabs[0]!, batch), 'a batch that is sent again').toBe(true);
    }
    for (const { process, n } of batch) {
      const sums = sent.get(process)!;
      sums.count++;
      sums.sum += n;
    }
    if (number >= MESSAGES / 2 + (heaps.length * MESSAGES) / 2 / SAMPLES) {
      await computed(tabs[0]!, processes);
      heaps.push((await Promise.all(tabs.map(workerHeap))).reduce((sum, bytes) => sum + bytes, 0));
    }
  }

  const page = tabs[0]!;
  let losses = 0;
  for (const process of processes) {
    const { count, sum } = sent.get(process)!;
    const read = async (path: string): Promise<number> => Number((await fetchIn(page, at(process, path))).body);
    const state = { count: await read('now/cache/count'), sum: await read('now/cache/sum') };
    losses += Math.abs(count - state.count);
    expect({ ...state, slots: await read('slot/current'), twice: await read('now/cache/twice') }).toEqual({
      ...{ count, sum, slots: count, twice: 0 },
    });
  }
  const minutes = (Date.now() - started) / 60_000;
  const growth = Math.max(...heaps) / Math.min(...heaps);
  console.log(
    `seed ${SEED}: ${number} messages over ${PROCESSES} processes in ${minutes.toFixed(1)} min, ${losses} lost`,
  );
  console.log(
    `disturbed: ${[...disturbances].map(([name, times]) => `${name} ${times}`).join(', ')}; sent again: ${repeated}`,
  );
  console.log(`heap of all workers in MB, second half: ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
  console.log(`largest over smallest: ${growth.toFixed(2)} (limit ${MOST_GROWTH})`);
  expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
  expect(minutes).toBeLessThanOrEqual(MINUTES);
});

/** @returns false when the page was disturbed meanwhile. */
function sendAll(page: Page, batch: readonly { process: string; n: number }[]): Promise<boolean> {
  return page
    .evaluate(async (messages) => {
      const { pocketbeam } = window;
      if (!pocketbeam) return false;
      for (const { process, n } of messages)
        await pocketbeam.message({ process, anchor: `soak-${n}`, tags: { Action: 'Add', N: String(n) } });
      return true;
    }, batch)
    .catch(() => false);
}

const DISTURB = {
  reload: async (tabs: Page[], i: number) => {
    await tabs[i]!.reload();
    await ready(tabs[i]!);
  },
  'hard reload': async (tabs: Page[], i: number, context: BrowserContext) => {
    const session = await context.newCDPSession(tabs[i]!);
    const loaded = tabs[i]!.waitForEvent('load');
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    await ready(tabs[i]!);
  },
  'close and open': async (tabs: Page[], i: number, context: BrowserContext, url: string) => {
    await tabs[i]!.close();
    tabs[i] = await openPlayground(context, url);
  },
  'stop of the Service Worker': (tabs: Page[], i: number) => stopServiceWorkers(tabs[i]!),
};

/** Every process is computed, so that the leader's engine holds them all. */
async function computed(page: Page, processes: readonly string[]): Promise<void> {
  for (const process of processes) await fetchIn(page, at(process, 'now/cache/count'));
}
