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
  /** Loads it where there is anything for it: the server may be gone. */
  async function wakeRunner(): Promise<void> {
    const { store } = options;
    const isNeeded =
      loaded !== undefined || (await store.cronTasks()).length > 0 || (await store.clock()).until !== undefined;
    if (isNeeded) await runner();
  }
  const wake = (): void => {
    if (leads) wakeRunner().catch((error: unknown) => void (leads && options.onError(error)));
  };

  return {
    wake,
    start() {
      leads = true;
      wake();
    },
    settle: async () => (await runner()).settle(),
    async stop() {
      leads = false;
      await loaded?.stop();
    },
  };
}
