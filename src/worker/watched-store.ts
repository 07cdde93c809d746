/** A key-value store whose faults are told as they come and go. */
import { PocketbeamError } from '../core/errors.ts';
import type { KeyValue } from '../store/key-value.ts';

export interface Observer {
  fails(error: PocketbeamError): void;
  works(...codes: readonly string[]): void;
}

/** Faults of the whole database: gone as soon as anything can be read. */
const OPENING = ['database-blocked', 'database-newer'];
const FULL = 'storage-full';
/** Faults that stay: what is lost does not come back by itself. */
const LASTING = ['corrupt-record', 'database-deleted'];
/** Codes of what is told to the observer. */
export const FAULTS: ReadonlySet<string> = new Set([...OPENING, FULL, ...LASTING]);

export function watched(kv: KeyValue, observer: Observer): KeyValue {
  const noting = async <T>(work: Promise<T>, ...mended: readonly string[]): Promise<T> => {
    try {
      const done = await work;
      observer.works(...OPENING, ...mended);
      return done;
    } catch (error) {
      if (error instanceof PocketbeamError && FAULTS.has(error.code)) observer.fails(error);
      throw error;
    }
  };
  return {
    read: (work) => noting(kv.read(work)),
    write: (work) => noting(kv.write(work), FULL),
    clear: () => noting(kv.clear(), FULL, ...LASTING),
    close: () => kv.close(),
  };
}
