/** Whether there is a database that can be used, found out by doing it: what a browser says about itself is no proof. */
import type { Key, KeyValue } from './key-value.ts';
import { noDatabase } from './storage-errors.ts';

const KEY: Key = ['probe'];

/**
 * Opens, writes, reads back and deletes.
 * @throws PocketbeamError `no-storage` where nothing is kept at all; `storage-full`, `database-blocked`, `database-newer`
 * where there is a database that cannot be used now.
 */
export async function probe(kv: KeyValue): Promise<void> {
  try {
    await kv.write((tx) => Promise.resolve(tx.put(KEY, true)));
    await kv.read((tx) => tx.get(KEY));
    await kv.write((tx) => Promise.resolve(tx.remove(KEY)));
  } catch (error) {
    throw noDatabase(error);
  }
}
