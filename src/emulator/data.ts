/** The calls of `pocketbeam.data`: transactions put here by the user. */
import { identifyItem } from '../codecs/commitments.ts';
import { unsignedId } from '../codecs/message-id.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { DataStore } from '../core/ports/data.ts';
import { binary, binaryOf, bytesOf, text, type Message } from '../core/value.ts';
import { invalidMessage } from '../devices/invalid-message.ts';
import { toJsonFace } from '../devices/json-iface.ts';
import type { DataApi, DataOptions } from './api.ts';
import { addTags, badId } from './definition.ts';

/** Of content that is a signed data item, as requests have it. */
const ITEM = 'application/ans104';

export function dataOf(store: DataStore): DataApi {
  return {
    async put(content, options = {}) {
      if (typeof content !== 'string' && !(content instanceof Uint8Array))
        throw new PocketbeamError('bad-data', `Data is text or bytes, not ${show(content)}.`, {
          next: 'Encode it first, for example with JSON.stringify.',
          status: 400,
        });
      if (options.id !== undefined && !isId(options.id)) throw badId(options.id);
      const bytes = typeof content === 'string' ? binary(content) : binaryOf(content);
      const { id, message } = await (options.contentType === ITEM ? readItem(bytes) : draft(bytes, options));
      const entry = { id: options.id ?? id, added: Date.now(), ...factsOf(message) };
      await store.put(entry, message);
      return entry.id;
    },

    async get(id) {
      const found = await store.get(id);
      if (!found) return undefined;
      const { entry, message } = found;
      const { Data, Tags } = toJsonFace(message, { id });
      const tags = Tags.map(({ name, value }) => ({ name: name.toLowerCase(), value: text(String(value)) }));
      return { ...entry, data: bytesOf(typeof Data === 'string' ? Data : ''), tags };
    },

    list: () => store.list(),

    async remove(id) {
      await store.drop(id);
    },
  };
}

/** What the list says of a message. */
export function factsOf(message: Message): { size: number; contentType?: string } {
  const [data, type] = [message.get('data'), message.get('content-type')];
  return {
    size: typeof data === 'string' ? data.length : 0,
    ...(typeof type === 'string' ? { contentType: text(type) } : {}),
  };
}

async function draft(data: string, { contentType, tags }: DataOptions): Promise<{ id: string; message: Message }> {
  const message: Message = new Map();
  addTags(message, tags);
  if (contentType !== undefined) addTags(message, { 'content-type': contentType });
  message.set('data', data);
  return { id: await unsignedId(message), message };
}

/** @throws PocketbeamError `bad-data-item`, `invalid-message` */
async function readItem(bytes: string): Promise<{ id: string; message: Message }> {
  const { message, identity } = await identifyItem(bytes);
  if (!(await identity.verify())) throw invalidMessage();
  return { id: identity.id, message };
}
