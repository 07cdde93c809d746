/** In the page: a message to a process with a large heap, and the same as a dry-run. */
import { openApp } from '../page/frames.ts';
import { inTurns, type Turns } from '../page/turns.ts';
import type { Series } from '../statistics.mjs';

export interface DryRunOptions {
  /** Of a process that counts its messages at `cache/count`, with the action `Increment`. */
  source: string;
  turns: Turns;
}

export async function dryRuns({ source, turns }: DryRunOptions): Promise<Record<'message' | 'dryRun', Series>> {
  const { beam, read } = await openApp();
  const process = await beam.spawn({ source });
  let count = 0;
  const found = await inTurns(
    {
      async message() {
        await beam.message({ process, tags: { Action: 'Increment' } });
        const text = await read(`${process}~process@1.0/now/cache/count`);
        // Also when dry-runs have gone between: they leave nothing behind.
        if (text !== String(++count)) throw new Error(`${text} was read after ${count} messages`);
      },
      async dryRun() {
        const text = await read(`${process}~process@1.0/as=execution/compute&Action=Increment/outbox/2/data`);
        if (text !== String(count + 1)) throw new Error(`${text} would come after ${count} messages`);
      },
    },
    turns,
  );
  return { message: found['message'] ?? [], dryRun: found['dryRun'] ?? [] };
}
