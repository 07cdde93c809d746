/** The clock of a store: that of the machine, moved and stopped as {@link ClockRecord} says. */
import type { ClockRecord, Store } from '../core/ports/store.ts';
import { timeOf } from '../core/virtual-time.ts';
import type { KeyValue, Transaction } from './key-value.ts';
import { CLOCK } from './layout.ts';

/** @param machine time of the machine, ms since 1970. */
export function clockOn(
  kv: KeyValue,
  machine = (): number => Date.now(),
): Pick<Store, 'now' | 'clock' | 'changeClock'> {
  return {
    now: async () => timeOf(await kv.read(clockOf), machine()),
    clock: () => kv.read(clockOf),
    changeClock: (change) =>
      kv.write(async (tx) => {
        const changed = change(await clockOf(tx), machine());
        putClock(tx, changed);
        return changed;
      }),
  };
}

export const clockOf = async (tx: Transaction): Promise<ClockRecord> =>
  (await tx.get<ClockRecord>(CLOCK)) ?? { offset: 0 };

export function putClock(tx: Transaction, record: ClockRecord): void {
  tx.put(CLOCK, record);
}
