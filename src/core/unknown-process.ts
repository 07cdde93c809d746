import { PocketbeamError } from './errors.ts';

/** The error of every call that names a process which is not here. */
export function unknownProcess(process: string): PocketbeamError {
  return new PocketbeamError('unknown-process', `There is no process ${process} here.`, {
    cause: 'It was never spawned in this browser profile or store, or was removed.',
    next: 'Spawn it, or check the id: ids are case-sensitive.',
    status: 404,
    details: { process },
  });
}
