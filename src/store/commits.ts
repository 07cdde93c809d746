/** What computing a slot leaves behind, in one fenced transaction (design §3). */
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, Change, Commit, ProcessHead, Store } from '../core/ports/store.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { isMap, type Value } from '../core/value.ts';
import { keepHistory } from './history.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { headOf } from './layout.ts';
import { isDelivered, putPending } from './pushes.ts';

export function commitsOn(kv: KeyValue): Pick<Store, 'commit' | 'show'> {
  return {
    commit: (process, commit) => kv.write((tx) => write(tx, process, commit)),
    show: (process, slot) =>
      kv.write(async (tx) => {
        const head = await headOf(tx, process);
        if (head && slot <= head.computed && slot > (head.shown ?? -1))
          tx.put(['head', process], { ...head, shown: slot } satisfies ProcessHead);
      }),
  };
}

async function write(tx: Transaction, process: string, commit: Commit): Promise<void> {
  const { slot, chain, changes, undo, record, shown, push } = commit;
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  const run = chain === undefined ? undefined : await tx.get<Assignment>([process, 'message', slot]);
  if (head.computed !== slot - 1 || run?.chain !== chain)
    throw new PocketbeamError('fenced', `Slot ${slot} of ${process} was computed elsewhere meanwhile.`, {
      status: 409,
      details: { process, slot, computed: head.computed },
    });
  // Databases of before the index get it for what is computed from now on.
  const indexed = head.indexed ?? slot;
  // By an earlier computing of the slot, see Store.rebuild.
  const sent = push !== undefined && (await isDelivered(tx, process, slot));
  await keepHistory(tx, process, slot, undo, indexed);
  for (const change of changes) putChange(tx, process, change);
  tx.put([process, 'record', slot], record);
  if (push !== undefined && !sent) putPending(tx, process, slot, push);
  const diagnostics = [...new Set([...(head.diagnostics ?? []), ...(record.diagnostics ?? [])])].sort();
  const more = { ...(diagnostics.length ? { diagnostics } : {}), ...(shown ? { shown: slot } : {}) };
  const { era = Math.random() } = slot === 0 ? {} : head;
  tx.put(['head', process], { ...head, era, indexed, computed: slot, ...more } satisfies ProcessHead);
}

function putChange(tx: Transaction, process: string, { path, value, replaces }: Change): void {
  const key: Key = [process, 'now', ...path];
  if (replaces) {
    tx.remove(key);
    tx.removeUnder(key);
  }
  if (value !== undefined) putValue(tx, key, value);
}

/** A map spreads over one key per leaf; a list and an empty map are leaves. */
function putValue(tx: Transaction, key: Key, value: Value): void {
  if (isMap(value) && value.size) for (const [name, item] of value) putValue(tx, [...key, name], item);
  else tx.put(key, value);
}
