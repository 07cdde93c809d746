/**
 * Processes as they are brought into a store. What an archive says is believed nowhere: it is done once more, slot by slot,
 * in an empty store in memory, which gives slots, anchors and hash-chains as it does for everybody. What comes out is
 * copied in one transaction.
 */
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { SHORTEST_INTERVAL } from '../core/limits.ts';
import type { Change, CronTask, Store } from '../core/ports/store.ts';
import { processOfPath } from '../core/process-of-path.ts';
import { mergeInto, noChange } from '../core/state.ts';
import { equal, isMap, type MapValue, type Value } from '../core/value.ts';
import { markBegun } from '../store/cron-tasks.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { badArchive } from './faults.ts';
import type { ArchivedProcess, ArchivedSlot, Step } from './lines.ts';

/**
 * A store with these processes and nothing else.
 * @param now ms since 1970, by the clock of the store that they are brought into.
 * @throws PocketbeamError `bad-archive`
 */
export async function storeOf(processes: readonly ArchivedProcess[], now: number): Promise<MemoryKeyValue> {
  const kv = new MemoryKeyValue();
  const store = createStore(kv);
  for (const one of processes) {
    if (!isId(one.process)) throw badArchive('a process has no id');
    if (await store.head(one.process)) throw badArchive(`it has the process ${one.process} twice`);
    await schedule(store, one);
    await results(store, one);
    for (const [id, message] of one.messages) await store.putMessage(id, message);
    for (const task of one.tasks ?? []) await store.keepCronTask(begunNow(task, one.process, now));
    if (one.begun) await kv.write((tx) => Promise.resolve(markBegun(tx, one.process)));
  }
  return kv;
}

/** What runs again and again begins anew: how long ago it was taken out is no matter. */
function begunNow(task: CronTask, process: string, now: number): CronTask {
  const { path, tags, every, due } = task;
  const isOf = task.process === process && (path === undefined || processOfPath(path) === process);
  const isOne = (path === undefined) !== (tags === undefined);
  if (!isOf || !isOne || due < 0 || (every !== undefined && every < SHORTEST_INTERVAL))
    throw badArchive(`a task of ${process} is none`);
  return every === undefined ? task : { ...task, due: now + every };
}

async function schedule(store: Store, { process, name, strict, slots }: ArchivedProcess): Promise<void> {
  if (slots[0]?.assignment.id !== process) throw badArchive(`slot 0 of ${process} is not the process`);
  for (const { assignment } of slots) {
    const { slot, chain, commitments, ...draft } = assignment;
    const at = `slot ${slot} of ${process}`;
    if (slot === 0) await store.create(process, name, draft, { strict: strict === true });
    else if ((await store.append(process, draft)).known) throw badArchive(`${at} has the anchor of another`);
    // Absent where the slot was taken by a Pocketbeam that made none yet.
    if (chain !== undefined && (await store.assignment(process, slot))?.chain !== chain)
      throw badArchive(`the hash-chain breaks at ${at}`);
    if (commitments) await store.keepCommitments(process, slot, commitments);
  }
}

async function results(store: Store, { process, shown, kept = 0, slots }: ArchivedProcess): Promise<void> {
  const state: MapValue = new Map();
  const computed = slots.filter((slot): slot is Required<ArchivedSlot> => slot.result !== undefined);
  for (const [slot, { result }] of computed.entries()) {
    await store.commit(process, {
      slot,
      record: result.record,
      ...take(state, result.steps, `slot ${slot} of ${process}`),
    });
    if (result.deliveries) await store.keepDeliveries(process, slot, result.deliveries);
  }
  if (kept >= Math.max(1, computed.length)) throw badArchive(`${process} keeps no state`);
  if (kept > 0) await store.prune(process, kept);
  if (shown !== undefined) await store.show(process, shown);
}

/** Takes steps in `state`. @returns them as a commit has them, with the way back. */
function take(state: MapValue, steps: readonly Step[], at: string): { changes: Change[]; undo: Change[] } {
  const changes: Change[] = [];
  const undo: Change[] = [];
  const parents = new Set<MapValue>();
  for (const { path, value } of steps) {
    const [key, parent] = [path.at(-1), mapAt(state, path.slice(0, -1))];
    const before = key === undefined ? undefined : parent?.get(key);
    if (key === undefined || !parent || (before === undefined && value === undefined))
      throw badArchive(`${at} changes what is not there`);
    parents.add(parent);
    if (value === undefined) parent.delete(key);
    else parent.set(key, asKept(path.slice(0, -1), key, value, at));
    changes.push({ path, value, replaces: before !== undefined });
    undo.unshift({ path, value: before, replaces: true });
  }
  parents.delete(state);
  for (const parent of parents) if (parent.size === 0) throw badArchive(`${at} leaves an empty map behind`);
  return { changes, undo };
}

function mapAt(state: MapValue, path: readonly string[]): MapValue | undefined {
  let found: Value | undefined = state;
  for (const key of path) found = isMap(found) ? found.get(key) : undefined;
  return isMap(found) ? found : undefined;
}

/** A copy of a value that must have its keys as a store keeps them: nothing else could be read again. */
function asKept(at: readonly string[], key: string, value: Value, where: string): Value {
  const kept: MapValue = new Map();
  const merge = noChange();
  try {
    mergeInto(kept, new Map([[key, value]]), merge, at);
  } catch (error) {
    if (error instanceof PocketbeamError) throw badArchive(`${where} sets what no state can hold (${error.code})`);
    throw error;
  }
  const found = kept.get(key);
  if (found === undefined || !equal(found, value)) throw badArchive(`${where} sets a key that no state can have`);
  return found;
}
