/** `dedup@1.0`: lets every message through a stack once. */
import { identify } from '../codecs/commitments.ts';
import { device, type Device } from '../core/device.ts';
import { dig } from '../core/state.ts';
import { ValueSubject } from '../core/subject.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';
import { passOf } from './multipass.ts';
import type { StackFunction } from './stack-function.ts';

/**
 * Skips a request whose subject stands in the list `dedup` of `base`, and adds it otherwise. The subject is the message
 * under the request's `body`, or the request itself where it has none: that of an assignment is what was sent, as each
 * has a slot of its own. `dedup-subject`, in `base` or the request, names another key of the request, or `request` for
 * the whole. A later pass over the same request is no repetition.
 */
export const dedup: StackFunction = async (base, request) => {
  if (passOf(base) > 1) return { status: 'ok', message: base };
  const id = await idOf(subjectOf(request, base.get('dedup-subject') ?? request.get('dedup-subject')));
  const seen = seenIn(base);
  if (seen.includes(id)) return { status: 'skip', message: base };
  return { status: 'ok', message: new Map([...base, ['dedup', [...seen, id]]]) };
};

export const dedupDevice: Device = device('dedup@1.0', {
  /** The message as `dedup` leaves it. */
  async compute(subject, request) {
    const base = await subject.load();
    return new ValueSubject(isMap(base) ? (await dedup(base, request)).message : undefined);
  },
});

function seenIn(base: Message): Value[] {
  const seen = base.get('dedup');
  // A list that has been a message on its way comes back numbered.
  return isList(seen) ? seen : isMap(seen) ? [...seen.values()] : [];
}

function subjectOf(request: Message, name: Value | undefined): Value {
  if (typeof name === 'string' && name !== 'request')
    return (
      dig(
        request,
        name.split('/').filter((key) => key !== ''),
      ) ?? request
    );
  const body = request.get('body');
  return name === undefined && isMap(body) ? body : request;
}

/** Anything has an id: what is no message, that of a message with it as its body. */
const idOf = async (value: Value): Promise<string> =>
  (await identify(isMap(value) ? value : new Map([['body', value]]))).id;
