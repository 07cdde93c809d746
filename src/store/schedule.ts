/** The schedule: messages take their slots (design §3). All of it is needed where requests are answered. */
import { PocketbeamError } from '../core/errors.ts';
import { heightAt } from '../core/block-height.ts';
import type { Assignment, ClockRecord, Draft, ProcessHead, Store, Taken } from '../core/ports/store.ts';
import { Turns } from '../core/turns.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { timeOf } from '../core/virtual-time.ts';
import type { Message } from '../core/value.ts';
import { hashChain } from './hash-chain.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { assignmentOf, CLOCK, headOf, isHead, whole } from './layout.ts';

type Schedule = Pick<Store, 'heads' | 'head' | 'create' | 'append' | 'appendElsewhere' | 'assignment' | 'assignments'>;

/** Messages that take their slots in one transaction. */
const AT_ONCE = 32;

/** @param machine time of the machine, ms since 1970. */
export function scheduleOn(kv: KeyValue, machine = (): number => Date.now()): Schedule {
  const stamps = async (tx: Transaction): Promise<Stamp> => {
    const clock = await tx.get<ClockRecord>(CLOCK);
    return (draft) => {
      const timestamp = draft.timestamp ?? timeOf(clock, machine());
      return { ...draft, timestamp, height: draft.height ?? heightAt(timestamp) };
    };
  };
  const turns = new Turns();
  /** Of each process that something was appended to: what waits, and the end as this context knows it. */
  const lines = new Map<string, Line>();

  /** Appends the first of a line, those that wait behind it in the same transaction, and takes them from the line. */
  async function appendFirst(process: string, line: Line, most: number): Promise<void> {
    const end = line.end ?? (await kv.read((tx) => endOf(tx, process)));
    line.end = undefined;
    const some = line.waiting.slice(0, most);
    // A transaction does not wait for WebCrypto: who finds that another context has taken the slot begins again.
    const drafts: Draft[] = [];
    let { chain } = end;
    for (const { draft } of some) drafts.push({ ...draft, chain: (chain = await hashChain(chain, draft.id)) });
    const found = await kv.write(async (tx) => append(tx, process, drafts, stamps(tx), end));
    if (found.length > 0) line.end = end;
    for (const [i, one] of found.entries()) {
      some[i]!.found = one;
      if (one.taken) line.end = { slot: one.slot, chain: drafts[i]!.chain! };
    }
    line.waiting.splice(0, found.length);
  }

  return {
    heads: () =>
      kv.read(async (tx) => {
        const heads = await tx.under<ProcessHead>(['head']);
        // A damaged one shows where its process is asked for, and does not keep the others from being listed.
        return heads
          .map(([, head]) => head)
          .filter(isHead)
          .sort((a, b) => a.created - b.created);
      }),
    head: (process) => kv.read((tx) => headOf(tx, process)),
    create: (process, name, draft, { strict = false } = {}) =>
      // From its anchor: a process of the same id that was removed and made anew has another chain.
      hashChain(draft.anchor, draft.id).then((chain) =>
        kv.write(async (tx) => create(tx, process, name, (await stamps(tx))({ ...draft, chain }), strict)),
      ),
    // In turns: those who come at once would take the slot from each other, and each begin again.
    append(process, draft) {
      const line = lines.get(process) ?? { waiting: [] };
      lines.set(process, line);
      const own: Waiting = { draft };
      line.waiting.push(own);
      return turns.take(process, async () => {
        // What one of them cannot do must not keep the others from it.
        for (let most = AT_ONCE; !own.found; most = 1)
          try {
            await appendFirst(process, line, most);
          } catch (error) {
            if (most > 1) continue;
            line.waiting.shift();
            throw error;
          }
        return own.found;
      });
    },
    appendElsewhere: async (process, draft) => {
      const key: Key = ['elsewhere', process];
      for (;;) {
        const last = await kv.read((tx) => tx.get<Assignment>(key));
        const chain = await hashChain(last?.chain ?? '', draft.id);
        const next = await kv.write(async (tx) => {
          const now = await tx.get<Assignment>(key);
          const taken = { ...(await stamps(tx))({ ...draft, chain }), slot: (last?.slot ?? -1) + 1 };
          if (now?.slot !== last?.slot) return undefined;
          tx.put(key, taken);
          tx.put(['message', draft.id], draft.message);
          return taken;
        });
        if (next) return next;
      }
    },
    assignment: async (process, slot) => (await slots(kv, process, slot, slot))[0],
    assignments: (process, from, to) => slots(kv, process, from, to),
  };
}

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
  tx.put(['head', process], head);
  put(tx, process, { ...assignment, slot: 0 });
  return head;
}

