/** What computing a slot needs, and what it leaves behind in one fenced transaction (design §3). */
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, Change, Commit, ProcessHead, Store } from '../core/ports/store.ts';
import { Turns } from '../core/turns.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { equal, isMap, type Value } from '../core/value.ts';
import { keepHistory } from './history.ts';
import { begin } from './cron-tasks.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { headOf } from './layout.ts';
import { isDelivered, putDelivered, putPending } from './pushes.ts';
import { slotsOf } from './schedule.ts';
import { FACTOR } from './way-back.ts';

interface Waiting {
  commit: Commit;
  /** Once it is being written, alone or with others. */
  waits?: Promise<boolean>;
}

export function commitsOn(kv: KeyValue): Pick<Store, 'next' | 'commit' | 'show'> {
  const turns = new Turns();
  /** By process, in the order of their turns. */
  const waiting = new Map<string, Waiting[]>();

  /** Writes the first that waits, and those that can go with it in the same transaction. */
  function writeFirst(process: string): void {
    const all = waiting.get(process) ?? [];
    const some = all.splice(0, countTogether(all));
    if (all.length === 0) waiting.delete(process);
    const written = kv.write((tx) =>
      write(
        tx,
        process,
        some.map(({ commit }) => commit),
      ),
    );
    for (const [i, one] of some.entries()) one.waits = written.then((waits) => waits[i] === true);
  }

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
    commit(process, commit) {
      const own: Waiting = { commit };
      const all = waiting.get(process);
      if (all) all.push(own);
      else waiting.set(process, [own]);
      return turns.take(process, () => {
        if (!own.waits) writeFirst(process);
        return own.waits!;
      });
    },
    show: (process, slot) =>
      kv.write(async (tx) => {
        const head = await headOf(tx, process);
        if (head && slot <= head.computed && slot > (head.shown ?? -1))
          tx.put(['head', process], { ...head, shown: slot } satisfies ProcessHead);
      }),
  };
}

/** A slot at which the index of the past goes up a level reads the slots before it, so these must be written already. */
function countTogether(all: readonly Waiting[]): number {
  const alone = all.findIndex(({ commit }, i) => i > 0 && commit.slot % FACTOR === 0);
  return alone < 0 ? all.length : alone;
}

/** @returns of each whether what it sends waits to be pushed on. */
async function write(tx: Transaction, process: string, commits: readonly Commit[]): Promise<boolean[]> {
  const [before, ...found] = await Promise.all([
    headOf(tx, process),
    ...commits.map((commit) => lookUp(tx, process, commit)),
  ]);
  if (!before) throw unknownProcess(process);
  let head = before;
  for (const [i, commit] of commits.entries()) head = await writeOne(tx, head, commit, found[i]!);
  tx.put(['head', process], head);
  return found.map(({ goes }) => goes === 'on');
}

/** What a commit depends on. */
interface Found {
  /** The chain up to the message that stands in the slot. */
  chain: string | undefined;
  /** Where what the slot sends goes, if it is not there already. */
  goes?: 'on' | 'outside' | undefined;
}

async function lookUp(tx: Transaction, process: string, { slot, chain, push, targets }: Commit): Promise<Found> {
  const [run, sent, here] = await Promise.all([
    chain === undefined ? undefined : tx.get<Assignment>([process, 'message', slot]),
    // By an earlier computing of the slot, see Store.rebuild.
    push !== undefined && isDelivered(tx, process, slot),
    Promise.all((targets ?? []).map((target) => tx.get(['head', target]))),
  ]);
  const isOutside = targets !== undefined && here.every((one) => one === undefined);
  return { chain: run?.chain, goes: push === undefined || sent ? undefined : isOutside ? 'outside' : 'on' };
}

/** @returns the head after it. */
async function writeOne(
  tx: Transaction,
  head: ProcessHead,
  { slot, chain, changes, undo, record, shown, push, targets, cron }: Commit,
  found: Found,
): Promise<ProcessHead> {
  const { process } = head;
  if (head.computed !== slot - 1 || found.chain !== chain)
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
  if (found.goes === 'outside')
    putDelivered(
      tx,
      process,
      slot,
      (targets ?? []).map((target) => ({ kind: 'message', target })),
    );
  else if (found.goes === 'on') putPending(tx, process, slot, push ?? 0);
  const diagnostics = [...new Set([...(head.diagnostics ?? []), ...(record.diagnostics ?? [])])].sort();
  const more = { ...(diagnostics.length ? { diagnostics } : {}), ...(shown ? { shown: slot } : {}) };
  const { era = Math.random() } = slot === 0 ? {} : head;
  return { ...head, era, indexed, computed: slot, ...more };
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
