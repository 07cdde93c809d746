/** One clock for all tabs: whoever asks, the one that leads runs the tasks, and the next one goes on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createArchives } from '../archive/archives.ts';
import type { PocketbeamError } from '../core/errors.ts';
import type { Store } from '../core/ports/store.ts';
import type { CronOptions } from '../emulator/cron-options.ts';
import { instanceNames } from '../leader/names.ts';
import { fakeLocks } from '../leader/testing.ts';
import { createLuaEngine } from '../lua/engine.ts';
import { dataOf } from '../emulator/data.ts';
import { createDataStore } from '../store/data.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { createCoordinator, type Coordinator } from './coordinator.ts';

const SOURCE = `Times = {}
Handlers.add('tick', function(msg) return msg.Cron end, function(msg) table.insert(Times, msg.Timestamp // 1) end)`;
const WAIT = { timeout: 30_000 };
const HOUR = 3_600_000;

let names = instanceNames('/');
let instances = 0;
let kv: MemoryKeyValue;
let locks: LockManager;
let store: Store;
const open = new Set<Coordinator>();
const missed: PocketbeamError[] = [];

async function join(cron?: CronOptions): Promise<Coordinator> {
  const engine = { ...createLuaEngine(), interrupt: () => undefined, stop: () => undefined };
  const one = createCoordinator(
    {
      names,
      store,
      archives: createArchives(kv),
      data: dataOf(createDataStore(kv)),
      engine,
      locks,
      onMissed: (error) => void missed.push(error),
    },
    { cron },
  );
  open.add(one);
  // In their order.
  await one.api.list();
  return one;
}
async function leave(one: Coordinator): Promise<void> {
  open.delete(one);
  await one.stop();
}

beforeEach(() => {
  names = instanceNames(`/clock-${++instances}/`);
  kv = new MemoryKeyValue();
  store = createStore(kv);
  ({ locks } = fakeLocks());
  vi.stubGlobal('navigator', { locks });
});
afterEach(async () => {
  for (const one of open) await leave(one);
  missed.length = 0;
  vi.unstubAllGlobals();
});

const spawn = (one: Coordinator): Promise<string> =>
  one.api.spawn({ source: SOURCE, tags: { 'Cron-Interval': '1-hour' } });
async function times(one: Coordinator, process: string): Promise<number[]> {
  const { output } = await one.api.eval({ process, code: 'return table.concat(Times, " ")' });
  return output.data.split(' ').filter(Boolean).map(Number);
}

describe('the clock of several tabs', () => {
  it('is asked for by any, and goes on with the next leader', async () => {
    const [first, second] = [await join(), await join()];
    const process = await spawn(second);
    await second.api.clock.pause();
    const start = await first.api.clock.now();
    expect(await second.api.clock.advance('3h')).toBe(3);
    expect(await first.api.clock.advance('1h')).toBe(1);
    await leave(first);
    expect(await second.api.clock.advance('1h')).toBe(1);
    expect(await second.api.clock.now()).toBe(start + 5 * HOUR);
    const gaps = (await times(second, process)).map((time, i, all) => time - (all[i - 1] ?? time - HOUR));
    expect(gaps).toEqual([HOUR, HOUR, HOUR, HOUR, HOUR]);
  });
  it('arrives although the leader goes on the way, and each time takes one slot', async () => {
    const [first, second] = [await join(), await join()];
    const process = await spawn(first);
    const arrived = second.api.clock.advance('50h');
    await expect.poll(async () => (await store.head(process))!.slot, WAIT).toBeGreaterThan(4);
    await leave(first);
    expect(await arrived).toBe(50);
    const all = await times(second, process);
    expect(all).toHaveLength(50);
    expect(new Set(all).size).toBe(50);
  });
  it('tells every tab what was missed', async () => {
    const [first] = [await join(), await join()];
    const process = await spawn(first);
    await first.api.clock.set(Date.now() + 7.5 * HOUR);
    await expect.poll(() => missed.length, WAIT).toBe(2);
    for (const { code, message } of missed) {
      expect(code).toBe('missed-ticks');
      expect(message).toContain(`6 times of the Cron tags of ${process}`);
    }
    expect(await times(first, process)).toHaveLength(1);
  });
  it('catches up by option', async () => {
    const first = await join({ missed: 'catch-up' });
    const process = await spawn(first);
    await first.api.clock.set(Date.now() + 7.5 * HOUR);
    expect(await times(first, process)).toHaveLength(7);
    expect(missed).toEqual([]);
  });
});
