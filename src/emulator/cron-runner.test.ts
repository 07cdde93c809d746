/** Whoever runs tasks may end, or be refused by the store, between any two steps. */
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../e2e/support/fake-clock.ts';
import type { Store } from '../core/ports/store.ts';
import { pause, resume } from '../core/virtual-time.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { assignment } from '../store/testing.ts';
import { CronRunner } from './cron-runner.ts';

const PROCESS = 'runs-by-the-clock'.padEnd(43, '-');
const WAIT = { timeout: 30_000 };
const START = 1_900_000_000_000;
const HOUR = 3_600_000;

async function setUp() {
  const clock = createFakeClock(START);
  const store = createStore(new MemoryKeyValue(), () => clock.now());
  await store.create(PROCESS, 'p', { ...assignment('first'), id: PROCESS });
  await store.keepCronTask({ id: PROCESS, process: PROCESS, tags: { action: 'Tick' }, due: START + HOUR, every: HOUR });
  const [errors, ran]: [unknown[], string[]] = [[], []];
  const runner = (over: Partial<Store> = {}): CronRunner =>
    new CronRunner({
      ...{ store: { ...store, ...over }, clock },
      run: (path) => Promise.resolve(ran.push(path)),
      push: () => Promise.resolve(),
      onScheduled: (_process, slot) => void ran.push(`slot ${slot}`),
      onError: (error) => void errors.push(error),
      onMissed: (error) => void errors.push(error),
    });
  const slot = async (): Promise<number> => (await store.head(PROCESS))!.slot;
  return { clock, store, runner, errors, ran, slot };
}

const refuse = (): Promise<never> => Promise.reject(new Error('refused'));

describe('a runner of tasks', () => {
  it('that ends after the message has its slot leaves a task which finds that slot', async () => {
    const { clock, store, runner, ran, slot } = await setUp();
    await clock.advance(HOUR);
    const first = runner({ moveCronTask: refuse });
    first.start();
    await expect(first.settle()).rejects.toThrow('refused');
    await first.stop();
    expect([await slot(), (await store.cronTasks())[0]?.due]).toEqual([1, START + HOUR]);
    const next = runner();
    next.start();
    await next.settle();
    expect([await slot(), (await store.cronTasks())[0]?.due]).toEqual([1, START + 2 * HOUR]);
    expect(ran).toEqual(['slot 1']);
    await next.stop();
  });
  it('tries again when the store has refused', async () => {
    const { clock, store, runner, errors, slot } = await setUp();
    let refuses = true;
    const one = runner({ append: (...args) => (refuses ? refuse() : store.append(...args)) });
    one.start();
    await clock.advance(HOUR);
    await expect.poll(() => errors.splice(0).map(String), WAIT).toContain('Error: refused');
    expect(await slot()).toBe(0);
    refuses = false;
    await clock.advance(5000);
    await expect.poll(slot, WAIT).toBe(1);
    await one.stop();
  });
  it('runs a request once, whoever else takes it up at the same time', async () => {
    const { clock, store, runner, ran } = await setUp();
    await store.dropCronTask(PROCESS);
    await store.keepCronTask({ id: 'request', path: '/x', due: START });
    const both = [runner(), runner()];
    for (const one of both) one.start();
    await Promise.all(both.map((one) => one.settle()));
    await clock.advance(HOUR);
    expect(ran).toEqual(['/x']);
    for (const one of both) await one.stop();
  });
  it('does not bring back a task that was stopped while it ran', async () => {
    const { clock, store, runner, slot } = await setUp();
    await clock.advance(HOUR);
    const append: Store['append'] = async (...args) => {
      await store.dropCronTask(PROCESS);
      return store.append(...args);
    };
    const one = runner({ append });
    one.start();
    await one.settle();
    expect([await slot(), await store.cronTasks()]).toEqual([1, []]);
    await one.stop();
  });
  it('drops what belongs to a process that is gone', async () => {
    const { clock, store, runner, errors } = await setUp();
    await store.keepCronTask({ id: 'gone', process: 'g'.repeat(43), tags: {}, due: START });
    const one = runner();
    one.start();
    await one.settle();
    expect((await store.cronTasks()).map(({ id }) => id)).toEqual([PROCESS]);
    await clock.advance(1000);
    expect(errors).toEqual([]);
    await one.stop();
  });
  it('runs nothing while the clock stands, and does not run after its end', async () => {
    const { clock, store, runner, slot } = await setUp();
    const one = runner();
    one.start();
    await store.changeClock(pause);
    await one.settle();
    await clock.advance(3 * HOUR);
    expect(await slot()).toBe(0);
    await store.changeClock(resume);
    await one.settle();
    await clock.advance(HOUR + 1);
    await expect.poll(slot, WAIT).toBe(1);
    await one.stop();
    await clock.advance(HOUR);
    expect(await slot()).toBe(1);
    await expect(one.settle()).rejects.toMatchObject({ code: 'stopped' });
  });
});
