/** What a commit keeps of the past, so that reads at earlier slots stay cheap; written in proportion to what changed. */
import type { Change } from '../core/ports/store.ts';
import type { Transaction } from './key-value.ts';
import type { Displaced } from './layout.ts';
import { netChanges } from './net-changes.ts';
import { FACTOR, undoKey } from './way-back.ts';

/**
 * Puts the undo of a slot, the index over it, and the undo of all the slots that are complete with it.
 * @param undo leads back to `slot − 1`.
 * @param first slots before it are not indexed.
 */
export async function keepHistory(
  tx: Transaction,
  process: string,
  slot: number,
  undo: readonly Change[],
  first: number,
): Promise<void> {
  let changes = netChanges([undo]);
  const levels = [changes];
  for (let span = FACTOR, level = 0; slot % span === 0 && slot - span >= first - 1; span *= FACTOR, level++) {
    const step = span / FACTOR;
    const earlier = await tx.between<Change[]>(undoKey(process, level), slot - span + step, slot - step);
    // One is damaged: whoever reads so far back is told.
    if (earlier.length !== FACTOR - 1) break;
    changes = netChanges([changes, ...earlier.reverse()]);
    levels.push(changes);
  }
  for (const [level, all] of levels.entries()) tx.put([...undoKey(process, level), slot], all);
  for (const { path, value } of levels[0] ?? [])
    tx.put([process, 'was', ...path, slot], { slot, ...(value === undefined ? {} : { value }) } satisfies Displaced);
}
