/**
 * Opening the IndexedDB database: a `UseStore` for idb-keyval (its documented extension point) that
 * closes when another context wants to upgrade or delete the database, gives up when blocked, repairs a database
 * without its store, and reopens once when the browser has closed the connection.
 */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import { PocketbeamError } from '../core/errors.ts';

const STORE = 'pocketbeam';
const BLOCKED_AFTER_MS = 3000;

export interface Database {
  use: UseStore;
  close(): Promise<void>;
}

/** @param name of the database; contexts with the same name share one store. */
export function openDatabase(name: string): Database {
  let connection: Promise<IDBDatabase> | undefined;

  const connect = (): Promise<IDBDatabase> => {
    connection ??= open(name).then((db) => {
      const forget = (): void => {
        db.close();
        connection = undefined;
      };
      db.onversionchange = forget;
      db.onclose = forget;
      return db;
    });
    connection.catch(() => (connection = undefined));
    return connection;
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
    async close() {
      const open = connection;
      connection = undefined;
      (await open?.catch(() => undefined))?.close();
    },
  };
}

async function open(name: string, version?: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    if (!request.result.objectStoreNames.contains(STORE)) request.result.createObjectStore(STORE);
  };
  const db = await withTimeout(request, name);
  if (db.objectStoreNames.contains(STORE)) return db;
  const next = db.version + 1;
  db.close();
  return open(name, next);
}

function withTimeout(request: IDBOpenDBRequest, name: string): Promise<IDBDatabase> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const blocked = new Promise<never>((_, reject) => {
    request.onblocked = () => {
      timer = setTimeout(() => {
        reject(
          new PocketbeamError('database-blocked', `The database ${name} is held open by another tab.`, {
            cause: 'An older version of this page is still open somewhere.',
            next: 'Close the other tabs of this site and reload.',
            status: 503,
          }),
        );
      }, BLOCKED_AFTER_MS);
    };
  });
  return Promise.race([promisifyRequest(request), blocked]).finally(() => clearTimeout(timer));
}
