/**
 * The Store port over any key-value store (design §3).
 *
 *     ['head', pid]              → ProcessHead (apart from the rest, so that listing reads heads only)
 *     ['message', id]            → a message stored by its id
 *     ['cron', id]               → a task of the clock
 *     ['elsewhere', pid]         → the last Assignment of a process that is not here
 *     ['at', id]                 → where the message of this id was scheduled, [pid, slot]
 *     ['wallet']                 → the private key of this node; nothing that is asked for by a path begins so
 *     [pid, 'anchor', anchor]    → slot
 *     [pid, 'message', slot]     → Assignment
 *     [pid, 'record', slot]      → SlotRecord
 *     [pid, 'signed', slot]      → what this node has signed the slot with
 *     [pid, 'now', …path]        → a leaf of the public state as last computed
 *     [pid, 'undo', slot]        → Change[]: what leads back from slot to slot − 1
 *
 * `results` and `at-slot` of the public state change whole with every slot, so they are read from the slot's record;
 * `process` is the process message, read from slot 0.
 */
import { PocketbeamError } from '../core/errors.ts';
import type {
  Assignment,
  Change,
  Commit,
  CronTask,
  ProcessHead,
  SlotRecord,
  StateRead,
  Store,
} from '../core/ports/store.ts';
import type { RsaJwk } from '../core/ports/wallet.ts';
import { applyChanges, dig, mergeInto, noChange } from '../core/state.ts';
import { Turns } from '../core/turns.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { hashChain } from './hash-chain.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';

const WALLET: Key = ['wallet'];

export function createStore(kv: KeyValue): Store {
  const turns = new Turns();
  /** Of each process that something was appended to, as this context knows it. */
  const ends = new Map<string, End>();
  return {
    heads: () =>
      kv.read(async (tx) => {
        const heads = await tx.under<ProcessHead>(['head']);
        return heads.map(([, head]) => head).sort((a, b) => a.created - b.created);
      }),
    head: (process) => kv.read((tx) => headOf(tx, process)),
    create: (process, name, assignment, { strict = false } = {}) =>
      hashChain('', assignment.id).then((chain) =>
        kv.write((tx) => create(tx, process, name, { ...assignment, chain }, strict)),
      ),
    // In turns: those who come at once would take the slot from each other, and each begin again.
    append: (process, assignment) =>
      turns.take(process, async () => {
        for (let end = ends.get(process); ; end = undefined) {
          end ??= await kv.read((tx) => endOf(tx, process));
          // A transaction does not wait for WebCrypto: who finds that another context has taken the slot begins again.
          const chain = await hashChain(end.chain, assignment.id);
          const before = end;
          const taken = await kv.write((tx) => append(tx, process, { ...assignment, chain }, before));
          if (taken && !taken.known) ends.set(process, { slot: taken.slot, chain });
          if (taken) return taken;
        }
      }),
    appendElsewhere: async (process, assignment) => {
      const key: Key = ['elsewhere', process];
      for (;;) {
        const last = await kv.read((tx) => tx.get<Assignment>(key));
        const chain = await hashChain(last?.chain ?? '', assignment.id);
        const next: Assignment = { ...assignment, chain, slot: (last?.slot ?? -1) + 1 };
        const isNext = await kv.write(async (tx) => {
          if ((await tx.get<Assignment>(key))?.slot !== last?.slot) return false;
          tx.put(key, next);
          tx.put(['message', assignment.id], assignment.message);
          return true;
        });
        if (isNext) return next;
      }
    },
    assignment: (process, slot) => kv.read((tx) => tx.get<Assignment>([process, 'message', slot])),
    assignments: (process, from, to) =>
      kv.read((tx) => (to < from ? Promise.resolve([]) : tx.between<Assignment>([process, 'message'], from, to))),
    record: (process, slot) => kv.read((tx) => tx.get<SlotRecord>([process, 'record', slot])),
    read: (process, path, slot) => kv.read((tx) => read(tx, process, path, slot)),
    commit: (process, commit) => kv.write((tx) => write(tx, process, commit)),
    show: (process, slot) =>
      kv.write(async (tx) => {
        const head = await headOf(tx, process);
        if (head && slot <= head.computed && slot > (head.shown ?? -1))
          tx.put(['head', process], { ...head, shown: slot } satisfies ProcessHead);
      }),
    remove: (process) =>
      kv.write(async (tx) => {
        ends.delete(process);
        const ids = (await tx.under<Assignment>([process, 'message'])).map(([, { id }]) => id);
        const places = await Promise.all(ids.map((id) => tx.get<At>(['at', id])));
        // Of a message that was scheduled twice, the other place stays.
        for (const [i, id] of ids.entries()) if (places[i]?.[0] === process) tx.remove(['at', id]);
        tx.remove(['head', process]);
        tx.removeUnder([process]);
      }),
    message: (id) => kv.read(async (tx) => (await tx.get<Message>(['message', id])) ?? scheduled(tx, id)),
    putMessage: (id, message) =>
      kv.write((tx) => {
        const kept: Message = new Map();
        mergeInto(kept, message, noChange());
        tx.put(['message', id], kept);
        return Promise.resolve();
      }),
    commitments: (process, slot) => kv.read((tx) => tx.get<Message>([process, 'signed', slot])),
    keepCommitments: (process, slot, commitments) => keepFirst(kv, [process, 'signed', slot], commitments),
    wallet: () => kv.read((tx) => tx.get<RsaJwk>(WALLET)),
    keepWallet: (wallet) => keepFirst(kv, WALLET, wallet),
    cronTasks: () =>
      kv.read(async (tx) => (await tx.under<CronTask>(['cron'])).map(([, task]) => task).sort((a, b) => a.due - b.due)),
    keepCronTask: (task) =>
      kv.write((tx) => {
        tx.put(['cron', task.id], task);
        return Promise.resolve();
      }),
    dropCronTask: (id) =>
      kv.write(async (tx) => {
        const known = (await tx.get(['cron', id])) !== undefined;
        if (known) tx.remove(['cron', id]);
        return known;
      }),
    clear: () => kv.clear(),
    close: () => kv.close(),
  };
}

