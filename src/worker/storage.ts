/** Where a coordinator keeps things: the database of its instance or, where a page gets none, its own memory. */
import { PocketbeamError, toPocketbeamError } from '../core/errors.ts';
import { problemOf } from '../core/problem.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';
import type { KeyValue } from '../store/key-value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { probe } from '../store/probe.ts';

export interface Storage {
  kv: KeyValue;
  kind: 'indexeddb' | 'memory';
  /** Why it is not as it should be. */
  problem?: PocketbeamError;
}

/**
 * A database that is there and cannot be used now (blocked, newer, full) is not replaced by memory: what it holds would
 * seem lost, and what is done meanwhile would be.
 * @param onDeleted called when somebody deletes the database while it is open.
 */
export async function openStorage(database: string, onDeleted: (error: PocketbeamError) => void): Promise<Storage> {
  const kv = new IndexedDbKeyValue(database, () => onDeleted(deleted()));
  try {
    await probe(kv);
    return { kv, kind: 'indexeddb' };
  } catch (error) {
    const problem = toPocketbeamError(error);
    if (problem.code !== 'no-storage') return { kv, kind: 'indexeddb', problem };
    return { kv: new MemoryKeyValue(), kind: 'memory', problem: inMemory(problem) };
  }
}

function inMemory(problem: PocketbeamError): PocketbeamError {
  const { code, message, next } = problemOf(problem);
  return new PocketbeamError(code, message, {
    cause:
      'Processes live in the memory of this page and end with it; only fetch() of the Pocketbeam reads them, not that of the page.',
    next,
  });
}

function deleted(): PocketbeamError {
  return new PocketbeamError('database-deleted', 'The database of this site was deleted while it was open.', {
    cause: 'Somebody cleared the data of the site; its processes are gone, and what comes is kept in a new one.',
    next: 'Spawn the processes again, or import them from an archive.',
  });
}
