/** What slots send to others: what waits, and where it went. */
import type { Delivery, Store } from '../core/ports/store.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { headOf } from './layout.ts';

const PENDING = 'push';
const pendingKey = (process: string, slot: number): Key => [PENDING, process, slot];
const deliveredKey = (process: string, slot: number): Key => [process, 'delivered', slot];

export function pushesOn(kv: KeyValue): Pick<Store, 'pendingPushes' | 'askForPush' | 'keepDeliveries' | 'deliveries'> {
  return {
    pendingPushes: () =>
      kv.read(async (tx) =>
        (await tx.under<number>([PENDING])).map(([[process, slot], hops]) => {
          return { process: String(process), slot: Number(slot), hops };
        }),
      ),
    askForPush: ({ process, slot, hops }) =>
      kv.write(async (tx) => {
        const head = await headOf(tx, process);
        if (!head || slot > head.computed || (await isDelivered(tx, process, slot))) return false;
        putPending(tx, process, slot, hops);
        return true;
      }),
    keepDeliveries: (process, slot, deliveries) =>
      kv.write(async (tx) => {
        tx.remove(pendingKey(process, slot));
        if (await headOf(tx, process)) putDelivered(tx, process, slot, deliveries);
      }),
    deliveries: (process, slot) => kv.read((tx) => tx.get<Delivery[]>(deliveredKey(process, slot))),
  };
}

/** The slots of a process that still have to send. */
export async function pendingOf(tx: Transaction, process: string): Promise<Set<number>> {
  return new Set((await tx.under([PENDING, process])).map(([[slot]]) => Number(slot)));
}

/** Whether what a slot sent went where it could. */
export async function isDelivered(tx: Transaction, process: string, slot: number): Promise<boolean> {
  return (await tx.get(deliveredKey(process, slot))) !== undefined;
}

export function putPending(tx: Transaction, process: string, slot: number, hops: number): void {
  tx.put(pendingKey(process, slot), hops);
}

export function putDelivered(tx: Transaction, process: string, slot: number, deliveries: Delivery[]): void {
  tx.put(deliveredKey(process, slot), deliveries);
}

/** Of a process that is removed. */
export function removePending(tx: Transaction, process: string): void {
  tx.removeUnder([PENDING, process]);
}
