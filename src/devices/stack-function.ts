/** What a device does as one layer of a stack. */
import type { Message } from '../core/value.ts';

/**
 * `ok`: the next device goes on with `message`. `skip`: the rest of the stack is left out, `message` is the result.
 * `pass`: once the stack is through, it begins again from its first device, with the key `pass` one higher.
 */
export interface StackStep {
  status: 'ok' | 'skip' | 'pass';
  message: Message;
}

/**
 * @param base what the device before left; not changed.
 * @param request what the stack handles: for a process the assignment of a slot, its message under `body`.
 */
export type StackFunction = (base: Message, request: Message) => Promise<StackStep>;
