/** Runs in a page: requests go out as any script of the page would send them. Bundled by page-replay.ts. */
import { binaryOf, bytesOf } from '../../src/core/value.ts';
import { acceptFixtures } from '../../src/integrations/node/fixtures.ts';
import { instanceNames } from '../../src/leader/names.ts';
import { IndexedDbKeyValue } from '../../src/store/indexeddb.ts';
import { createStore } from '../../src/store/process-store.ts';
import type { PageReplay, ReplayRequest } from './page-replay-types.ts';
import { settle } from './settle.ts';

/** The store of the Pocketbeam at the root, filled as `pocketbeam serve --fixtures` fills its own. */
const putStored = acceptFixtures(
  () => Promise.resolve(undefined),
  createStore(new IndexedDbKeyValue(instanceNames('/').database)),
);

const replay: PageReplay = {
  async store(json) {
    const request = new Request(`${location.origin}/~pocketbeam@1.0/store`, { method: 'POST', body: json });
    const response = await putStored(request);
    if (response?.status !== 204) throw new Error(`The message was not stored: ${await response?.text()}`);
  },
  async send(given) {
    const request = made(given);
    if (!request) return { sent: [] };
    const sent = [...request.headers];
    const response = await fetch(request);
    if (response.type === 'opaqueredirect') return { sent };
    const { status } = response;
    return {
      sent,
      answer: { status, headers: [...response.headers], body: binaryOf(new Uint8Array(await response.arrayBuffer())) },
    };
  },
  settle: () => settle(window.pocketbeam!),
};

/** Undefined for what a browser refuses, such as a header with a line end. */
function made({ method, path, headers, body }: ReplayRequest): Request | undefined {
  try {
    return new Request(location.origin + path, {
      ...{ method, headers, redirect: 'manual' },
      ...(body === undefined ? {} : { body: bytesOf(body) }),
    });
  } catch {
    return undefined;
  }
}

window.replay = replay;
