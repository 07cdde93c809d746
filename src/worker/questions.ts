/** What other contexts ask the leader on the channel, answered. */
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import type { Computer } from '../core/device.ts';
import type { LuaCall } from '../core/ports/engine.ts';
import type { Handler } from '../http/handle.ts';
import type { ChannelMessage } from '../leader/protocol.ts';
import { answerPassed } from './passed.ts';

export type Question = Extract<ChannelMessage, { to: string }>;

/** @returns what `answer` of the message `computed` is to hold. */
export async function answerQuestion(question: Question, computer: Computer, handle: Handler): Promise<unknown> {
  switch (question.type) {
    case 'compute':
      return computer.compute(question.process, question.slot);
    case 'read':
      return toCloneable(await computer.read(fromCloneable(question.call) as LuaCall));
    case 'request':
      return answerPassed(handle, question.request);
  }
}
