/** A handler over stored messages, for tests. */
import type { Store } from '../core/ports/store.ts';
import type { MapValue, Value } from '../core/value.ts';
import { createHandler } from './handle.ts';
import type { Mode } from './ours.ts';

const ORIGIN = 'http://node.test';

/** A message under some id. */
export const STORED = 'mEsSaGe-id-of-a-test-0123456789abcdefghijkl';

export const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

export type Get = (path: string, init?: RequestInit) => Promise<Response>;

/** Requests to a node with `message` under {@link STORED} in an empty `store`. Nothing computes. */
export async function serve(store: Store, message: MapValue, strict = false, mode: Mode = 'node'): Promise<Get> {
  await store.putMessage(STORED, message);
  const nothing = (): Promise<never> => Promise.reject(new Error('nothing computes here'));
  const handle = createHandler({ store, computer: { compute: nothing, read: nothing }, mode, strict });
  return async (path, init) => {
    const response = await handle(new Request(ORIGIN + path, init));
    if (!response) throw new Error(`${path} is not ours`);
    return response;
  };
}

/** What a test looks at: status, content type, error code. */
export const gist = ({ status, headers }: Response): [number, string | null, string | null] => [
  status,
  headers.get('content-type'),
  headers.get('pocketbeam-code'),
];
