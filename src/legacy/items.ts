/** Signed data items as a messenger unit is sent them. */
import { identifyItem } from '../codecs/commitments.ts';
import type { Incoming } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import type { Message } from '../core/value.ts';
import { invalidMessage } from '../devices/invalid-message.ts';
import type { Call } from './unit.ts';

/**
 * The item in the body, whatever the content type: aoconnect calls it `application/octet-stream`.
 * @throws PocketbeamError `nothing-to-schedule` without a body, `bad-data-item`, `invalid-message` for a signature that
 * does not hold.
 */
export async function signedItem({ request, context }: Call): Promise<Incoming> {
  const body = request.get('body');
  const incoming = typeof body === 'string' ? await decoded(body) : context.incoming;
  if (!incoming || incoming.signer === '')
    throw new PocketbeamError('nothing-to-schedule', 'The request has no body.', {
      next: 'POST a signed data item (ANS-104), as message() and spawn() of aoconnect do.',
      status: 400,
    });
  if (!(await incoming.verify())) throw invalidMessage();
  return incoming;
}

async function decoded(body: string): Promise<Incoming> {
  const { message, identity } = await identifyItem(body);
  const { id, signers, verify } = identity;
  return { message, id, signer: signers[0] ?? '', verify };
}

/**
 * `process` or `message`, as the tags say.
 * @throws PocketbeamError `bad-ao-tags`
 */
export function typeOf(message: Message): 'process' | 'message' {
  const [protocol, type] = [message.get('data-protocol'), message.get('type')];
  if (protocol !== 'ao') throw badTags(`Its tag Data-Protocol is ${shown(protocol)} and not "ao".`);
  if (type === 'Process') return 'process';
  if (type === 'Message') return 'message';
  throw badTags(`Its tag Type is ${shown(type)}, neither "Process" nor "Message".`);
}

const shown = (value: unknown): string => (value === undefined ? 'missing' : show(value));

const badTags = (what: string): PocketbeamError =>
  new PocketbeamError('bad-ao-tags', `The data item is no message of ao. ${what}`, {
    next: 'Tag names and values are case-sensitive; spawn() and message() of aoconnect set these tags themselves.',
    status: 400,
  });
