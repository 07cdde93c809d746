/** A store that asks a gateway of Arweave for messages that it does not have, and keeps what it was given. */
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { DataStore } from '../core/ports/data.ts';
import type { Store } from '../core/ports/store.ts';
import type { Message } from '../core/value.ts';
import { binary } from '../core/value.ts';
import { factsOf } from './data.ts';
import { askOut, outwardUrl, type Reply } from './network.ts';

/**
 * The same store whose `message` also finds transactions of a gateway: their bytes as `data`, and their `content-type`.
 * Who serves them is believed; each is fetched once, and listed as data from then on.
 * @param gateway its URL, such as `https://arweave.net`. Undefined: the store as it is.
 * @throws PocketbeamError `bad-option`. `message` throws `gateway-unreachable` when it cannot be known whether there is one.
 */
export function withGateway(store: Store, data: DataStore, gateway: string | undefined): Store {
  if (gateway === undefined) return store;
  const { href } = outwardUrl('gateway', gateway);
  const base = href.replace(/\/+$/, '');
  const asked = new Map<string, Promise<Message | undefined>>();

  async function fetched(id: string): Promise<Message | undefined> {
    const reply = await askOut(new URL(`${base}/${id}`), { redirect: 'follow' }).catch((error: unknown) => {
      throw unreachable(base, id, error instanceof Error ? error.message : String(error));
    });
    if (reply.status === 404 || reply.status === 410) return undefined;
    if (reply.status !== 200) throw unreachable(base, id, `it answered ${reply.status}`);
    const message = messageOf(reply);
    await data.put({ id, added: Date.now(), gateway: base, ...factsOf(message) }, message);
    return message;
  }

  return {
    ...store,
    async message(id) {
      const known = await store.message(id);
      if (known || !isId(id)) return known;
      let answer = asked.get(id);
      if (!answer) asked.set(id, (answer = fetched(id).finally(() => asked.delete(id))));
      return answer;
    },
  };
}

function messageOf({ headers, body }: Reply): Message {
  const type = headers.get('content-type');
  return new Map([...(type === null ? [] : [['content-type', binary(type)] as const]), ['data', body]]);
}

const unreachable = (gateway: string, id: string, why: string): PocketbeamError =>
  new PocketbeamError('gateway-unreachable', `${gateway} does not give ${id}: ${why}.`, {
    cause: 'The transaction is not among the data here, so the gateway was asked.',
    next: 'Try again, or put it here: pocketbeam.data.put(content, { id }).',
    status: 504,
    details: { id },
  });
