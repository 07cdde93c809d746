/** What IndexedDB throws, as errors of ours. */
import { PocketbeamError } from '../core/errors.ts';

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');

/** Why no database could be opened. */
export function noDatabase(error: unknown): PocketbeamError {
  return (
    storageError(error) ??
    new PocketbeamError('no-storage', 'The browser gives this site no database.', {
      cause: `It says ${nameOf(error)}: private browsing, blocked cookies, or a damaged profile.`,
      next: 'Allow this site to store data, and reload.',
      status: 503,
    })
  );
}

/** Undefined for what is none of the known faults. */
export function storageError(error: unknown): PocketbeamError | undefined {
  if (error instanceof PocketbeamError) return error;
  if (nameOf(error) !== 'QuotaExceededError') return undefined;
  return new PocketbeamError('storage-full', 'The browser refused to store more for this site.', {
    cause: 'The disk is full, or the site has used up its quota.',
    next: 'Remove or prune processes, or free disk space. Everything committed so far can still be read.',
    status: 507,
  });
}
