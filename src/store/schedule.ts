/** The schedule: messages take their slots (design §3). All of it is needed where requests are answered. */
import { PocketbeamError } from '../core/errors.ts';
import { heightAt } from '../core/block-height.ts';
import type { Assignment, Draft, ProcessHead, Store, Taken } from '../core/ports/store.ts';
import { Turns } from '../core/turns.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { timeOf } from '../core/virtual-time.ts';
import type { Message } from '../core/value.ts';
import { hashChain } from './hash-chain.ts';
import type { Key, KeyValue, Transaction } from './key-value.ts';
import { assignmentOf, CLOCK, headOf, isHead, whole } from './layout.ts';

type Schedule = Pick<Store, 'heads' | 'head' | 'create' | 'append' | 'appendElsewhere' | 'assignment' | 'assignments'>;

/** @param machine time of the machine, ms since 1970. */
export function scheduleOn(kv: KeyValue, machine = (): number => Date.now()): Schedule {
  const stamp = async (tx: Transaction, draft: Draft): Promise<Omit<Assignment, 'slot'>> => {
    const timestamp = draft.timestamp ?? timeOf(await tx.get(CLOCK), machine());
    return { ...draft, timestamp, height: draft.height ?? heightAt(timestamp) };
  };
  const turns = new Turns();
  /** Of each process that something was appended to, as this context knows it. */
  const ends = new Map<string, End>();
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
        kv.write(async (tx) => create(tx, process, name, await stamp(tx, { ...draft, chain }), strict)),
      ),
    // In turns: those who come at once would take the slot from each other, and each begin again.
    append: (process, draft) =>
      turns.take(process, async () => {
        for (let end = ends.get(process); ; end = undefined) {
          end ??= await kv.read((tx) => endOf(tx, process));
          // A transaction does not wait for WebCrypto: who finds that another context has taken the slot begins again.
          const chain = await hashChain(end.chain, draft.id);
          const before = end;
          const found = await kv.write((tx) =>
            append(tx, process, draft.anchor, stamp(tx, { ...draft, chain }), before),
          );
          if (found?.taken) ends.set(process, { slot: found.slot, chain });
          if (found) return found;
        }
      }),
    appendElsewhere: async (process, draft) => {
      const key: Key = ['elsewhere', process];
      for (;;) {
        const last = await kv.read((tx) => tx.get<Assignment>(key));
        const chain = await hashChain(last?.chain ?? '', draft.id);
        const next = await kv.write(async (tx) => {
          const now = await tx.get<Assignment>(key);
          const taken = { ...(await stamp(tx, { ...draft, chain })), slot: (last?.slot ?? -1) + 1 };
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
  put(tx, head, assignment);
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

async function endOf(tx: Transaction, process: string): Promise<End> {
  const head = await headOf(tx, process);
  if (!head) throw unknownProcess(process);
  const { chain = '' } = await assignmentOf(tx, process, head.slot);
  return { slot: head.slot, chain };
}

/** @returns undefined when `end` is not the end any more. */
async function append(
  tx: Transaction,
  process: string,
  anchor: string,
  stamped: Promise<Omit<Assignment, 'slot'>>,
  end: End,
): Promise<{ slot: number; id: string; known: boolean; taken?: Taken } | undefined> {
  const [assignment, head, known, last] = await Promise.all([
    stamped,
    headOf(tx, process),
    tx.get<number>([process, 'anchor', anchor]),
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
  return { slot, id: assignment.id, known: false, taken: { assignment: { ...assignment, slot }, before: end.chain } };
}

/** Where a message was scheduled. */
export type At = [process: string, slot: number];

/** A message by its id, where it stands in a schedule. */
export async function scheduled(tx: Transaction, id: string): Promise<Message | undefined> {
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
