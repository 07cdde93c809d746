/** The store as the Service Worker has it: states are read and messages take their slots. */
import { Elsewhere } from '../core/elsewhere.ts';
import type { Store } from '../core/ports/store.ts';
import type { KeyValue } from '../store/key-value.ts';
import { scheduleOn } from '../store/schedule.ts';
import { messagesOn } from '../store/small-records.ts';
import { stateReadsOn } from '../store/state-reads.ts';

/** All that a request may do without the worker of a page; whatever else is asked of it throws `Elsewhere`. */
export function openStore(kv: KeyValue): Store {
  const here: Partial<Store> = { ...scheduleOn(kv), ...stateReadsOn(kv), ...messagesOn(kv) };
  return new Proxy(here, { get: (own, name: keyof Store) => own[name] ?? elsewhere }) as Store;
}

const elsewhere = (): never => {
  throw new Elsewhere('What this writes');
};
