/** What computing a slot needs, and what it leaves behind in one fenced transaction (design §3). */
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, Change, Commit, ProcessHead, Store } from '../core/ports/store.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { equal, isMap, type Value } from '../core/value.ts';
import { keepHistory } from './history.ts';
import { begin } from './cron-tasks.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { headOf } from './layout.ts';
import { isDelivered, putDelivered, putPending } from './pushes.ts';
import { slotsOf } from './schedule.ts';

export function commitsOn(kv: KeyValue): Pick<Store, 'next' | 'commit' | 'show'> {
  return {
    next: (process) =>
      kv.read(async (tx) => {
        const head = await headOf(tx, process);
        if (!head) return undefined;
        const { computed } = head;
        const near = await slotsOf(tx, head, computed, computed + 1);
        const at = (slot: number): Assignment | undefined => near.find((one) => one.slot === slot);
        return { head, before: at(computed)?.chain, assignment: at(computed + 1) };
      }),
    commit: (process, commit) => kv.write((tx) => write(tx, process, commit)),
    show: (process, slot) =>
      kv.write(async (tx) => {
        const head = await headOf(tx, process);
        if (head && slot <= head.computed && slot > (head.shown ?? -1))
          tx.put(['head', process], { ...head, shown: slot } satisfies ProcessHead);
      }),
  };
}

async function write(tx: Transaction, process: string, commit: Commit): Promise<boolean> {
  const { slot, chain, changes, undo, record, shown, push, targets, cron } = commit;
  const [head, run, sent, here] = await Promise.all([
    headOf(tx, process),
    chain === undefined ? undefined : tx.get<Assignment>([process, 'message', slot]),
    // By an earlier computing of the slot, see Store.rebuild.
    push !== undefined && isDelivered(tx, process, slot),
    Promise.all((targets ?? []).map((target) => tx.get(['head', target]))),
  ]);
  if (!head) throw unknownProcess(process);
  if (head.computed !== slot - 1 || run?.chain !== chain)
    throw new PocketbeamError('fenced', `Slot ${slot} of ${process} was computed elsewhere meanwhile.`, {
      status: 409,
      details: { process, slot, computed: head.computed },
    });
  // Databases of before the index get it for what is computed from now on.
  const indexed = head.indexed ?? slot;
  await keepHistory(tx, process, slot, undo, indexed);
  if (cron) await begin(tx, process, cron);
  // Each change has its undo, the last one first.
  for (const [i, change] of changes.entries()) putChange(tx, process, change, undo.at(-1 - i));
  tx.put([process, 'record', slot], record);
  const goes = push !== undefined && !sent;
  const isOutside = targets !== undefined && here.every((one) => one === undefined);
  if (goes && isOutside)
    putDelivered(
      tx,
      process,
      slot,
      targets.map((target) => ({ kind: 'message', target })),
    );
  else if (goes) putPending(tx, process, slot, push);
  const diagnostics = [...new Set([...(head.diagnostics ?? []), ...(record.diagnostics ?? [])])].sort();
  const more = { ...(diagnostics.length ? { diagnostics } : {}), ...(shown ? { shown: slot } : {}) };
  const { era = Math.random() } = slot === 0 ? {} : head;
  tx.put(['head', process], { ...head, era, indexed, computed: slot, ...more } satisfies ProcessHead);
  return goes && !isOutside;
}

/** @param back leads back from the change. */
function putChange(tx: Transaction, process: string, { path, value, replaces }: Change, back?: Change): void {
  const key: Key = [process, 'now', ...path];
  const stood = back && equal(back.path, path) ? back.value : undefined;
  // Nearly all changes put a leaf in the place of another, which is one write.
  if (replaces && !isLeaf(value)) tx.remove(key);
  if (replaces && !isLeaf(stood)) tx.removeUnder(key);
  if (value !== undefined) putValue(tx, key, value);
}

const isLeaf = (value: Value | undefined): boolean => value !== undefined && !(isMap(value) && value.size > 0);

/** A map spreads over one key per leaf; a list and an empty map are leaves. */
function putValue(tx: Transaction, key: Key, value: Value): void {
  if (!isMap(value) || isLeaf(value)) tx.put(key, value);
  else for (const [name, item] of value) putValue(tx, [...key, name], item);
}
