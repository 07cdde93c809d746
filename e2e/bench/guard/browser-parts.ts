/** The parts of a browser's Pocketbeam in one Node process: the coordinator of a page, and the Service Worker. */
import { vi } from 'vitest';
import { createArchives } from '../../../src/archive/archives.ts';
import type { LocalApi, MessageOptions } from '../../../src/emulator/api.ts';
import { dataOf } from '../../../src/emulator/data.ts';
import { instanceNames } from '../../../src/leader/names.ts';
import type { ChannelMessage } from '../../../src/leader/protocol.ts';
import { fakeLocks } from '../../../src/leader/testing.ts';
import { createLuaEngine } from '../../../src/lua/engine.ts';
import { createServiceWorkerHandler } from '../../../src/service-worker/handler.ts';
import { createDataStore } from '../../../src/store/data.ts';
import { IndexedDbKeyValue } from '../../../src/store/indexeddb.ts';
import { createStore } from '../../../src/store/process-store.ts';
import { createCoordinator } from '../../../src/worker/coordinator.ts';

const ORIGIN = 'https://guard.example';

export interface BrowserParts {
  readonly api: LocalApi;
  /** Sends a message and waits until its slot is committed, asking the store nothing. @returns the slot. */
  send(message: MessageOptions): Promise<number>;
  /** What the Service Worker answers to a GET below its scope. */
  read(path: string): Promise<string>;
  close(): Promise<void>;
}

/** Over the IndexedDB of the globals; `vi.unstubAllGlobals()` takes away what it stubs. @param scope a new one each. */
export function openBrowserParts(scope: string): BrowserParts {
  vi.stubGlobal('navigator', { locks: fakeLocks().locks });
  vi.stubGlobal('self', {
    location: { origin: ORIGIN, href: `${ORIGIN}${scope}pocketbeam-sw.js` },
    registration: { scope: ORIGIN + scope },
  });
  const names = instanceNames(scope);
  const kv = new IndexedDbKeyValue(names.database);
  const coordinator = createCoordinator({
    ...{ names, store: createStore(kv), archives: createArchives(kv), data: dataOf(createDataStore(kv)) },
    engine: { ...createLuaEngine(), interrupt: () => undefined, stop: () => undefined },
    locks: undefined,
  });
  const worker = createServiceWorkerHandler();
  const changes = new BroadcastChannel(names.channel);
  const told = new EventTarget();
  changes.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.type === 'changed') told.dispatchEvent(new Event(`${data.process} ${data.slot}`));
  };
  /** Each slot that was sent is told of once, after its message has a number. */
  const committed = (process: string, slot: number): Promise<void> =>
    new Promise((resolve) => told.addEventListener(`${process} ${slot}`, () => resolve(), { once: true }));
  const next = new Map<string, number>();

  return {
    api: coordinator.api,
    async send(message) {
      const { process } = message;
      const slot = next.get(process) ?? 1;
      next.set(process, slot + 1);
      const [sent] = await Promise.all([coordinator.api.message(message), committed(process, slot)]);
      return sent.slot;
    },
    async read(path) {
      const request = new Request(ORIGIN + scope + path);
      const answer = await new Promise<Response>((resolve, reject) => {
        const isOurs = worker.fetch({ request, respondWith: (given) => void given.then(resolve, reject) });
        if (!isOurs) reject(new Error(`${path} is not ours`));
      });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
      return text;
    },
    async close() {
      changes.close();
      await coordinator.stop();
    },
  };
}
