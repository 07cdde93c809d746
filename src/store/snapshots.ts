/**
 * Heap snapshots beside the process they are of:
 *
 *     [pid, 'snapshot', slot]    → KeptSnapshot: the newest one
 *
 * They go with the process, whoever removes it. The Service Worker does not need them, so they are no part of the store.
 */
import type { Assignment, ProcessHead } from '../core/ports/store.ts';
import type { KeptSnapshot, SnapshotStore } from '../core/ports/snapshots.ts';
import type { KeyValue } from './key-value.ts';

export function createSnapshotStore(kv: KeyValue): SnapshotStore {
  return {
    keep: (process, snapshot) =>
      kv.write(async (tx) => {
        const { slot, chain } = snapshot;
        const [head, last] = await Promise.all([
          tx.get<ProcessHead>(['head', process]),
          tx.get<Assignment>([process, 'message', slot]),
        ]);
        if (!head || head.computed < slot || (last?.chain ?? '') !== chain) return;
        tx.removeUnder([process, 'snapshot']);
        tx.put([process, 'snapshot', slot], snapshot);
      }),
    newest: (process) =>
      kv.read(async (tx) => {
        const kept = await tx.under<KeptSnapshot>([process, 'snapshot']);
        return kept.at(-1)?.[1];
      }),
    drop: (process) =>
      kv.write((tx) => {
        tx.removeUnder([process, 'snapshot']);
        return Promise.resolve();
      }),
  };
}
