/**
 * Reads of the public state, at the last computed slot or at any earlier one, each in one transaction.
 *
 * A past leaf is the first value that was displaced at its path, or above it, after the slot: one look into the index of
 * each of these paths. A past map is then led back by the undo of the slots in between, see way-back.ts.
 */
import type { ProcessHead, SlotRecord, StateRead, Store } from '../core/ports/store.ts';
import { slotPruned } from '../core/slot-pruned.ts';
import { applyChanges, dig } from '../core/state.ts';
import { isMap, type MapValue, type Value } from '../core/value.ts';
import type { KeyValue, Transaction } from './key-value.ts';
import { LargeMaps } from './large-maps.ts';
import { assignmentOf, corrupt, headOf, isValue, recordOf, wholeRecord, type Displaced } from './layout.ts';
import { presentAt } from './present.ts';
import { touches, undosBetween } from './undos.ts';

export function stateReadsOn(kv: KeyValue): Pick<Store, 'record' | 'read'> {
  const maps = new LargeMaps();
  return {
    record: (process, slot) =>
      kv.read(async (tx) => {
        const [head, found] = await Promise.all([headOf(tx, process), tx.get<SlotRecord>([process, 'record', slot])]);
        return head && slot >= 0 && slot <= head.computed ? wholeRecord(found, process, slot) : undefined;
      }),
    read: (process, path, slot, literal) =>
      kv.read(async (tx) => {
        // Asked for together: a second time would be another way to the database and back.
        const [found, record] = await Promise.all([
          read(tx, maps, process, path, slot),
          literal && slot !== undefined ? tx.get<SlotRecord>([process, 'record', slot]) : undefined,
        ]);
        return found && { ...found, literal: record?.literal };
      }),
  };
}

async function read(
  tx: Transaction,
  maps: LargeMaps,
  process: string,
  path: readonly string[],
  slot?: number,
): Promise<StateRead | undefined> {
  const [head, leaf] = await Promise.all([headOf(tx, process), tx.get<Value>([process, 'now', ...path])]);
  if (!head) return undefined;
  const at = slot ?? head.computed;
  if (at > head.computed || at < 0) return { head, value: undefined };
  if (at < (head.kept ?? 0)) throw slotPruned(head, at);
  if (path[0] === 'at-slot') return { head, value: path.length === 1 ? at : undefined };
  if (path[0] === 'process') return { head, value: dig((await assignmentOf(tx, process, 0)).message, path.slice(1)) };
  if (path[0] === 'results') return { head, value: dig((await recordOf(tx, process, at)).results, path.slice(1)) };
  const load = (): Promise<Value | undefined> =>
    leaf === undefined ? maps.read(tx, head, path, (below) => presentAt(tx, process, below)) : Promise.resolve(leaf);
  const value = at < head.computed ? await past(tx, head, path, at, load) : await load();
  if (value !== undefined && !isValue(value)) throw corrupt(process, 'now', ...path);
  if (path.length > 0 || !isMap(value)) return { head, value };
  const [{ results }, { message }] = await Promise.all([recordOf(tx, process, at), assignmentOf(tx, process, 0)]);
  const own: [string, Value][] = [
    ['at-slot', at],
    ['process', message],
    ['results', results],
  ];
  return { head, value: new Map([...value, ...own]) };
}

/** What stood at `path` at an earlier slot. @param load reads the last computed state. */
async function past(
  tx: Transaction,
  head: ProcessHead,
  path: readonly string[],
  slot: number,
  load: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const { process, computed, indexed = Infinity } = head;
  const isIndexed = slot + 1 >= indexed && path.length > 0;
  const displaced = isIndexed ? await firstDisplaced(tx, process, path, slot + 1, computed) : undefined;
  const value = displaced ? displaced.value : await load();
  // Nothing but a map changes without itself, or something above it, being displaced.
  if (isIndexed && !(isMap(value) && value.size)) return value;
  // Below one key more, for the whole state to have a place of its own.
  const state: MapValue = new Map();
  applyChanges(state, [{ path: ['', ...path], value, replaces: false }]);
  for (const undo of await undosBetween(tx, head, displaced ? displaced.slot - 1 : computed, slot))
    for (const change of undo)
      if (touches(change.path, path)) applyChanges(state, [{ ...change, path: ['', ...change.path] }]);
  return dig(state, ['', ...path]);
}

/** What was displaced first, in the slots `from` to `to`, at `path` or above it: as it stood at `path`. */
async function firstDisplaced(
  tx: Transaction,
  process: string,
  path: readonly string[],
  from: number,
  to: number,
): Promise<Displaced | undefined> {
  const found = await Promise.all(
    path.map((_, i) => tx.between<Displaced>([process, 'was', ...path.slice(0, i + 1)], from, to, 1)),
  );
  let first: Displaced | undefined;
  for (const [i, [one]] of found.entries()) {
    if (one === undefined) continue;
    if (!Number.isInteger(one?.slot)) throw corrupt(process, 'was', ...path.slice(0, i + 1));
    if (!(first && first.slot < one.slot)) first = { ...one, value: dig(one.value, path.slice(i + 1)) };
  }
  return first;
}
