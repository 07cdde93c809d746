/** A process as it is taken out of a store. */
import { isId } from '../core/ids.ts';
import type { Change, CronTask, ProcessHead, Store } from '../core/ports/store.ts';
import { applyChanges, dig, snapshot } from '../core/state.ts';
import { equal, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { hasBegun, tasksOf } from '../store/cron-tasks.ts';
import type { Key, KeyValue } from '../store/key-value.ts';
import { corrupt } from '../store/layout.ts';
import { MemoryKeyValue, type Write } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { undoKey } from '../store/way-back.ts';
import type { ArchivedProcess, ArchivedSlot, Step } from './lines.ts';

/** Undefined: no such process. Everything is as it was at one moment, whatever is computed meanwhile. */
export async function takeProcess(kv: KeyValue, process: string): Promise<ArchivedProcess | undefined> {
  const { copy, tasks, begun } = await copyOf(kv, process);
  const store = createStore(copy);
  const head = await store.head(process);
  if (!head) return undefined;
  const { name, strict, shown, kept, slot: last, computed } = head;
  const steps = await stepsOf(copy, head);
  const slots: ArchivedSlot[] = [];
  for (const assignment of await store.assignments(process, 0, last)) {
    const { slot } = assignment;
    const commitments = await store.commitments(process, slot);
    const one: ArchivedSlot = { assignment: commitments ? { ...assignment, commitments } : assignment };
    const record = slot <= computed ? await store.record(process, slot) : undefined;
    if (record) one.result = { record, steps: steps[slot] ?? [], deliveries: await store.deliveries(process, slot) };
    slots.push(one);
  }
  return {
    process,
    name,
    strict,
    shown,
    kept,
    ...(begun ? { begun } : {}),
    ...(tasks.length ? { tasks } : {}),
    slots,
    messages: await modulesOf(slots[0]?.assignment.message, createStore(kv)),
  };
}

/** What the store keeps of one process, read in one transaction. */
async function copyOf(kv: KeyValue, process: string): Promise<{ copy: KeyValue; tasks: CronTask[]; begun: boolean }> {
  const head: Key = ['head', process];
  const [found, rows, tasks, begun] = await kv.read((tx) =>
    Promise.all([tx.get(head), tx.under([process]), tasksOf(tx, process), hasBegun(tx, process)]),
  );
  const copy = new MemoryKeyValue();
  const put = (key: Key, value: unknown): Write => ['put', key, value];
  if (found !== undefined)
    copy.apply([put(head, found), ...rows.map(([rest, value]) => put([process, ...rest], value))]);
  return { copy, tasks, begun };
}

/** What each slot set, read backwards out of what each has displaced; the first that is kept sets all there was. */
async function stepsOf(kv: KeyValue, { process, computed, kept = 0 }: ProcessHead): Promise<Step[][]> {
  const first = kept === 0 ? 0 : kept + 1;
  const undos = await kv.read((tx) => tx.between<Change[]>(undoKey(process, 0), first, computed));
  if (undos.length !== computed + 1 - first) throw corrupt(process, 'undo');
  const state = await stateOf(createStore(kv), process);
  const steps = new Array<Step[]>(computed + 1).fill([]);
  for (const [i, undo] of undos.reverse().entries()) {
    const changed = undo.filter(({ path, value }) => !equal(dig(state, path), value));
    // In the order in which they were made, as far as the way back tells.
    steps[computed - i] = changed.map(({ path }): Step => ({ path, value: copied(dig(state, path)) })).reverse();
    applyChanges(state, undo);
  }
  if (kept > 0) steps[kept] = [...state].map(([key, value]) => ({ path: [key], value }));
  return steps;
}

const copied = (value: Value | undefined): Value | undefined => (value === undefined ? undefined : snapshot(value));

/** The public state without what the store adds to it. */
async function stateOf(store: Store, process: string): Promise<MapValue> {
  const value = (await store.read(process, []))?.value;
  const state: MapValue = isMap(value) ? value : new Map<string, Value>();
  for (const key of ['results', 'at-slot', 'process']) state.delete(key);
  return state;
}

/** Stored messages that a process definition names under `module`, and those that they name. */
async function modulesOf(definition: Message | undefined, store: Store): Promise<[string, Message][]> {
  const found = new Map<string, Message>();
  const follow = async (value: Value | undefined): Promise<void> => {
    if (typeof value === 'string' && isId(value) && !found.has(value)) {
      const message = await store.message(value);
      if (!message) return;
      found.set(value, message);
      await follow(message);
    } else if (Array.isArray(value)) for (const item of value) await follow(item);
    else if (isMap(value)) for (const item of value.values()) await follow(item);
  };
  await follow(definition?.get('module'));
  return [...found];
}
