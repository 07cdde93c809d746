/** Where messages were scheduled, by their ids. */
import type { Assignment, Store } from '../core/ports/store.ts';
import type { KeyValue } from './key-value.ts';
import { headOf } from './layout.ts';

export function placesOn(kv: KeyValue): Pick<Store, 'slotOf'> {
  return {
    slotOf: (process, id) =>
      kv.read(async (tx) => {
        const [head, at] = [await headOf(tx, process), await tx.get<[string, number]>(['at', id])];
        if (!head || !at) return undefined;
        // Only the last place is on record: a message may have been assigned to several processes.
        if (at[0] === process) return at[1];
        const all = await tx.between<Assignment>([process, 'message'], 0, head.slot);
        return all.find((one) => one.id === id)?.slot;
      }),
  };
}
