import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../e2e/support/fake-clock.ts';
import { createStackNode, RUNNER, type StackNode } from '../../e2e/support/stack-node.ts';

const WAIT = { timeout: 30_000 };
let node: StackNode;
let clock: FakeClock;
const errors: unknown[] = [];
afterEach(async () => {
  await node.close();
  expect(errors.splice(0)).toEqual([]);
});

async function start(data?: string): Promise<void> {
  clock ??= createFakeClock();
  const kept = data === undefined ? {} : { data };
  node = await createStackNode({ clock, onDemand: true, onError: (error) => errors.push(error), ...kept });
}

/** A process whose slots count the pushes it got. */
async function counter(): Promise<{ path: string; slots: () => Promise<string> }> {
  const path = `/${await node.spawn(RUNNER)}~process@1.0`;
  return { path, slots: () => node.text(`${path}/slot/current`) };
}

describe('cron@1.0', () => {
  it('once sends a request at once, and only once', async () => {
    await start();
    const { path, slots } = await counter();
    expect(await node.text(`/~cron@1.0/once?cron-path=${path}/push`)).toMatch(/^[\w-]{43}$/);
    await clock.advance(1000);
    await clock.advance(100_000);
    await expect.poll(slots, WAIT).toBe('1');
  });
  it('every sends it again and again, until stop', async () => {
    await start();
    const { path, slots } = await counter();
    const task = await node.text(`/~cron@1.0/every?cron-path=${path}/push&interval=2-minutes`);
    await clock.advance(119_000);
    await expect.poll(slots, WAIT).toBe('0');
    await clock.advance(2000);
    await expect.poll(slots, WAIT).toBe('1');
    await clock.advance(360_000);
    await expect.poll(slots, WAIT).toBe('4');
    expect(await node.text(`/~cron@1.0/stop?task=${task}`)).toBe(task);
    await clock.advance(600_000);
    await expect.poll(slots, WAIT).toBe('4');
    expect(await node.gist(`/~cron@1.0/stop?task=${task}`)).toBe('404 unknown-task');
  });
  it('goes on after a restart, and runs once what was missed', async () => {
    const data = await mkdtemp(`${tmpdir()}/pocketbeam-cron-`);
    await start(data);
    const { path, slots } = await counter();
    await node.text(`/~cron@1.0/every?cron-path=${path}/push&interval=1-hour`);
    await node.close();
    await clock.advance(5 * 3_600_000 + 1000);
    await start(data);
    await clock.advance(10);
    await expect.poll(slots, WAIT).toBe('1');
    expect(errors.splice(0)).toMatchObject([{ code: 'missed-ticks', details: { tasks: [{ missed: 4 }] } }]);
    await clock.advance(3_600_000);
    await expect.poll(slots, WAIT).toBe('2');
  });
  it('is not stopped by a task that fails', async () => {
    await start();
    const { path, slots } = await counter();
    await node.text('/~cron@1.0/every?cron-path=/~nobody@1.0/x/y&interval=1-second');
    await node.text(`/~cron@1.0/every?cron-path=${path}/push&interval=1-second`);
    await clock.advance(3500);
    await expect.poll(slots, WAIT).toBe('3');
  });
  it('keeps a thousand tasks and no more', async () => {
    await start();
    const path = '/~cron@1.0/every?cron-path=/x&interval=1-day';
    for (let i = 0; i < 1000; i++) await node.text(path);
    expect(await node.gist(path)).toBe('429 too-many-tasks');
  });
  it('says what is wrong with a task', async () => {
    await start();
    expect(await node.gist('/~cron@1.0/once')).toBe('400 missing-parameter');
    expect(await node.gist('/~cron@1.0/every?cron-path=/x')).toBe('400 missing-parameter');
    for (const interval of ['5', '0-seconds', '5-weeks', '99-milliseconds', 'minutes', '-1-hours'])
      expect(await node.gist(`/~cron@1.0/every?cron-path=/x&interval=${interval}`)).toBe('400 bad-interval');
    expect(await node.gist('/~cron@1.0/every?interval=1-day&cron-path=/%25zz')).toBe('400 bad-path');
    expect(await node.gist('/~cron@1.0/stop')).toBe('404 unknown-task');
  });
});
