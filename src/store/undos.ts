/** What leads from a slot back to an earlier one. */
import type { Change, ProcessHead } from '../core/ports/store.ts';
import type { Transaction } from './key-value.ts';
import { corrupt } from './layout.ts';
import { undoKey, wayBack } from './way-back.ts';

/**
 * The undo of the slots after `to` up to `from`, in the order in which it is to be applied.
 * @throws PocketbeamError `corrupt-record`
 */
export async function undosBetween(
  tx: Transaction,
  { process, indexed = Infinity }: ProcessHead,
  from: number,
  to: number,
): Promise<Change[][]> {
  const stretches = wayBack(from, to, indexed).map(async ({ level, from: newest, to: oldest, count }) => {
    const undos = await tx.between<Change[]>(undoKey(process, level), oldest, newest);
    if (undos.length !== count || !undos.every(isUndo)) throw corrupt(process, 'undo', newest);
    return undos.reverse();
  });
  return (await Promise.all(stretches)).flat();
}

const isUndo = (undo: unknown): boolean =>
  Array.isArray(undo) && undo.every((change: Partial<Change> | null) => Array.isArray(change?.path));

/** One of two paths leads through the other. */
export function touches(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return false;
  return true;
}
