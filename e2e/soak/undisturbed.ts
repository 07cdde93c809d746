/**
 * The other half of `npm run soak`: workers that live long. What they keep of each message shows only here, since those of
 * soak.ts are started again and again.
 */
import { expect, openPlayground, test } from '../support/test.ts';
import { computed, PROCESSES, sendAll, spawnAll } from './load.ts';
import { slopeOf, type Point } from './slope.ts';
import { workerHeaps } from './worker-heap.ts';

const MESSAGES = 10_000;
/** Until then V8 compiles what turns out to be hot. */
const WARM = MESSAGES / 2;
const STEP = 500;
/** V8 itself is at 5 to 20 there, with code and what it learns of it; one promise that somebody waits for takes 120. */
const MOST_BYTES_PER_MESSAGE = 50;

test('a long time without a disturbance', async ({ context, server }) => {
  const page = await openPlayground(context, server.url);
  const processes = await spawnAll(page);
  const samples: Record<string, Point[]> = {};
  for (let sent = 0; sent < MESSAGES;) {
    const batch = Array.from({ length: STEP }, () => ({ n: ++sent, process: processes[sent % PROCESSES]! }));
    expect(await sendAll(page, batch)).toBe(true);
    if (sent < WARM) continue;
    await computed(page, processes);
    for (const [name, bytes] of Object.entries(await workerHeaps(page))) (samples[name] ??= []).push([sent, bytes]);
  }
  expect(Object.keys(samples)).toEqual(['pocketbeam', 'pocketbeam-engine']);
  for (const [name, points] of Object.entries(samples)) {
    const slope = slopeOf(points);
    const sizes = points.map(([, bytes]) => (bytes / 1e6).toFixed(2)).join(' ');
    console.log(`${name}: ${slope.toFixed(1)} bytes a message (limit ${MOST_BYTES_PER_MESSAGE}); MB: ${sizes}`);
    expect.soft(slope, name).toBeLessThanOrEqual(MOST_BYTES_PER_MESSAGE);
  }
});
