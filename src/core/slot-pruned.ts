import { PocketbeamError } from './errors.ts';
import type { ProcessHead } from './ports/store.ts';

/** The error of everything that asks for a past which somebody had pruned. */
export function slotPruned({ process, kept = 0 }: ProcessHead, slot: number): PocketbeamError {
  return new PocketbeamError('slot-pruned', `What slot ${slot} of ${process} left behind was pruned.`, {
    next: `Ask for slot ${kept} or a later one; rebuild() brings the earlier ones back.`,
    status: 410,
    details: { process, slot, kept },
  });
}
