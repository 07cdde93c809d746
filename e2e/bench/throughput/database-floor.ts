/** In the page: IndexedDB with what a message needs of it and nothing else, two transactions that read and write. */
import { promisifyRequest } from 'idb-keyval';

const NAME = 'bench-floor';
/** As large as the records of a small message are on average. */
const RECORD = { text: 'x'.repeat(300) };
/** Read and written in each of the two: to take a slot, and to keep what it gave. */
const TRANSACTIONS = [
  { reads: 4, puts: 4 },
  { reads: 4, puts: 5 },
];

/** @returns what does so for many messages, up to `atOnce` of them under way. */
export async function databaseFloor(atOnce: number): Promise<(messages: number) => Promise<void>> {
  const opening = indexedDB.open(NAME);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(NAME);
  const db = await promisifyRequest(opening);
  let message = 0;
  async function one(): Promise<void> {
    const key = message++;
    for (const { reads, puts } of TRANSACTIONS) {
      const transaction = db.transaction(NAME, 'readwrite');
      const store = transaction.objectStore(NAME);
      await Promise.all(Array.from({ length: reads }, (_, i) => promisifyRequest(store.get([key - 1, i]))));
      for (let i = 0; i < puts; i++) store.put(RECORD, [key, puts, i]);
      transaction.commit();
      await promisifyRequest(transaction);
    }
  }
  return async (messages) => {
    for (let left = messages; left > 0; left -= atOnce)
      await Promise.all(Array.from({ length: Math.min(atOnce, left) }, one));
  };
}
