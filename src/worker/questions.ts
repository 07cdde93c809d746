/** What other contexts ask the leader on the channel, answered. */
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import type { Computer } from '../core/device.ts';
import { toPocketbeamError } from '../core/errors.ts';
import type { LuaCall } from '../core/ports/engine.ts';
import type { CronLeader } from '../emulator/clock.ts';
import type { Handler } from '../http/handle.ts';
import type { ChannelMessage } from '../leader/protocol.ts';
import { answerPassed } from './passed.ts';

export type Question = Extract<ChannelMessage, { to: string }>;

/** Who waits for the clock is answered after this time in any case, before it gives up; then it asks again. */
const SETTLE_MS = 10_000;

/** @returns what `answer` of the message `computed` is to hold. */
export async function answerQuestion(
  question: Question,
  computer: Computer,
  handle: Handler,
  cron: CronLeader,
): Promise<unknown> {
  switch (question.type) {
    case 'compute':
      return computer.compute(question.process, question.slot);
    case 'read':
      return toCloneable(await computer.read(fromCloneable(question.call) as LuaCall));
    case 'request':
      return answerPassed(handle, question.request);
    case 'settle':
      return settle(cron);
  }
}

function settle(cron: CronLeader): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS));
  const settled = cron.settle().catch((error: unknown) => {
    // It ends: as soon as it has, whoever asks turns to the next leader.
    if (toPocketbeamError(error).code === 'stopped') return late;
    throw error;
  });
  return Promise.race([settled, late]);
}
