/** Which of the stored messages are data: transactions that the user put here, or a gateway gave. Adapter: src/store/data.ts. */
import type { Message } from '../value.ts';

/** What the list says of a transaction. */
export interface DataEntry {
  id: string;
  /** Bytes of its data. */
  size: number;
  /** Undefined where nobody said. */
  contentType?: string;
  /** When it was put here, ms since 1970. */
  added: number;
  /** The gateway that it comes from; undefined for what the user put here. */
  gateway?: string;
}

export interface DataStore {
  /**
   * Stores a message under the id of the entry, in place of one that is data already.
   * @throws PocketbeamError `id-taken` when a message that is no data has the id.
   */
  put(entry: DataEntry, message: Message): Promise<void>;
  /** Undefined for a message that is no data. */
  get(id: string): Promise<{ entry: DataEntry; message: Message } | undefined>;
  /** Oldest first. */
  list(): Promise<DataEntry[]>;
  /** @returns whether there was such data. Messages that are none stay. */
  drop(id: string): Promise<boolean>;
}
