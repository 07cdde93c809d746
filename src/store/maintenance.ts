/** What takes something away again, always because somebody asked for it. */
import { PocketbeamError, show } from '../core/errors.ts';
import type { Assignment, Change, ProcessHead, SlotRecord, Store } from '../core/ports/store.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { text } from '../core/value.ts';
import { removeTasks } from './cron-tasks.ts';
import type { KeyValue, Transaction } from './key-value.ts';
import { corrupt, headOf, isHead, whole } from './layout.ts';
import { pendingOf, removePending } from './pushes.ts';
import type { At } from './schedule.ts';
import { FACTOR, undoKey } from './way-back.ts';

export type Maintenance = Pick<Store, 'remove' | 'prune' | 'rebuild'>;

export function maintenanceOn(kv: KeyValue): Maintenance {
  return {
    remove: (process) => kv.write((tx) => removeProcess(tx, process)),
    prune: (process, before) => kv.write((tx) => prune(tx, process, before)),
    rebuild: (process) => kv.write((tx) => rebuild(tx, process)),
  };
}

/** Queues the removal of all that belongs to a process. */
export async function removeProcess(tx: Transaction, process: string): Promise<void> {
  // A damaged message names none, and goes all the same.
  const ids = (await tx.under<Partial<Assignment> | null>([process, 'message']))
    .map(([, message]) => message?.id)
    .filter((id) => typeof id === 'string');
  const places = await Promise.all(ids.map((id) => tx.get<At>(['at', id])));
  // Of a message that was scheduled twice, the other place stays.
  for (const [i, id] of ids.entries()) if (places[i]?.[0] === process) tx.remove(['at', id]);
  tx.remove(['head', process]);
  tx.removeUnder([process]);
  removePending(tx, process);
  await removeTasks(tx, process);
}

async function prune(tx: Transaction, process: string, before: number): Promise<void> {
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  const { computed, kept = 0, indexed = computed + 1 } = head;
  if (!Number.isSafeInteger(before) || before < 0 || before > computed)
    throw new PocketbeamError('bad-slot', `${show(before)} is no computed slot of ${process}.`, {
      cause: `The last one is ${computed}; its state always stays.`,
      status: 400,
    });
  if (before <= kept) return;
  const [pending, undos, records] = await Promise.all([
    pendingOf(tx, process),
    tx.between<Change[]>([process, 'undo'], kept, before),
    tx.between<SlotRecord>([process, 'record'], kept, before - 1),
  ]);
  const first = before + 1 - undos.length;
  if (first > kept + 1) throw corrupt(process, 'undo');
  if (records.length !== before - kept) throw corrupt(process, 'record');
  for (const [i, undo] of undos.entries()) {
    tx.remove([process, 'undo', first + i]);
    for (const { path } of undo) tx.remove([process, 'was', ...path, first + i]);
  }
  // Those too that only pass a slot which is gone: nobody may be led back so far.
  for (let level = 1, span = FACTOR; span <= computed; level++, span *= FACTOR)
    for (let slot = Math.max(kept - (kept % span), span); slot - span < before; slot += span)
      tx.remove([...undoKey(process, level), slot]);
  for (const [i, record] of records.entries())
    if (!pending.has(kept + i)) tx.put([process, 'record', kept + i], forReplay(record));
  tx.put(['head', process], { ...head, kept: before, indexed: Math.max(indexed, before + 1) } satisfies ProcessHead);
}

/** What a lost heap is built again from, and nothing else. */
const forReplay = ({ idle, resolved, error }: SlotRecord): SlotRecord => ({
  ...{ results: new Map(), output: { data: '', prompt: '' }, messages: [], spawns: [], assignments: [] },
  ...(idle ? { idle } : {}),
  ...(resolved ? { resolved } : {}),
  ...(error ? { error } : {}),
});

/** Everything that is computed; where something went that a slot sent stays, so that nothing is sent twice. */
const COMPUTED = ['now', 'undo', 'back', 'was', 'record', 'snapshot'];

async function rebuild(tx: Transaction, process: string): Promise<void> {
  const head = (await tx.get<Partial<ProcessHead>>(['head', process])) ?? {};
  const found = new Map((await tx.under<Assignment>([process, 'message'])).map(([[slot], one]) => [slot, one]));
  if (found.size === 0) throw unknownProcess(process);
  const slot = isHead(head) && head.slot !== undefined ? head.slot : found.size - 1;
  const { message, timestamp } = whole(found.get(0), process, 0);
  for (let at = 1; at <= slot; at++) whole(found.get(at), process, at);
  const named = message.get('name');
  for (const part of COMPUTED) tx.removeUnder([process, part]);
  tx.put(['head', process], {
    process,
    name: head.name ?? (typeof named === 'string' ? text(named) : 'default'),
    slot,
    computed: -1,
    created: timestamp,
    ...(head.strict ? { strict: true } : {}),
  } satisfies ProcessHead);
}
