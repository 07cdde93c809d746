/** What a real node fails at, for strict mode. */
import { PocketbeamError } from '../core/errors.ts';

/**
 * @param difference its row in the table of differences (spec/hyperbeam.md), as diagnostics name it.
 * @param what fails, one sentence.
 * @param next what works on a real node.
 */
export const nodeDefect = (difference: string, what: string, next: string): PocketbeamError =>
  new PocketbeamError('node-defect', what, {
    cause: 'A real node (May 2025) fails at this, and `strict` is on.',
    next,
    details: { difference },
  });
