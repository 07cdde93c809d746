/** Tasks of the clock. */
import type { CronTask, Store } from '../core/ports/store.ts';
import { clockOf, putClock } from './clock.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';

const keyOf = (id: string): Key => ['cron', id];
/** Stands where the tasks of a process have begun, whether or not there are any left. */
const begunKey = (process: string): Key => [process, 'cron'];

export function cronTasksOn(kv: KeyValue): Pick<Store, 'cronTasks' | 'keepCronTask' | 'moveCronTask' | 'dropCronTask'> {
  return {
    cronTasks: () => kv.read(async (tx) => (await tasksOf(tx)).sort((a, b) => a.due - b.due)),
    keepCronTask: (task) =>
      kv.write((tx) => {
        putTask(tx, task);
        return Promise.resolve();
      }),
    moveCronTask: (before, after, ticks) =>
      kv.write(async (tx) => {
        const [now, clock] = await Promise.all([tx.get<CronTask>(keyOf(before.id)), clockOf(tx)]);
        if (now?.due !== before.due || now.ran !== before.ran) return false;
        if (after) putTask(tx, after);
        else tx.remove(keyOf(before.id));
        // At other times nobody asks.
        if (ticks && clock.until !== undefined) putClock(tx, { ...clock, ticks: (clock.ticks ?? 0) + ticks });
        return true;
      }),
    dropCronTask: (id) =>
      kv.write(async (tx) => {
        const known = (await tx.get(keyOf(id))) !== undefined;
        if (known) tx.remove(keyOf(id));
        return known;
      }),
  };
}

export async function tasksOf(tx: Transaction, process?: string): Promise<CronTask[]> {
  const all = (await tx.under<CronTask>(['cron'])).map(([, task]) => task);
  return process === undefined ? all : all.filter((task) => task.process === process);
}

export function putTask(tx: Transaction, task: CronTask): void {
  tx.put(keyOf(task.id), task);
}

/** The tasks of a process begin, unless they have before. To be called before anything is written. */
export async function begin(tx: Transaction, process: string, tasks: readonly CronTask[]): Promise<void> {
  if (await hasBegun(tx, process)) return;
  for (const task of tasks) putTask(tx, task);
  markBegun(tx, process);
}

export const hasBegun = async (tx: Transaction, process: string): Promise<boolean> =>
  (await tx.get(begunKey(process))) !== undefined;

export function markBegun(tx: Transaction, process: string): void {
  tx.put(begunKey(process), true);
}

/** Of a process that is removed. */
export async function removeTasks(tx: Transaction, process: string): Promise<void> {
  for (const { id } of await tasksOf(tx, process)) tx.remove(keyOf(id));
}
