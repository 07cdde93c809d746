/**
 * What lies where in a store, over any key-value store (design §3).
 *
 *     ['head', pid]              → ProcessHead (apart from the rest, so that listing reads heads only)
 *     ['message', id]            → a message stored by its id
 *     ['cron', id]               → CronTask
 *     ['clock']                  → ClockRecord, where it is not the time of the machine
 *     ['elsewhere', pid]         → the last Assignment of a process that is not here
 *     ['at', id]                 → where the message of this id was scheduled, [pid, slot]
 *     ['push', pid, slot]        → hops: what the slot sends waits to be pushed on
 *     ['schema']                 → the form of all this in IndexedDB (database.ts); ['probe'] comes and goes (probe.ts)
 *     ['wallet']                 → the private key of this node; nothing that is asked for by a path begins so
 *     [pid, 'anchor', anchor]    → slot
 *     [pid, 'message', slot]     → Assignment
 *     [pid, 'record', slot]      → SlotRecord
 *     [pid, 'delivered', slot]   → Delivery[]: where it went
 *     [pid, 'cron']              → true: the tasks of its Cron tags have begun
 *     [pid, 'signed', slot]      → what this node has signed the slot with
 *     [pid, 'now', …path]        → a leaf of the public state as last computed
 *     [pid, 'undo', slot]        → Change[]: what leads back from slot to slot − 1, one change for each path
 *     [pid, 'back', n, slot]     → Change[]: the same over 8ⁿ slots at once, where 8ⁿ divides the slot (way-back.ts)
 *     [pid, 'was', …path, slot]  → Displaced: what stood at a path until that slot, the same changes by their paths
 *
 * `results` and `at-slot` of the public state change whole with every slot, so they are read from the slot's record;
 * `process` is the process message, read from slot 0.
 */
import type { Store } from '../core/ports/store.ts';
import { clockOn } from './clock.ts';
import { commitsOn } from './commits.ts';
import { cronTasksOn } from './cron-tasks.ts';
import type { KeyValue } from './key-value.ts';
import type { Maintenance } from './maintenance.ts';
import { placesOn } from './places.ts';
import { pushesOn } from './pushes.ts';
import { scheduleOn } from './schedule.ts';
import { smallRecordsOn } from './small-records.ts';
import { stateReadsOn } from './state-reads.ts';

/**
 * All that every page needs of a store; what takes something away comes beside it (`maintenance.ts`).
 * @param machine what the clock of the store goes by, ms since 1970. Default: the clock of the machine.
 */
export function storeOn(kv: KeyValue, machine?: () => number): Omit<Store, keyof Maintenance> {
  return {
    ...scheduleOn(kv, machine),
    ...clockOn(kv, machine),
    ...cronTasksOn(kv),
    ...placesOn(kv),
    ...commitsOn(kv),
    ...stateReadsOn(kv),
    ...smallRecordsOn(kv),
    ...pushesOn(kv),
    clear: () => kv.clear(),
    close: () => kv.close(),
  };
}
