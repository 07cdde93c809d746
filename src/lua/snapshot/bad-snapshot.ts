/** The one way a snapshot is refused. */
import { PocketbeamError } from '../../core/errors.ts';

/** `bad-snapshot`: damaged, of another process, or of another build. Whoever reads it replays the log instead. */
export function badSnapshot(why: string): PocketbeamError {
  return new PocketbeamError('bad-snapshot', `This heap snapshot cannot be restored: ${why}.`, {
    next: 'Replay the schedule: it gives the same heap.',
  });
}
