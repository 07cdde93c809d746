/**
 * Opening the IndexedDB database: a `UseStore` for idb-keyval (its documented extension point) that closes when another
 * context wants to upgrade or delete the database, gives up when blocked, repairs a database without its store, leaves one
 * alone that a later version has written, and reopens once when the browser has closed the connection.
 */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import { PocketbeamError } from '../core/errors.ts';
import { noDatabase } from './storage-errors.ts';

const STORE = 'pocketbeam';
/** Without an event at all, such as behind a deletion that is itself blocked. */
const SILENT_AFTER_MS = 10_000;
const BLOCKED_AFTER_MS = 3000;

/**
 * The form of what is stored. It rises when an older version could not read what a newer one writes; records that are
 * only added do not change it. A database of before it was kept has none.
 */
const SCHEMA = 2;
export const SCHEMA_KEY = ['schema'];

export interface Database {
  use: UseStore;
  /** Removes everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param name of the database; contexts with the same name share one store.
 * @param onDeleted called when somebody deletes it while it is open here.
 */
export function openDatabase(name: string, onDeleted: () => void = () => undefined): Database {
  let connection: Promise<IDBDatabase> | undefined;

  const connect = (): Promise<IDBDatabase> => {
    const opening = (connection ??= open(name).then((db) => {
      const forget = (): void => {
        db.close();
        if (connection === opening) connection = undefined;
      };
      db.onversionchange = ({ newVersion }) => {
        forget();
        if (newVersion === null) onDeleted();
      };
      db.onclose = forget;
      return db;
    }));
    opening.catch(() => {
      if (connection === opening) connection = undefined;
    });
    return opening;
  };

  const use: UseStore = async (mode, callback) => {
    let transaction: IDBTransaction;
    try {
      transaction = (await connect()).transaction(STORE, mode);
    } catch (error) {
      if (error instanceof PocketbeamError) throw error;
      // The browser closed the connection under us (InvalidStateError): a second one settles it, or it is lost.
      connection = undefined;
      transaction = (await connect()).transaction(STORE, mode);
    }
    return callback(transaction.objectStore(STORE));
  };

  return {
    use,
    clear: () =>
      use('readwrite', (store) => {
        store.clear();
        store.put(SCHEMA, SCHEMA_KEY);
        return promisifyRequest(store.transaction);
      }),
    async close() {
      const open = connection;
      connection = undefined;
      (await open?.catch(() => undefined))?.close();
    },
  };
}

/** @throws PocketbeamError `no-storage`, `database-blocked`, `database-newer` */
async function open(name: string, version?: number): Promise<IDBDatabase> {
  let request: IDBOpenDBRequest;
  try {
    request = indexedDB.open(name, version);
  } catch (error) {
    throw noDatabase(error);
  }
  request.onupgradeneeded = () => {
    if (!request.result.objectStoreNames.contains(STORE))
      request.result.createObjectStore(STORE).put(SCHEMA, SCHEMA_KEY);
  };
  const db = await opened(request, name);
  if (!db.objectStoreNames.contains(STORE)) {
    const next = db.version + 1;
    db.close();
    return open(name, next);
  }
  const schema = await promisifyRequest(db.transaction(STORE).objectStore(STORE).get(SCHEMA_KEY) as IDBRequest<number>);
  if (schema > SCHEMA) {
    db.close();
    throw new PocketbeamError('database-newer', `A newer version of this page has written the database ${name}.`, {
      cause: `Its form is ${schema}, and this version knows forms up to ${SCHEMA}.`,
      next: 'Close all tabs of this site and open it again.',
      status: 503,
    });
  }
  return db;
}

function opened(request: IDBOpenDBRequest, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let given = false;
    const giveUp = (): void => {
      given = true;
      reject(
        new PocketbeamError('database-blocked', `The database ${name} is held open by another tab.`, {
          cause: 'An older version of this page is still open somewhere.',
          next: 'Close the other tabs of this site and reload.',
          status: 503,
        }),
      );
    };
    let timer = setTimeout(giveUp, SILENT_AFTER_MS);
    request.onblocked = () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, BLOCKED_AFTER_MS);
    };
    promisifyRequest(request)
      .then(
        // Nobody waits any more, and an open connection would block the next who does.
        (db) => (given ? db.close() : resolve(db)),
        (error: unknown) => reject(noDatabase(error)),
      )
      .finally(() => clearTimeout(timer));
  });
}
