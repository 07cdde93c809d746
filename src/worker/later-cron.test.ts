import { expect, it, vi } from 'vitest';
import type { CronRunnerOptions } from '../emulator/cron-runner.ts';
import { laterCron } from './later-cron.ts';
import * as later from './later.ts';

const NOTHING = { cronTasks: async () => [], clock: async () => ({ ticks: {} }) };
const TASK = { ...NOTHING, cronTasks: async () => [{}] };

function begin(store: object): { errors: unknown[]; wake: () => void } {
  const errors: unknown[] = [];
  const cron = laterCron({
    store,
    onError: (error: unknown) => void errors.push(error),
  } as unknown as CronRunnerOptions);
  cron.start();
  return { errors, wake: cron.wake };
}

it('asks the server for nothing where there are no tasks', async () => {
  const load = vi.spyOn(later, 'loadCron').mockRejectedValue(new Error('gone'));
  const { errors, wake } = begin(NOTHING);
  wake();
  await new Promise((resolve) => setTimeout(resolve));
  expect(load).not.toHaveBeenCalled();
  expect(errors).toEqual([]);
  const busy = begin(TASK);
  await vi.waitFor(() => expect(busy.errors).toMatchObject([{ message: 'gone' }]));
});
