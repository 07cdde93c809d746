/** What is thrown about an archive that is not taken. */
import { PocketbeamError } from '../core/errors.ts';

/** @param what is wrong with it, and where; one clause. */
export const badArchive = (what: string): PocketbeamError =>
  new PocketbeamError('bad-archive', `This is no whole archive of Pocketbeam: ${what}.`, {
    next: 'Nothing was imported. Copy or export the file again.',
    status: 400,
  });

/** @param what cannot be verified. */
export const unverified = (what: string): PocketbeamError =>
  new PocketbeamError('archive-unverified', `${what} cannot be verified.`, {
    cause: 'Somebody changed it, or the wording that was signed is not kept.',
    next: 'Nothing was imported. If you trust whoever made the archive, import it with { trust: true }.',
    status: 400,
  });
