/** In the page: messages, each read back before the next. */
import { openApp } from '../page/frames.ts';
import { inTurns, type Turns } from '../page/turns.ts';
import type { Series } from '../statistics.mjs';

export interface SendOptions {
  /** Of a process that counts its messages at `cache/count`, with the action `Increment`. */
  source: string;
  turns: Turns;
}

/** By what was waited for. */
export async function send({ source, turns }: SendOptions): Promise<Record<'read' | 'taken', Series>> {
  const { beam, read } = await openApp();
  const message = (process: string) => beam.message({ process, tags: { Action: 'Increment' } });
  const [counted, taken] = [await beam.spawn({ source }), await beam.spawn({ source })];
  let count = 0;
  const found = await inTurns(
    {
      async read() {
        await message(counted);
        const text = await read(`${counted}~process@1.0/now/cache/count`);
        if (text !== String(++count)) throw new Error(`${text} was read after ${count} messages`);
      },
      taken: () => message(taken),
    },
    turns,
  );
  return { read: found['read'] ?? [], taken: found['taken'] ?? [] };
}
