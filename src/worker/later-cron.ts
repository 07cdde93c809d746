/** Whoever runs the tasks of the clock: a file of its own, which is loaded when there are any. */
import { PocketbeamError } from '../core/errors.ts';
import type { CronLeader } from '../emulator/clock.ts';
import type { CronRunner, CronRunnerOptions } from '../emulator/cron-runner.ts';
import { loadCron } from './later.ts';

export interface LaterCron extends CronLeader {
  /** This one leads from now on. */
  start(): void;
  /** Runs nothing more; resolves when what runs is through. */
  stop(): Promise<void>;
}

export function laterCron(options: CronRunnerOptions): LaterCron {
  let leads = false;
  let loaded: CronRunner | undefined;

  /** @throws PocketbeamError `stopped`, and what loading throws. */
  async function runner(): Promise<CronRunner> {
    if (!loaded) {
      const { CronRunner } = await loadCron();
      loaded ??= new CronRunner(options);
    }
    if (!leads) throw new PocketbeamError('stopped', 'Nobody runs the tasks of the clock here any more.');
    loaded.start();
    return loaded;
  }
  const wake = (): void => {
    if (leads) runner().catch((error: unknown) => void (leads && options.onError(error)));
  };

  return {
    wake,
    start() {
      leads = true;
      const { store, onError } = options;
      Promise.all([store.cronTasks(), store.clock()]).then(([tasks, { until }]) => {
        if (tasks.length || until !== undefined) wake();
      }, onError);
    },
    settle: async () => (await runner()).settle(),
    async stop() {
      leads = false;
      await loaded?.stop();
    },
  };
}
