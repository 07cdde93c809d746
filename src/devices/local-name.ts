/** `local-name@1.0`: names that this node gives to values, most often to ids. */
import { device, type Context, type Device, type DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { ValueSubject } from '../core/subject.ts';
import type { Message, Value } from '../core/value.ts';
import { needsPost } from './needs-post.ts';

/** What a name stands for; undefined for an unknown one. Names count without case, as keys do. */
export async function valueOfName(name: string, { store }: Context): Promise<Value | undefined> {
  return (await store.message(keptUnder(name)))?.get('value');
}

/** The value of the name `key`. */
const lookup: DeviceFunction = async (_subject, request, context) =>
  new ValueSubject(await valueOfName(nameOf(request), context));

/** POST: lets the name `key` stand for `value`, in place of what it stood for. */
const register: DeviceFunction = async (_subject, request, context) => {
  if (!context.incoming) throw needsPost('local-name@1.0/register');
  const name = nameOf(request);
  const value = request.get('value');
  if (value === undefined) throw missing('value');
  await context.store.putMessage(keptUnder(name), new Map([['value', value]]));
  return new ValueSubject(
    new Map([
      ['key', name],
      ['value', value],
    ]),
  );
};

export const localNameDevice: Device = {
  ...device('local-name@1.0', { lookup, register }),
  otherwise: (name) => async (_subject, _request, context) => new ValueSubject(await valueOfName(name, context)),
};

/** No path leads there: it is no id. Each name apart, so that two registrations at once do not undo each other. */
const keptUnder = (name: string): string => `local-name@1.0/${normalizeKey(name)}`;

function nameOf(request: Message): string {
  const name = request.get('key');
  if (typeof name === 'string' && name !== '') return name;
  throw missing('key');
}

const missing = (parameter: string): PocketbeamError =>
  new PocketbeamError('missing-parameter', `local-name@1.0 is not told the ${parameter}.`, {
    next: 'Write lookup&key=<name>, or POST register&key=<name>&value=<value>.',
    status: 400,
  });