/** The messages of those slots that were taken. @throws PocketbeamError `corrupt-record` */
function slots(kv: KeyValue, process: string, from: number, to: number): Promise<Assignment[]> {
  return kv.read(async (tx) => {
    const head = await headOf(tx, process);
    return head ? slotsOf(tx, head, from, to) : [];
  });
}

/** The same of a process whose head was read. */
export async function slotsOf(
  tx: Transaction,
  { process, slot: end }: ProcessHead,
  from: number,
  to: number,
): Promise<Assignment[]> {
  const [first, last] = [Math.max(from, 0), Math.min(to, end)];
  const found = first > last ? [] : await tx.between<Assignment>([process, 'message'], first, last);
  for (let slot = first; slot <= last; slot++) whole(found[slot - first], process, slot);
  return found;
}

/** The last slot of a process, and its chain. */
interface End {
  slot: number;
  chain: string;
}

type Stamp = (draft: Draft) => Omit<Assignment, 'slot'>;

interface Found {
  slot: number;
  id: string;
  known: boolean;
  taken?: Taken;
}

interface Waiting {
  draft: Draft;
  found?: Found;
}

interface Line {
  /** In the order of their turns. */
  waiting: Waiting[];
  end?: End | undefined;
}

async function endOf(tx: Transaction, process: string): Promise<End> {
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  const { chain = '' } = await assignmentOf(tx, process, head.slot);
  return { slot: head.slot, chain };
}

/** Of the first ones: none when `end` is not the end any more, and up to one that was there already. */
async function append(
  tx: Transaction,
  process: string,
  drafts: readonly Draft[],
  stamps: Promise<Stamp>,
  end: End,
): Promise<Found[]> {
  const [stamp, head, last, ...known] = await Promise.all([
    stamps,
    headOf(tx, process),
    tx.get<Assignment>([process, 'message', end.slot]),
    ...drafts.map(({ anchor }) => tx.get<number>([process, 'anchor', anchor])),
  ]);
  if (!head) throw unknownProcess(process);
  const found: Found[] = [];
  let { slot, chain: before } = end;
  for (const [i, draft] of drafts.entries()) {
    const earlier = known[i];
    if (earlier !== undefined) {
      const { id = draft.id } = (await tx.get<Assignment>([process, 'message', earlier])) ?? {};
      // The chain of the next ones would not fit.
      found.push({ slot: earlier, id, known: true });
      break;
    }
    // The chain too: the process may have been removed and made anew.
    if (head.slot !== end.slot || (last?.chain ?? '') !== end.chain) break;
    // Sent twice at once: in a transaction of its own it is known.
    if (drafts.findIndex(({ anchor }) => anchor === draft.anchor) < i) break;
    const assignment = { ...stamp(draft), slot: ++slot };
    put(tx, process, assignment);
    found.push({ slot, id: draft.id, known: false, taken: { assignment, before } });
    before = draft.chain!;
  }
  if (slot > end.slot) tx.put(['head', process], { ...head, slot } satisfies ProcessHead);
  return found;
}

/** Where a message was scheduled. */
export type At = [process: string, slot: number];

/** A message by its id, where it stands in a schedule. */
export async function scheduled(tx: Transaction, id: string): Promise<Message | undefined> {
  const at = await tx.get<At>(['at', id]);
  return at && (await tx.get<Assignment>([at[0], 'message', at[1]]))?.message;
}

/** What is kept of a message beside the head of its process. */
function put(tx: Transaction, process: string, assignment: Assignment): void {
  const { slot, anchor, id } = assignment;
  tx.put([process, 'anchor', anchor], slot);
  tx.put([process, 'message', slot], assignment);
  tx.put(['at', id], [process, slot] satisfies At);
}
