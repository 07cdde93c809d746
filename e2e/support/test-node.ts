/** A node without an engine for unit tests of devices: a store in memory behind the handler. */
import type { Computer } from '../../src/core/device.ts';
import { PocketbeamError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { MapValue, Value } from '../../src/core/value.ts';
import { createHandler } from '../../src/http/handle.ts';
import { MemoryKeyValue } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/process-store.ts';

export interface TestNode {
  store: Store;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The body of an answer. */
  text(path: string, init?: RequestInit): Promise<string>;
  /** The value at a path as JSON has it, without the `device` that the serialization adds. */
  json(path: string, init?: RequestInit): Promise<unknown>;
  /** `<status> <code of the error>`. */
  failure(path: string, init?: RequestInit): Promise<string>;
}

const computer: Computer = {
  compute: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
  read: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
};

export const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

export function createTestNode({ strict = false } = {}): TestNode {
  const store = createStore(new MemoryKeyValue());
  const handle = createHandler({ store, computer, mode: 'node', strict });
  const fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await handle(new Request(`http://node.test${path}`, init));
    if (!response) throw new Error(`${path} is not ours`);
    return response;
  };
  return {
    store,
    fetch,
    text: async (path, init) => (await fetch(path, init)).text(),
    json: async (path, init) => {
      const json = (await (await fetch(`${path}/serialize~json@1.0`, init)).json()) as Record<string, unknown>;
      delete json.device;
      return json;
    },
    failure: async (path, init) => {
      const { status, headers } = await fetch(path, init);
      return `${status} ${headers.get('pocketbeam-code')}`;
    },
  };
}
