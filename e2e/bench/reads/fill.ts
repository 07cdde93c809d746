/** In the page: writes processes into the store of the app, as the coordinator's commits do. */
import type { Assignment, SlotRecord, Store } from '../../../src/core/ports/store.ts';
import { mergeInto, noChange, undoOf } from '../../../src/core/state.ts';
import type { MapValue, Value } from '../../../src/core/value.ts';

/** A process whose `cache` has the keys `k0`, `k1`, … from slot 0 on; each later slot changes one of them. */
export interface Filling {
  process: string;
  keys: number;
  /** How many, slot 0 included. */
  slots: number;
}

const assignment = (anchor: string): Omit<Assignment, 'slot'> => ({
  id: anchor.padEnd(43, '_'),
  message: new Map<string, Value>([['action', 'Set']]),
  timestamp: 1_700_000_000_000,
  height: 1,
  anchor,
  claims: {},
});

const record = (): SlotRecord => ({
  results: new Map(),
  output: { data: '', prompt: '' },
  messages: [],
  spawns: [],
  assignments: [],
});

/** Far apart from slot to slot, and each key in its turn. */
const keyOf = (slot: number, keys: number): string => `k${(slot * 7919) % keys}`;

export async function fill(store: Store, { process, keys, slots }: Filling): Promise<void> {
  const state: MapValue = new Map();
  const commit = async (slot: number, entries: [string, Value][]): Promise<void> => {
    const merge = noChange();
    mergeInto(state, new Map([['cache', new Map(entries)]]), merge);
    await store.commit(process, { slot, changes: merge.changes, undo: undoOf(merge), record: record() });
  };
  await store.create(process, 'bench', { ...assignment(process), id: process });
  await commit(
    0,
    Array.from({ length: keys }, (_, i): [string, Value] => [`k${i}`, i]),
  );
  for (let slot = 1; slot < slots; slot++) {
    await store.append(process, assignment(`${process.slice(0, 12)} ${slot}`));
    await commit(slot, [[keyOf(slot, keys), slot]]);
  }
}
