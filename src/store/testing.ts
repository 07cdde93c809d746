/** What tests of the store put into it. */
import type { Assignment, Commit, SlotRecord, Store } from '../core/ports/store.ts';
import { mergeInto, noChange, replaceWith, undoOf } from '../core/state.ts';
import type { MapValue, Value } from '../core/value.ts';
import type { KeyValue } from './key-value.ts';

export const PID = 'p'.repeat(43);

export const assignment = (anchor: string): Omit<Assignment, 'slot'> => ({
  id: `id-${anchor}`,
  message: new Map<string, Value>([['action', anchor]]),
  timestamp: 1,
  height: 2,
  anchor,
  claims: {},
});

export const record = (data = ''): SlotRecord => ({
  results: new Map<string, Value>([['data', data]]),
  output: { data, prompt: '' },
  messages: [],
  spawns: [],
  assignments: [],
});

/** A commit that merges `patch` into `state` (which it changes). */
export function commitOf(slot: number, state: MapValue, patch: MapValue): Commit {
  const merge = noChange();
  mergeInto(state, patch, merge);
  return { slot, changes: merge.changes, undo: undoOf(merge), record: record(`slot ${slot}`) };
}

export const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

/** The same of a slot that sets the whole state. */
export function replacing(slot: number, state: MapValue, wanted: MapValue): Commit {
  const merge = noChange();
  replaceWith(state, wanted, merge);
  return { slot, changes: merge.changes, undo: undoOf(merge), record: record(`slot ${slot}`) };
}

/** Takes the slot of a commit, 0 by creating the process, and commits it. */
export async function addSlot(store: Store, commit: Commit, process = PID): Promise<void> {
  const { slot } = commit;
  if (slot === 0) await store.create(process, 'name', assignment('spawn'));
  else await store.append(process, assignment(`m${slot}`));
  await store.commit(process, commit);
}

/** Counts the records that are read. */
export function counting(kv: KeyValue): { kv: KeyValue; take: () => number } {
  let read = 0;
  const note = <T>(found: T[]): T[] => {
    read += found.length;
    return found;
  };
  const counted: KeyValue = {
    write: (work) => kv.write(work),
    clear: () => kv.clear(),
    close: () => kv.close(),
    read: (work) =>
      kv.read((tx) =>
        work({
          ...tx,
          get: (at) => (read++, tx.get(at)),
          under: async (prefix) => note(await tx.under(prefix)),
          between: async (...range) => note(await tx.between(...range)),
        }),
      ),
  };
  return {
    kv: counted,
    take: () => {
      const taken = read;
      read = 0;
      return taken;
    },
  };
}
