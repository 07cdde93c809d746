/** Assignments as a node that signs gives them out (spec/wire.md §5). */
import { signMessage } from '../codecs/sign.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import type { Wallet } from '../core/ports/wallet.ts';
import { isMap, type Message } from '../core/value.ts';
import { assignmentMessage } from './assignment.ts';

/**
 * The store, in which every assignment has the commitments of this node. A slot is signed when it is first
 * asked for, and the signature kept, as no two are the same. Programs are run without it, so that they see the same
 * whether or not somebody has asked.
 */
export function signedSchedule(store: Store, wallet: () => Promise<Wallet>): Store {
  const signed = async (process: string, assignment: Assignment): Promise<Assignment> => {
    const { slot } = assignment;
    const kept = await store.commitments(process, slot);
    return {
      ...assignment,
      commitments:
        kept ?? (await store.keepCommitments(process, slot, await commitmentsOf(process, assignment, wallet))),
    };
  };
  return {
    ...store,
    async assignment(process, slot) {
      const assignment = await store.assignment(process, slot);
      return assignment && signed(process, assignment);
    },
    assignments: async (process, from, to) =>
      Promise.all((await store.assignments(process, from, to)).map((one) => signed(process, one))),
  };
}

async function commitmentsOf(process: string, assignment: Assignment, wallet: () => Promise<Wallet>): Promise<Message> {
  const commitments = (await signMessage(assignmentMessage(process, assignment), await wallet())).get('commitments');
  return isMap(commitments) ? commitments : new Map();
}
