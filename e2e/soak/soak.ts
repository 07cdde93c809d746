/**
 * `npm run soak`: 10,000 messages over 20 processes from three tabs, while tabs are reloaded, hard reloaded, closed and
 * opened, and Service Workers stopped, at random. Nothing may be lost or computed twice, and the workers may not grow. (How
 * workers do that live long: undisturbed.ts.)
 *
 * `POCKETBEAM_SOAK_SEED` repeats a run, `POCKETBEAM_SOAK` is the number of messages.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { stopServiceWorkers } from '../support/stop-workers.ts';
import { at, expect, fetchIn, HTTP_ERRORS, openPlayground, ready, test } from '../support/test.ts';
import { computed, PROCESSES, sendAll, spawnAll, type Message } from './load.ts';
import { slopeOf, type Point } from './slope.ts';
import { workerHeaps, type Heaps } from './worker-heap.ts';

const MESSAGES = Number(process.env.POCKETBEAM_SOAK ?? 10_000);
const SEED = Number(process.env.POCKETBEAM_SOAK_SEED ?? Date.now() % 1_000_000);
const TABS = 3;
const BATCH = 25;
/** One disturbance for so many batches. */
const CALM = 4;
const SAMPLES = 10;
/** What each tab sends undisturbed before a sample. */
const WARM = 2 * BATCH;
const MOST_GROWTH = 1.2;
const MINUTES = 10;

const sumOf = (heaps: readonly Heaps[]): number =>
  heaps.flatMap((heap) => Object.values(heap)).reduce((sum, bytes) => sum + bytes, 0);

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
  const processes = await spawnAll(tabs[0]!);

  const sent = new Map(processes.map((process) => [process, { count: 0, sum: 0 }]));
  let number = 0;
  /** What is made is to be sent. */
  const batchOf = (size: number): Message[] =>
    Array.from({ length: size }, () => {
      const message = { process: pick(processes), n: ++number };
      const sums = sent.get(message.process)!;
      sums.count++;
      sums.sum += message.n;
      return message;
    });
  const disturbances = new Map<string, number>();
  const heaps: Point[] = [];
  let repeated = 0;
  while (number < MESSAGES) {
    const batch = batchOf(BATCH);
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
    if (number >= MESSAGES / 2 + (heaps.length * MESSAGES) / 2 / SAMPLES) {
      // Workers that have just started have not compiled yet what others have: each does something first.
      for (const tab of tabs) expect(await sendAll(tab, batchOf(WARM)), 'a batch that nobody disturbs').toBe(true);
      await computed(tabs[0]!, processes);
      heaps.push([number, sumOf(await Promise.all(tabs.map(workerHeaps)))]);
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
  const sizes = heaps.map(([, bytes]) => bytes);
  const growth = Math.max(...sizes) / Math.min(...sizes);
  console.log(
    `seed ${SEED}: ${number} messages over ${PROCESSES} processes in ${minutes.toFixed(1)} min, ${losses} lost`,
  );
  console.log(
    `disturbed: ${[...disturbances].map(([name, times]) => `${name} ${times}`).join(', ')}; sent again: ${repeated}`,
  );
  console.log(`heap of all workers in MB, second half: ${sizes.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
  console.log(
    `largest over smallest: ${growth.toFixed(2)} (limit ${MOST_GROWTH}); trend: ${slopeOf(heaps).toFixed(0)} bytes a message`,
  );
  expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
  expect(minutes).toBeLessThanOrEqual(MINUTES);
});

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