/** Puts a value where there is none yet, and gives what is there then. */
function keepFirst<T>(kv: KeyValue, key: Key, value: T): Promise<T> {
  return kv.write(async (tx) => {
    const kept = await tx.get<T>(key);
    if (kept === undefined) tx.put(key, value);
    return kept ?? value;
  });
}

const headOf = (tx: Transaction, process: string): Promise<ProcessHead | undefined> => tx.get(['head', process]);

async function create(
  tx: Transaction,
  process: string,
  name: string,
  assignment: Omit<Assignment, 'slot'>,
  strict: boolean,
): Promise<ProcessHead> {
  const existing = await headOf(tx, process);
  if (existing) {
    if ((await tx.get([process, 'anchor', assignment.anchor])) === 0) return existing;
    throw new PocketbeamError('process-exists', `The process ${process} exists already.`, {
      status: 409,
      next: 'Spawn under another id, or remove the process first.',
      details: { process },
    });
  }
  const head: ProcessHead = { process, name, slot: 0, computed: -1, created: assignment.timestamp };
  if (strict) head.strict = true;
  put(tx, head, assignment);
  return head;
}

/** The last slot of a process, and its chain. */
interface End {
  slot: number;
  chain: string;
}

async function endOf(tx: Transaction, process: string): Promise<End> {
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  const last = await tx.get<Assignment>([process, 'message', head.slot]);
  return { slot: head.slot, chain: last?.chain ?? '' };
}

/** @returns undefined when `end` is not the end any more. */
async function append(
  tx: Transaction,
  process: string,
  assignment: Omit<Assignment, 'slot'>,
  end: End,
): Promise<{ slot: number; id: string; known: boolean } | undefined> {
  const [head, known, last] = await Promise.all([
    headOf(tx, process),
    tx.get<number>([process, 'anchor', assignment.anchor]),
    tx.get<Assignment>([process, 'message', end.slot]),
  ]);
  if (!head) throw unknownProcess(process);
  if (known !== undefined) {
    const earlier = await tx.get<Assignment>([process, 'message', known]);
    return { slot: known, id: earlier?.id ?? assignment.id, known: true };
  }
  // The chain too: the process may have been removed and made anew.
  if (head.slot !== end.slot || (last?.chain ?? '') !== end.chain) return undefined;
  const slot = head.slot + 1;
  put(tx, { ...head, slot }, assignment);
  return { slot, id: assignment.id, known: false };
}

/** Where a message was scheduled. */
type At = [process: string, slot: number];

async function scheduled(tx: Transaction, id: string): Promise<Message | undefined> {
  const at = await tx.get<At>(['at', id]);
  return at && (await tx.get<Assignment>([at[0], 'message', at[1]]))?.message;
}

