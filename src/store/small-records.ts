/** What is kept beside the processes: messages by their ids, signatures, the key of the node. */
import type { Store } from '../core/ports/store.ts';
import type { RsaJwk } from '../core/ports/wallet.ts';
import { mergeInto, noChange } from '../core/state.ts';
import type { Message } from '../core/value.ts';
import type { Key, KeyValue } from './key-value.ts';
import { scheduled } from './schedule.ts';

const WALLET: Key = ['wallet'];

type SmallRecords = Pick<
  Store,
  ('message' | 'putMessage' | 'commitments' | 'keepCommitments') | ('wallet' | 'keepWallet')
>;

/** Apart from the rest, which the Service Worker has no room for. */
export function messagesOn(kv: KeyValue): Pick<Store, 'message'> {
  return { message: (id) => kv.read(async (tx) => (await tx.get<Message>(['message', id])) ?? scheduled(tx, id)) };
}

export function smallRecordsOn(kv: KeyValue): SmallRecords {
  return {
    ...messagesOn(kv),
    putMessage: (id, message) =>
      kv.write((tx) => {
        const kept: Message = new Map();
        mergeInto(kept, message, noChange());
        tx.put(['message', id], kept);
        return Promise.resolve();
      }),
    commitments: (process, slot) => kv.read((tx) => tx.get<Message>([process, 'signed', slot])),
    keepCommitments: (process, slot, commitments) => keepFirst(kv, [process, 'signed', slot], commitments),
    wallet: () => kv.read((tx) => tx.get<RsaJwk>(WALLET)),
    keepWallet: (wallet) => keepFirst(kv, WALLET, wallet),
  };
}

/** Puts a value where there is none yet, and gives what is there then. */
function keepFirst<T>(kv: KeyValue, key: Key, value: T): Promise<T> {
  return kv.write(async (tx) => {
    const kept = await tx.get<T>(key);
    if (kept === undefined) tx.put(key, value);
    return kept ?? value;
  });
}
