/** `multipass@1.0`: lets a stack run over a message several times. */
import { device, type Device } from '../core/device.ts';
import { ValueSubject } from '../core/subject.ts';
import { isMap, type Message, type Value } from '../core/value.ts';
import type { StackFunction } from './stack-function.ts';

/** Asks for another pass until there were `passes` (default 1). Put it last in the stack. */
export const multipass: StackFunction = (base) =>
  Promise.resolve({ status: passOf(base) < count(base.get('passes')) ? 'pass' : 'ok', message: base });

/** Which pass over the message this is, from 1. */
export const passOf = (base: Message): number => count(base.get('pass'));

export const multipassDevice: Device = device('multipass@1.0', {
  /** The message, with the key `pass` one higher where another pass is due. */
  async compute(subject, request) {
    const base = await subject.load();
    if (!isMap(base)) return new ValueSubject(undefined);
    const { status, message } = await multipass(base, request);
    return new ValueSubject(status === 'pass' ? new Map([...message, ['pass', passOf(message) + 1]]) : message);
  },
});

/** A count from 1; anything else counts as 1. */
function count(value: Value | undefined): number {
  const n = typeof value === 'string' || typeof value === 'number' ? Number(value) : 1;
  return Number.isSafeInteger(n) && n > 1 ? n : 1;
}