function put(tx: Transaction, head: ProcessHead, assignment: Omit<Assignment, 'slot'>): void {
  const { process, slot } = head;
  tx.put(['head', process], head);
  tx.put([process, 'anchor', assignment.anchor], slot);
  tx.put([process, 'message', slot], { ...assignment, slot } satisfies Assignment);
  tx.put(['at', assignment.id], [process, slot] satisfies At);
}

async function write(tx: Transaction, process: string, commit: Commit): Promise<void> {
  const { slot, changes, undo, record, shown } = commit;
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  if (head.computed !== slot - 1)
    throw new PocketbeamError('fenced', `Slot ${slot} of ${process} was computed elsewhere meanwhile.`, {
      status: 409,
      details: { process, slot, computed: head.computed },
    });
  for (const change of changes) putChange(tx, process, change);
  tx.put([process, 'undo', slot], undo);
  tx.put([process, 'record', slot], record);
  const diagnostics = [...new Set([...(head.diagnostics ?? []), ...(record.diagnostics ?? [])])].sort();
  const more = { ...(diagnostics.length ? { diagnostics } : {}), ...(shown ? { shown: slot } : {}) };
  tx.put(['head', process], { ...head, computed: slot, ...more } satisfies ProcessHead);
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

async function read(
  tx: Transaction,
  process: string,
  path: readonly string[],
  slot?: number,
): Promise<StateRead | undefined> {
  const [head, leaf] = await Promise.all([headOf(tx, process), tx.get<Value>([process, 'now', ...path])]);
  if (!head) return undefined;
  const at = slot ?? head.computed;
  if (at > head.computed || at < 0) return { head, value: undefined };
  if (path[0] === 'at-slot') return { head, value: path.length === 1 ? at : undefined };
  if (path[0] === 'process')
    return { head, value: dig((await tx.get<Assignment>([process, 'message', 0]))?.message, path.slice(1)) };
  if (path[0] === 'results') return { head, value: dig((await recordOf(tx, process, at))?.results, path.slice(1)) };
  const value =
    at < head.computed
      ? await past(tx, process, path, at, head.computed)
      : (leaf ?? dig(await surroundings(tx, process, path), path));
  if (path.length > 0 || !isMap(value)) return { head, value };
  const [record, definition] = await Promise.all([
    recordOf(tx, process, at),
    tx.get<Assignment>([process, 'message', 0]),
  ]);
  const own: [string, Value][] = [
    ['at-slot', at],
    ['process', definition?.message ?? new Map<string, Value>()],
    ['results', record?.results ?? new Map<string, Value>()],
  ];
  return { head, value: new Map([...value, ...own]) };
}

const recordOf = (tx: Transaction, process: string, slot: number): Promise<SlotRecord | undefined> =>
  tx.get([process, 'record', slot]);

/** The part of the last computed state that a read of `path` can touch: what lies below it, and a leaf above it. */
async function surroundings(tx: Transaction, process: string, path: readonly string[]): Promise<MapValue> {
  const prefix: Key = [process, 'now'];
  const above = path.map((_, length) => path.slice(0, length + 1));
  const [below, ...leaves] = await Promise.all([
    tx.under<Value>([...prefix, ...path]),
    ...above.map((at) => tx.get<Value>([...prefix, ...at])),
  ]);
  const state: MapValue = new Map();
  if (below.length) place(state, path, below);
  leaves.forEach((value, i) => {
    if (value !== undefined) applyChanges(state, [{ path: above[i] ?? [], value, replaces: true }]);
  });
  return state;
}

/** Sets the leaves below `path` in `state`. */
function place(state: MapValue, path: readonly string[], leaves: readonly [Key, Value][]): void {
  for (const [rest, value] of leaves)
    applyChanges(state, [{ path: [...path, ...rest.map(String)], value, replaces: false }]);
}

/** What stood at `path` at an earlier slot: the present, with the undo of each later slot applied, newest first. */
async function past(
  tx: Transaction,
  process: string,
  path: readonly string[],
  slot: number,
  computed: number,
): Promise<Value | undefined> {
  const [state, undos] = await Promise.all([
    surroundings(tx, process, path),
    tx.between<Change[]>([process, 'undo'], slot + 1, computed),
  ]);
  for (const undo of undos.reverse())
    applyChanges(
      state,
      undo.filter((change) => touches(change.path, path)),
    );
  return dig(state, path);
}

/** One of two paths leads through the other. */
function touches(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return false;
  return true;
}
