/**
 * Data beside the messages that are stored under their ids:
 *
 *     ['message', id]            → the message, which paths and modules find as any other
 *     ['data', id]               → DataEntry: it is data, and may be listed and removed
 *
 * The Service Worker reads the messages and needs no list of them, so this is no part of the store.
 */
import { PocketbeamError } from '../core/errors.ts';
import type { DataEntry, DataStore } from '../core/ports/data.ts';
import { mergeInto, noChange } from '../core/state.ts';
import type { Message } from '../core/value.ts';
import type { KeyValue } from './key-value.ts';

export function createDataStore(kv: KeyValue): DataStore {
  return {
    put: (entry, message) => {
      const kept: Message = new Map();
      mergeInto(kept, message, noChange());
      return kv.write(async (tx) => {
        const { id } = entry;
        const [known, taken] = await Promise.all([tx.get(['data', id]), tx.get(['message', id])]);
        if (taken !== undefined && known === undefined) throw idTaken(id);
        tx.put(['message', id], kept);
        tx.put(['data', id], entry);
      });
    },
    get: (id) =>
      kv.read(async (tx) => {
        const [entry, message] = await Promise.all([tx.get<DataEntry>(['data', id]), tx.get<Message>(['message', id])]);
        return entry && message && { entry, message };
      }),
    list: () =>
      kv.read(async (tx) =>
        (await tx.under<DataEntry>(['data'])).map(([, entry]) => entry).sort((a, b) => a.added - b.added),
      ),
    drop: (id) =>
      kv.write(async (tx) => {
        const known = (await tx.get(['data', id])) !== undefined;
        if (known) for (const kind of ['data', 'message']) tx.remove([kind, id]);
        return known;
      }),
  };
}

const idTaken = (id: string): PocketbeamError =>
  new PocketbeamError('id-taken', `${id} is the id of a message that is no data.`, {
    cause: 'It was stored by a request, such as `cache@1.0/write`, which programs may rely on.',
    next: 'Put the data under another id, or without one.',
    status: 409,
    details: { id },
  });
