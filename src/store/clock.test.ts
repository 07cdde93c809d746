import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { CronTask, Store } from '../core/ports/store.ts';
import { pause, resume, setOff, setTo } from '../core/virtual-time.ts';
import { IndexedDbKeyValue } from './indexeddb.ts';
import type { KeyValue } from './key-value.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { assignment, PID, replacing } from './testing.ts';

let databases = 0;
const adapters: Record<string, () => KeyValue> = {
  memory: () => new MemoryKeyValue(),
  indexeddb: () => new IndexedDbKeyValue(`clock-${++databases}`),
};
const MACHINE = 240_000;
const TASK: CronTask = { id: 'task', process: PID, tags: { action: 'x' }, due: 10, every: 500 };
/** A message without a time of its own. */
const draft = (name: string) => {
  const { timestamp: _, height: __, ...rest } = assignment(name);
  return rest;
};

describe.each(Object.keys(adapters))('the clock of a store: %s', (name) => {
  const open = (): Store => createStore(adapters[name]!(), () => MACHINE);

  it('is that of the machine, moved and stopped', async () => {
    const store = open();
    expect([await store.now(), await store.clock()]).toEqual([MACHINE, { offset: 0 }]);
    await store.changeClock(setTo(MACHINE + 7));
    expect([await store.now(), await store.clock()]).toEqual([MACHINE + 7, { offset: 7 }]);
    await store.changeClock(pause);
    expect(await store.clock()).toEqual({ offset: 7, stands: MACHINE + 7, paused: true });
    await store.changeClock(resume);
    expect(await store.clock()).toEqual({ offset: 7 });
    await Promise.all([1, 2, 3].map((ms) => store.changeClock(setOff(ms))));
    expect(await store.clock()).toEqual({ offset: 7, stands: MACHINE + 7, until: MACHINE + 13 });
    await store.clear();
    expect(await store.now()).toBe(MACHINE);
    await store.close();
  });

  it('is the time at which messages take their slots, unless they have one', async () => {
    const store = open();
    await store.changeClock(setTo(600_000));
    expect(await store.create(PID, 'p', { ...draft('spawn'), id: PID })).toMatchObject({ created: 600_000 });
    const { taken } = await store.append(PID, draft('one'));
    await store.append(PID, { ...draft('two'), timestamp: 120_001 });
    await store.append(PID, { ...draft('three'), height: 77 });
    const times = (await store.assignments(PID, 0, 3)).map(({ timestamp, height }) => [timestamp, height]);
    expect(times).toEqual([
      [600_000, 5],
      [600_000, 5],
      [120_001, 1],
      [600_000, 77],
    ]);
    expect(taken?.assignment).toEqual(await store.assignment(PID, 1));
    expect(await store.appendElsewhere('elsewhere', draft('away'))).toMatchObject({ timestamp: 600_000, height: 5 });
    await store.close();
  });

  it('has tasks that begin once with their process, and end with it', async () => {
    const store = open();
    const first = { ...replacing(0, new Map(), new Map()), cron: [TASK] };
    await store.create(PID, 'p', { ...assignment('spawn'), id: PID });
    await store.commit(PID, first);
    expect(await store.cronTasks()).toEqual([TASK]);
    await store.dropCronTask('task');
    await store.rebuild(PID);
    await store.commit(PID, first);
    expect(await store.cronTasks()).toEqual([]);
    await store.keepCronTask(TASK);
    await store.keepCronTask({ id: 'other', path: '/x', due: 5 });
    await store.remove(PID);
    expect((await store.cronTasks()).map(({ id }) => id)).toEqual(['other']);
    // Made anew, they begin anew.
    await store.create(PID, 'p', { ...assignment('again'), id: PID });
    await store.commit(PID, first);
    expect((await store.cronTasks()).map(({ id }) => id)).toEqual(['other', 'task']);
    await store.close();
  });

  it('moves a task on for one of those who want to, and counts on its way', async () => {
    const store = open();
    await store.keepCronTask(TASK);
    const after = { ...TASK, due: 510, ran: 1 };
    const moved = await Promise.all([1, 2, 3].map(() => store.moveCronTask(TASK, after, 1)));
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect((await store.clock()).ticks).toBeUndefined();
    await store.changeClock(setOff(1000));
    expect(await store.moveCronTask(after, { ...after, due: 1010, ran: 2 }, 1)).toBe(true);
    expect(await store.moveCronTask({ ...after, due: 1010, ran: 2 }, undefined, 1)).toBe(true);
    expect(await store.moveCronTask({ ...after, due: 1010, ran: 2 }, undefined, 1)).toBe(false);
    expect([(await store.clock()).ticks, await store.cronTasks()]).toEqual([2, []]);
    await store.close();
  });
});
